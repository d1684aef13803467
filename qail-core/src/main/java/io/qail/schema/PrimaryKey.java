package io.qail.schema;

import java.util.List;

public record PrimaryKey(String name, List<String> columns, List<String> include, Deferrability deferrability)
        implements Constraint {

    public PrimaryKey {
        columns = List.copyOf(columns);
        include = List.copyOf(include);
    }

    @Override
    public PrimaryKey withName(String other) {
        return new PrimaryKey(other, columns, include, deferrability);
    }

    @Override
    public PrimaryKey withColumnRenamed(String from, String to) {
        return new PrimaryKey(
                name, ColumnList.renamed(columns, from, to), ColumnList.renamed(include, from, to), deferrability);
    }

    @Override
    public String definition() {
        return "PRIMARY KEY " + ColumnList.sql(columns)
                + (include.isEmpty() ? "" : " INCLUDE " + ColumnList.sql(include))
                + deferrability.sql();
    }
}
