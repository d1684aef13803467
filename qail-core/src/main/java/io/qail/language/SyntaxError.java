package io.qail.language;

import org.jspecify.annotations.Nullable;

/** Ends the reading of one statement or column; never leaves the package. */
final class SyntaxError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    final int offset;
    final String finding;
    final @Nullable String suggestion;

    /** Nothing behind the place can be read: an unclosed quote swallows the rest of the file. */
    final boolean fatal;

    SyntaxError(int offset, String finding, @Nullable String suggestion) {
        this(offset, finding, suggestion, false);
    }

    SyntaxError(int offset, String finding, @Nullable String suggestion, boolean fatal) {
        // Without a stack trace: it is control flow, and a broken file can raise many.
        super(finding, null, false, false);
        this.offset = offset;
        this.finding = finding;
        this.suggestion = suggestion;
        this.fatal = fatal;
    }
}
