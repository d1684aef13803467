package io.qail.schema;

import java.util.List;

/**
 * A unique constraint.
 *
 * @param nullsNotDistinct two nulls collide (PostgreSQL 15)
 */
public record UniqueConstraint(
        String name, List<String> columns, List<String> include, boolean nullsNotDistinct, Deferrability deferrability)
        implements Constraint {

    public UniqueConstraint {
        columns = List.copyOf(columns);
        include = List.copyOf(include);
    }

    @Override
    public UniqueConstraint withName(String other) {
        return new UniqueConstraint(other, columns, include, nullsNotDistinct, deferrability);
    }

    @Override
    public UniqueConstraint withColumnRenamed(String from, String to) {
        return new UniqueConstraint(
                name,
                ColumnList.renamed(columns, from, to),
                ColumnList.renamed(include, from, to),
                nullsNotDistinct,
                deferrability);
    }

    @Override
    public String definition() {
        return "UNIQUE " + (nullsNotDistinct ? "NULLS NOT DISTINCT " : "") + ColumnList.sql(columns)
                + (include.isEmpty() ? "" : " INCLUDE " + ColumnList.sql(include))
                + deferrability.sql();
    }
}
