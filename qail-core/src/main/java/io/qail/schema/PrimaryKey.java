package io.qail.schema;

import java.util.List;

/**
 * A primary key.
 *
 * @param withoutOverlaps the last column is a range, and rows that are alike in the others have ranges that do not overlap
 *     (PostgreSQL 18)
 */
public record PrimaryKey(
        String name, List<String> columns, List<String> include, Deferrability deferrability, boolean withoutOverlaps)
        implements Constraint {

    /** A key of equal values. */
    public PrimaryKey(String name, List<String> columns, List<String> include, Deferrability deferrability) {
        this(name, columns, include, deferrability, false);
    }

    public PrimaryKey {
        columns = List.copyOf(columns);
        include = List.copyOf(include);
    }

    @Override
    public PrimaryKey withName(String other) {
        return new PrimaryKey(other, columns, include, deferrability, withoutOverlaps);
    }

    public PrimaryKey withInclude(List<String> other) {
        return new PrimaryKey(name, columns, other, deferrability, withoutOverlaps);
    }

    public PrimaryKey withDeferrability(Deferrability other) {
        return new PrimaryKey(name, columns, include, other, withoutOverlaps);
    }

    @Override
    public PrimaryKey withColumnRenamed(String from, String to) {
        return new PrimaryKey(
                name,
                ColumnList.renamed(columns, from, to),
                ColumnList.renamed(include, from, to),
                deferrability,
                withoutOverlaps);
    }

    @Override
    public String definition() {
        return "PRIMARY KEY " + (withoutOverlaps ? ColumnList.withoutOverlaps(columns) : ColumnList.sql(columns))
                + (include.isEmpty() ? "" : " INCLUDE " + ColumnList.sql(include))
                + deferrability.sql();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
