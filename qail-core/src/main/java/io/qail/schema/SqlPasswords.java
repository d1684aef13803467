package io.qail.schema;

import java.util.regex.Pattern;

/** Takes passwords out of SQL that people get to see: in an impact, a log, an error. */
public final class SqlPasswords {

    /** What may stand between the word and the literal. */
    private static final String GAP = "(?:\\s|=|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/)*";

    /** Quotes that are doubled because the SQL stands in a string come first: read as one literal they would be empty. */
    private static final String LITERAL =
            "(?:'{2,}[^']*'{2,}|[eE]'(?:[^'\\\\]|''|\\\\.)*(?:'|$)|(?:[uU]&)?'(?:[^']|'')*(?:'|$)"
                    + "|\\$(?<tag>\\w*)\\$.*?(?:\\$\\k<tag>\\$|$))";

    /** In a connection string. */
    private static final String BARE = "(?<==)[^\\s'\"$]+";

    private static final Pattern PASSWORD = Pattern.compile(
            "(?<word>password\"?" + GAP + ")(?:" + LITERAL + "|" + BARE + ")",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private SqlPasswords() {}

    /** The SQL with every literal behind {@code PASSWORD} replaced; an unclosed one to the end. */
    public static String masked(String sql) {
        return PASSWORD.matcher(sql).replaceAll("${word}'***'");
    }
}
