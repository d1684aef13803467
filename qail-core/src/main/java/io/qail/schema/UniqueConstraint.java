package io.qail.schema;

import java.util.List;

/**
 * A unique constraint.
 *
 * @param nullsNotDistinct two nulls collide (PostgreSQL 15)
 * @param withoutOverlaps the last column is a range, and rows that are alike in the others have ranges that do not overlap
 *     (PostgreSQL 18)
 */
public record UniqueConstraint(
        String name,
        List<String> columns,
        List<String> include,
        boolean nullsNotDistinct,
        Deferrability deferrability,
        boolean withoutOverlaps)
        implements Constraint {

    /** A key of equal values. */
    public UniqueConstraint(
            String name,
            List<String> columns,
            List<String> include,
            boolean nullsNotDistinct,
            Deferrability deferrability) {
        this(name, columns, include, nullsNotDistinct, deferrability, false);
    }

    public UniqueConstraint {
        columns = List.copyOf(columns);
        include = List.copyOf(include);
    }

    @Override
    public UniqueConstraint withName(String other) {
        return new UniqueConstraint(other, columns, include, nullsNotDistinct, deferrability, withoutOverlaps);
    }

    public UniqueConstraint withInclude(List<String> other) {
        return new UniqueConstraint(name, columns, other, nullsNotDistinct, deferrability, withoutOverlaps);
    }

    public UniqueConstraint withNullsNotDistinct() {
        return new UniqueConstraint(name, columns, include, true, deferrability, withoutOverlaps);
    }

    public UniqueConstraint withDeferrability(Deferrability other) {
        return new UniqueConstraint(name, columns, include, nullsNotDistinct, other, withoutOverlaps);
    }

    @Override
    public UniqueConstraint withColumnRenamed(String from, String to) {
        return new UniqueConstraint(
                name,
                ColumnList.renamed(columns, from, to),
                ColumnList.renamed(include, from, to),
                nullsNotDistinct,
                deferrability,
                withoutOverlaps);
    }

    @Override
    public String definition() {
        return "UNIQUE " + (nullsNotDistinct ? "NULLS NOT DISTINCT " : "")
                + (withoutOverlaps ? ColumnList.withoutOverlaps(columns) : ColumnList.sql(columns))
                + (include.isEmpty() ? "" : " INCLUDE " + ColumnList.sql(include))
                + deferrability.sql();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
