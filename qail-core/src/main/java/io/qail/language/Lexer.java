package io.qail.language;

import io.qail.language.Token.Kind;

/**
 * Cuts text into tokens as PostgreSQL's scanner does. Keeps no state: a token is read again by its offset, which makes
 * looking ahead free and 10 MB of text cheap.
 */
final class Lexer {

    private static final String OPERATOR_CHARACTERS = "+-*/<>=~!@#%^&|`?";

    final String text;

    Lexer(String text) {
        this.text = text;
    }

    /** The first token at or behind the offset. */
    Token next(int offset) {
        return next(offset, false);
    }

    /** The same inside a SQL expression, where {@code #} is never a comment. */
    Token nextOfSql(int offset) {
        return next(offset, true);
    }

    private Token next(int offset, boolean sql) {
        int i = offset;
        boolean firstOfLine = offset == 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                firstOfLine = true;
                i++;
            } else if (c == ' ' || c == '\t' || c == '\f' || c == '\u000B') {
                i++;
            } else if (startsComment(i, sql, firstOfLine)) {
                int end = endOfComment(i);
                firstOfLine |= c == '/' && text.substring(i, end).indexOf('\n') >= 0;
                i = end;
            } else {
                return token(c, i, firstOfLine);
            }
        }
        return new Token(Kind.END, i, i, true);
    }

    private boolean startsComment(int i, boolean sql, boolean firstOfLine) {
        return text.startsWith("--", i) || text.startsWith("/*", i) || (!sql && firstOfLine && text.charAt(i) == '#');
    }

    /** The offset behind the comment that starts there. */
    int endOfComment(int start) {
        return text.charAt(start) == '/' ? endOfBlockComment(start) : endOfLine(start);
    }

    private Token token(char c, int start, boolean first) {
        if (c == '"') {
            return new Token(Kind.QUOTED, start, endOfQuoted(start, start, c, false), first);
        }
        if (c == '\'') {
            return new Token(Kind.STRING, start, endOfQuoted(start, start, c, false), first);
        }
        if ((c == 'e' || c == 'E') && text.startsWith("'", start + 1)) {
            return new Token(Kind.STRING, start, endOfQuoted(start, start + 1, '\'', true), first);
        }
        if (isWordStart(c)) {
            return new Token(Kind.WORD, start, endOfWord(start), first);
        }
        if (isDigit(c) || (c == '.' && start + 1 < text.length() && isDigit(text.charAt(start + 1)))) {
            return new Token(Kind.NUMBER, start, endOfNumber(start), first);
        }
        if (c == '$') {
            int body = endOfDollarTag(start);
            return body < 0 ? punctuation(start, 1, first) : dollarBody(start, body, first);
        }
        if (OPERATOR_CHARACTERS.indexOf(c) >= 0) {
            return new Token(Kind.OPERATOR, start, endOfOperator(start), first);
        }
        if (c == 0) {
            throw new SyntaxError(start, "the text holds a NUL character, which PostgreSQL cannot store", null);
        }
        return punctuation(start, text.startsWith("::", start) ? 2 : 1, first);
    }

    private static Token punctuation(int start, int length, boolean first) {
        return new Token(Kind.PUNCTUATION, start, start + length, first);
    }

    private int endOfQuoted(int start, int quote, char delimiter, boolean backslashes) {
        for (int i = quote + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (backslashes && c == '\\') {
                i++;
            } else if (c == delimiter) {
                if (i + 1 == text.length() || text.charAt(i + 1) != delimiter) {
                    return i + 1;
                }
                i++;
            }
        }
        throw new SyntaxError(start, "this quote is never closed", "add the closing " + delimiter, true);
    }

    private Token dollarBody(int start, int body, boolean first) {
        String tag = text.substring(start, body);
        int end = text.indexOf(tag, body);
        if (end < 0) {
            throw new SyntaxError(start, "the text that " + tag + " opens is never closed", "add " + tag, true);
        }
        return new Token(Kind.DOLLAR, start, end + tag.length(), first);
    }

    /** The offset behind {@code $tag$}, or -1 when the dollar opens none. */
    private int endOfDollarTag(int start) {
        int i = start + 1;
        // A tag is a name, and PostgreSQL's names end at 63 bytes; the bound keeps "$a$a$a…" linear.
        while (i < text.length() && i - start <= 64 && text.charAt(i) != '$') {
            char c = text.charAt(i);
            if (!(isWordStart(c) || (isDigit(c) && i > start + 1))) {
                return -1;
            }
            i++;
        }
        return i < text.length() && text.charAt(i) == '$' ? i + 1 : -1;
    }

    private int endOfWord(int start) {
        int i = start + 1;
        while (i < text.length() && (isWordStart(text.charAt(i)) || isDigit(text.charAt(i)) || text.charAt(i) == '$')) {
            i++;
        }
        return i;
    }

    private int endOfNumber(int start) {
        int i = start;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean sign = (c == '+' || c == '-') && i > start && "eE".indexOf(text.charAt(i - 1)) >= 0;
            if (!(isDigit(c) || isWordStart(c) || c == '.' || sign)) {
                break;
            }
            i++;
        }
        return i;
    }

    private int endOfOperator(int start) {
        int i = start;
        while (i < text.length()
                && OPERATOR_CHARACTERS.indexOf(text.charAt(i)) >= 0
                && !text.startsWith("--", i)
                && !text.startsWith("/*", i)) {
            i++;
        }
        return i;
    }

    private int endOfLine(int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    /** Block comments nest in PostgreSQL. */
    private int endOfBlockComment(int start) {
        int depth = 0;
        for (int i = start; i < text.length(); i++) {
            if (text.startsWith("/*", i)) {
                depth++;
                i++;
            } else if (text.startsWith("*/", i)) {
                i++;
                if (--depth == 0) {
                    return i + 1;
                }
            }
        }
        throw new SyntaxError(start, "this comment is never closed", "add */", true);
    }

    static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
