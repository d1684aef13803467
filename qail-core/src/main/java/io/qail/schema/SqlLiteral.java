package io.qail.schema;

/** A string as a SQL literal. */
public final class SqlLiteral {

    private SqlLiteral() {}

    /** The text as a literal that means the same whatever {@code standard_conforming_strings} says. */
    public static String quote(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
    }
}
