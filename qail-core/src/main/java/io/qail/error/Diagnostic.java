package io.qail.error;

import org.jspecify.annotations.Nullable;

/**
 * One finding in a script.
 *
 * @param message what is wrong, a sentence without its place
 * @param sourceLine the text of the line the position points at, empty where there is none
 * @param suggestion what would have been right, or null
 */
public record Diagnostic(
        SourcePosition position,
        String message,
        String sourceLine,
        @Nullable String suggestion) {

    /** The finding as people read it: place, message, the line with a caret under the place, the suggestion. */
    public String render() {
        StringBuilder text = new StringBuilder();
        text.append(position).append(": ").append(message);
        if (!sourceLine.isBlank()) {
            // A tab in front of the place stays a tab, so that the caret stands below it in every terminal.
            String before = sourceLine.substring(0, Math.min(position.column() - 1, sourceLine.length()));
            text.append("\n    ").append(sourceLine.stripTrailing());
            text.append("\n    ").append(before.replaceAll("[^\t]", " ")).append('^');
        }
        if (suggestion != null) {
            text.append("\n    ").append(suggestion);
        }
        return text.toString();
    }
}
