package io.qail.language;

import io.qail.language.Token.Kind;

/** The value of a quoted text. */
final class StringLiteral {

    private StringLiteral() {}

    /** The text between the quotes; line ends become LF, so that a checkout with CRLF means the same. */
    static String value(Cursor cursor, Token token) {
        String text = cursor.text(token);
        if (token.kind() == Kind.DOLLAR) {
            int tag = text.indexOf('$', 1) + 1;
            return withLineFeeds(text.substring(tag, text.length() - tag));
        }
        if (token.kind() == Kind.QUOTED) {
            return withLineFeeds(text.substring(1, text.length() - 1)).replace("\"\"", "\"");
        }
        if (text.charAt(0) == '\'') {
            return withLineFeeds(text.substring(1, text.length() - 1)).replace("''", "'");
        }
        return unescape(cursor, token, withLineFeeds(text.substring(2, text.length() - 1)));
    }

    /** The text in quotes so that {@link #value} gives it back. */
    static String quote(String text) {
        if (text.indexOf('\r') < 0) {
            return '"' + text.replace("\"", "\"\"") + '"';
        }
        return "E'" + text.replace("\\", "\\\\").replace("'", "''").replace("\r", "\\r") + "'";
    }

    /** The same in single quotes, where double ones would be a name. */
    static String single(String text) {
        boolean escaped = text.indexOf('\r') >= 0;
        String quoted = "'" + text.replace("'", "''") + "'";
        return escaped ? "E" + quoted.replace("\\", "\\\\").replace("\r", "\\r") : quoted;
    }

    /** The text between dollars with a tag that it does not hold. */
    static String dollars(String text) {
        String tag = "$$";
        for (int i = 0; (text + tag).indexOf(tag) < text.length(); i++) {
            tag = "$sql" + (i == 0 ? "" : i) + "$";
        }
        return tag + text + tag;
    }

    /** What is written on two lines means the same whichever line ends the checkout has. */
    static String withLineFeeds(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n");
    }

    /** Text that {@link #withLineFeeds} gives back, for the rare literal that does hold a CR in front of a LF. */
    static String keepingCarriageReturns(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\r\r\n");
    }

    /** Inside {@code E'…'}: {@code ''} and PostgreSQL's backslash sequences. */
    private static String unescape(Cursor cursor, Token token, String body) {
        StringBuilder value = new StringBuilder(body.length());
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '\'') {
                i++;
                value.append(c);
            } else if (c != '\\') {
                value.append(c);
            } else {
                i++;
                char escaped = body.charAt(i);
                switch (escaped) {
                    case 'n' -> value.append('\n');
                    case 'r' -> value.append('\r');
                    case 't' -> value.append('\t');
                    case 'b' -> value.append('\b');
                    case 'f' -> value.append('\f');
                    case '\\', '\'', '"' -> value.append(escaped);
                    default ->
                        throw cursor.error(
                                token,
                                "the sequence \\" + escaped + " is not supported here",
                                "write the character itself");
                }
            }
        }
        return value.toString();
    }
}
