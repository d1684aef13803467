package io.qail.schema;

import java.util.List;

/**
 * A foreign key.
 *
 * @param targetColumns the referenced columns, never left out
 * @param onDeleteColumns those that {@code SET NULL} and {@code SET DEFAULT} are about (PostgreSQL 15); empty for all
 * @param matchFull {@code MATCH FULL}: a composite key is null as a whole or not at all
 * @param period the last columns are ranges: that of a row has to be covered by those of the rows that it references
 *     (PostgreSQL 18)
 */
public record ForeignKey(
        String name,
        List<String> columns,
        ObjectName target,
        List<String> targetColumns,
        ReferentialAction onDelete,
        ReferentialAction onUpdate,
        boolean matchFull,
        Deferrability deferrability,
        List<String> onDeleteColumns,
        boolean period)
        implements Constraint {

    /** A foreign key whose {@code ON DELETE} is about all of its columns. */
    public ForeignKey(
            String name,
            List<String> columns,
            ObjectName target,
            List<String> targetColumns,
            ReferentialAction onDelete,
            ReferentialAction onUpdate,
            boolean matchFull,
            Deferrability deferrability) {
        this(name, columns, target, targetColumns, onDelete, onUpdate, matchFull, deferrability, List.of(), false);
    }

    public ForeignKey {
        columns = List.copyOf(columns);
        targetColumns = List.copyOf(targetColumns);
        onDeleteColumns = List.copyOf(onDeleteColumns);
    }

    @Override
    public ForeignKey withName(String other) {
        return new ForeignKey(
                other,
                columns,
                target,
                targetColumns,
                onDelete,
                onUpdate,
                matchFull,
                deferrability,
                onDeleteColumns,
                period);
    }

    @Override
    public ForeignKey withColumnRenamed(String from, String to) {
        return new ForeignKey(
                name,
                ColumnList.renamed(columns, from, to),
                target,
                targetColumns,
                onDelete,
                onUpdate,
                matchFull,
                deferrability,
                ColumnList.renamed(onDeleteColumns, from, to),
                period);
    }

    /** The same key after its target table, or a column of that table, got another name. */
    public ForeignKey withTarget(ObjectName newTarget, List<String> newTargetColumns) {
        return new ForeignKey(
                name,
                columns,
                newTarget,
                newTargetColumns,
                onDelete,
                onUpdate,
                matchFull,
                deferrability,
                onDeleteColumns,
                period);
    }

    @Override
    public String definition() {
        StringBuilder sql = new StringBuilder("FOREIGN KEY ").append(list(columns));
        sql.append(" REFERENCES ").append(target.sql()).append(list(targetColumns));
        if (matchFull) {
            sql.append(" MATCH FULL");
        }
        if (onUpdate != ReferentialAction.NO_ACTION) {
            sql.append(" ON UPDATE ").append(onUpdate.sql());
        }
        if (onDelete != ReferentialAction.NO_ACTION) {
            sql.append(" ON DELETE ").append(onDelete.sql());
            if (!onDeleteColumns.isEmpty()) {
                sql.append(' ').append(ColumnList.sql(onDeleteColumns));
            }
        }
        return sql.append(deferrability.sql()).toString();
    }

    private String list(List<String> names) {
        return period ? ColumnList.withPeriod(names) : ColumnList.sql(names);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
