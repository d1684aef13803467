package io.qail.language;

import io.qail.error.Diagnostic;
import io.qail.error.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * A script as read: text without byte order mark, line ends as they were.
 *
 * @param name as its location names it; stands in every position
 */
public record SourceFile(String name, String text) {

    /** A finding at a place of this file, with the text of that line. */
    public Diagnostic diagnostic(SourcePosition position, String message, @Nullable String suggestion) {
        return new Diagnostic(position, message, line(position.line()), suggestion);
    }

    /** The text of a line, counted from 1, without its end; empty beyond the end of the file. */
    public String line(int number) {
        return text.lines().skip(number - 1L).findFirst().orElse("");
    }
}
