package io.qail.schema;

/**
 * {@code GENERATED … AS IDENTITY}.
 *
 * @param always whether PostgreSQL refuses values given by an INSERT without OVERRIDING SYSTEM VALUE
 */
public record Identity(boolean always, SequenceOptions options) {

    /** The clause as SQL for a column of that type. */
    public String sql(String columnType) {
        String sql = options.sql(columnType);
        return "GENERATED " + (always ? "ALWAYS" : "BY DEFAULT") + " AS IDENTITY"
                + (sql.isEmpty() ? "" : " (" + sql + ")");
    }
}
