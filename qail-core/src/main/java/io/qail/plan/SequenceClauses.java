package io.qail.plan;

import io.qail.schema.SequenceOptions;

/** The clauses of ALTER SEQUENCE and of ALTER COLUMN … SET for an identity column. */
final class SequenceClauses {

    private SequenceClauses() {}

    /**
     * Each changed option with its new value.
     *
     * @param prefix what stands before each clause
     * @param sameType false when the type changes too: PostgreSQL then moves bounds that are the old type's, so both are
     *     said
     */
    static String changes(SequenceOptions from, SequenceOptions to, String prefix, boolean sameType) {
        StringBuilder sql = new StringBuilder();
        if (from.increment() != to.increment()) {
            sql.append(prefix).append("INCREMENT BY ").append(to.increment());
        }
        if (from.minValue() != to.minValue() || !sameType) {
            sql.append(prefix).append("MINVALUE ").append(to.minValue());
        }
        if (from.maxValue() != to.maxValue() || !sameType) {
            sql.append(prefix).append("MAXVALUE ").append(to.maxValue());
        }
        if (from.start() != to.start()) {
            sql.append(prefix).append("START WITH ").append(to.start());
        }
        if (from.cache() != to.cache()) {
            sql.append(prefix).append("CACHE ").append(to.cache());
        }
        if (from.cycle() != to.cycle()) {
            sql.append(prefix).append(to.cycle() ? "CYCLE" : "NO CYCLE");
        }
        if (from.maxValue() < to.minValue() || to.maxValue() < from.minValue()) {
            // No position of before lies within the new bounds, and PostgreSQL refuses one outside.
            sql.append(prefix).append("RESTART");
        }
        return sql.toString();
    }
}
