package io.qail.schema;

/**
 * The text of a value as the output function of its type writes it. Not a cast: {@code ::text} calls what somebody made by
 * {@code CREATE CAST}, and cuts the padding of domains over {@code char(n)}.
 */
public final class OutputText {

    private OutputText() {}

    /**
     * SQL of the text; null for null.
     *
     * @param value SQL that is cheap to write twice
     */
    public static String of(String value) {
        return "CASE WHEN " + value + " IS DISTINCT FROM NULL THEN pg_catalog.format('%s', " + value + ") END";
    }
}
