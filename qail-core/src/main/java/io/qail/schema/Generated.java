package io.qail.schema;

/**
 * {@code GENERATED ALWAYS AS (expression)}.
 *
 * @param stored false for a virtual column (PostgreSQL 18)
 */
public record Generated(Expression expression, boolean stored) {

    public String sql() {
        return "GENERATED ALWAYS AS (" + expression + ") " + (stored ? "STORED" : "VIRTUAL");
    }
}
