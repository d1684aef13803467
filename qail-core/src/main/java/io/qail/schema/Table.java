package io.qail.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A table.
 *
 * @param columns its own, in the order of the file or of the catalog; the order has no meaning in a comparison. A partition
 *     and a table that inherits have those of their parents besides, see {@link Schema#allColumns}; a partition names a
 *     column only to give it another default
 * @param constraints its own, in the order of their names
 */
public record Table(ObjectName name, List<Column> columns, List<Constraint> constraints, TableOptions options) {

    public Table {
        columns = List.copyOf(columns);
        constraints = constraints.stream()
                .sorted(Comparator.comparing(Constraint::name))
                .toList();
    }

    /** An ordinary table. */
    public Table(ObjectName name, List<Column> columns, List<Constraint> constraints) {
        this(name, columns, constraints, TableOptions.NONE);
    }

    public Optional<Column> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst();
    }

    public Optional<Constraint> constraint(String constraintName) {
        return constraints.stream()
                .filter(constraint -> constraint.name().equals(constraintName))
                .findFirst();
    }

    public Optional<PrimaryKey> primaryKey() {
        return constraints.stream()
                .filter(PrimaryKey.class::isInstance)
                .map(PrimaryKey.class::cast)
                .findFirst();
    }

    public Table withName(ObjectName other) {
        return new Table(other, columns, constraints, options);
    }

    public Table withColumns(List<Column> other) {
        return new Table(name, other, constraints, options);
    }

    public Table withConstraints(List<Constraint> other) {
        return new Table(name, columns, other, options);
    }

    public Table withOptions(TableOptions other) {
        return new Table(name, columns, constraints, other);
    }

    public Table withColumn(Column added) {
        List<Column> more = new ArrayList<>(columns);
        more.add(added);
        return withColumns(more);
    }

    public Table withoutColumn(String columnName) {
        return withColumns(columns.stream()
                .filter(column -> !column.name().equals(columnName))
                .toList());
    }

    /** The table with that column replaced by what the function makes of it. */
    public Table changingColumn(String columnName, UnaryOperator<Column> change) {
        return withColumns(columns.stream()
                .map(column -> column.name().equals(columnName) ? change.apply(column) : column)
                .toList());
    }

    public Table withConstraint(Constraint added) {
        List<Constraint> more = new ArrayList<>(constraints);
        more.add(added);
        return withConstraints(more);
    }

    public Table withoutConstraint(String constraintName) {
        return withConstraints(constraints.stream()
                .filter(constraint -> !constraint.name().equals(constraintName))
                .toList());
    }
}
