package io.qail.catalog;

/** Finds its way through SQL that PostgreSQL printed: literals, quoted names and parentheses, no comments. */
final class SqlText {

    private SqlText() {}

    /** The expression without parentheses around the whole. */
    static String withoutOuterParentheses(String sql) {
        String text = sql.strip();
        while (text.startsWith("(") && skip(text, 0) == text.length()) {
            text = text.substring(1, text.length() - 1).strip();
        }
        return text;
    }

    /** Where the text next stands outside literals, quoted names and parentheses, or -1. */
    static int indexOf(String sql, String sought, int from) {
        for (int i = from; i < sql.length(); i = skip(sql, i)) {
            if (sql.startsWith(sought, i)) {
                return i;
            }
        }
        return -1;
    }

    /** The place behind the character, literal, quoted name or parenthesised text at that place. */
    static int skip(String sql, int at) {
        char c = sql.charAt(at);
        if (c == '"') {
            return closing(sql, at, '"', false);
        }
        if (c == '\'') {
            return closing(sql, at, '\'', at > 0 && sql.charAt(at - 1) == 'E');
        }
        if (c != '(') {
            return at + 1;
        }
        int depth = 0;
        int i = at;
        while (i < sql.length()) {
            char inside = sql.charAt(i);
            if (inside == '"' || inside == '\'') {
                i = skip(sql, i);
                continue;
            }
            depth += inside == '(' ? 1 : inside == ')' ? -1 : 0;
            i++;
            if (depth == 0) {
                return i;
            }
        }
        return i;
    }

    private static int closing(String sql, int at, char quote, boolean escapes) {
        int i = at + 1;
        while (i < sql.length()) {
            if (escapes && sql.charAt(i) == '\\') {
                i += 2;
            } else if (sql.charAt(i) != quote) {
                i++;
            } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        return sql.length();
    }
}
