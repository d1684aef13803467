package io.qail.language;

/**
 * A word of the text.
 *
 * @param start offset of its first character
 * @param end offset behind its last character
 * @param firstOfLine whether a line end, or the start of the file, stands in front of it
 */
record Token(Kind kind, int start, int end, boolean firstOfLine) {

    enum Kind {
        /** A bare identifier or keyword. */
        WORD,
        /** {@code "…"}. */
        QUOTED,
        /** {@code '…'} or {@code E'…'}. */
        STRING,
        /** {@code $$…$$} or {@code $tag$…$tag$}. */
        DOLLAR,
        NUMBER,
        /** A run of operator characters, as in PostgreSQL. */
        OPERATOR,
        /** Any other single character, and {@code ::}. */
        PUNCTUATION,
        END
    }
}
