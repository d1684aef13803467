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
            "(?<word>(?:password|passwd|pwd|secret|token|api_?key|access_?key)\"?" + GAP + ")(?:" + LITERAL + "|" + BARE
                    + ")",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern OPTION = Pattern.compile("(?i)((?:password|passwd|pwd)=)[^&;\\s'\"]*");

    /** Up to the last {@code @}: a password may hold every other sign. A path has lost one of the two slashes. */
    private static final Pattern AUTHORITY = Pattern.compile("(\\w:/{1,2})[^\\s'\"]*@");

    /** {@code user:password@host}, which the driver takes for the name of a host. */
    private static final Pattern USER_INFO = Pattern.compile("[^\\s/:@'\"]*:[^\\s/'\"]+@");

    private SqlPasswords() {}

    /** Any text with the user and password of every URL in it replaced, and every {@code password=…}. */
    public static String maskedUrls(String text) {
        String options = OPTION.matcher(text).replaceAll("$1***");
        return USER_INFO
                .matcher(AUTHORITY.matcher(options).replaceAll("$1***@"))
                .replaceAll("***@");
    }

    /** The SQL with every literal behind {@code PASSWORD} replaced; an unclosed one to the end. */
    public static String masked(String sql) {
        return AUTHORITY
                .matcher(PASSWORD.matcher(sql).replaceAll("${word}'***'"))
                .replaceAll("$1***@");
    }
}
