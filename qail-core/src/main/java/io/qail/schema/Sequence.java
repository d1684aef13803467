package io.qail.schema;

import org.jspecify.annotations.Nullable;

/**
 * A sequence of its own or of a {@code serial} column; the sequence of an identity column is part of the column.
 *
 * @param type {@code smallint}, {@code integer} or {@code bigint}
 * @param owner the column whose drop takes the sequence along, or null
 */
public record Sequence(
        ObjectName name,
        String type,
        SequenceOptions options,
        @Nullable Owner owner) {

    public record Owner(ObjectName table, String column) {

        public String sql() {
            return table.sql() + "." + Identifier.quote(column);
        }
    }

    public Sequence withOwner(@Nullable Owner other) {
        return new Sequence(name, type, options, other);
    }

    /** The statement that makes it, without its owner, whose table may not exist yet. */
    public String sql() {
        String sql = options.sql(type);
        return "CREATE SEQUENCE " + name.sql() + (type.equals("bigint") ? "" : " AS " + type)
                + (sql.isEmpty() ? "" : " " + sql);
    }
}
