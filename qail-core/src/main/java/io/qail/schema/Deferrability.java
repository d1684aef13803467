package io.qail.schema;

/** When a constraint is checked. */
public enum Deferrability {
    NOT_DEFERRABLE(""),
    DEFERRABLE(" DEFERRABLE"),
    INITIALLY_DEFERRED(" DEFERRABLE INITIALLY DEFERRED");

    private final String sql;

    Deferrability(String sql) {
        this.sql = sql;
    }

    /** The clause with a blank in front; empty for the default. */
    public String sql() {
        return sql;
    }
}
