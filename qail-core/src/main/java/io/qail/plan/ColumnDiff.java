package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.Generated;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Sequence;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The columns of a table that both schemas have. */
final class ColumnDiff {

    private final Comparison comparison;
    private final PhasedOperations operations;
    private final Table from;
    private final Table to;
    private final ObjectName table;
    private final ColumnChanges changes;

    ColumnDiff(Comparison comparison, PhasedOperations operations, Table from, Table to) {
        this.comparison = comparison;
        this.operations = operations;
        this.from = from;
        this.to = to;
        this.table = from.name();
        this.changes = comparison.changes(table);
    }

    void compare() {
        for (Column column : to.columns()) {
            Optional<Column> old = from.column(column.name());
            if (old.isEmpty()) {
                add(column);
            } else if (changes.rebuilt().contains(column.name())) {
                operations.add(Phase.DROP_GENERATED, drop(old.get()));
                rebuild(old.get(), column);
            } else if (!old.get().equals(column)
                    || changes.retyped().contains(column.name())
                    || comparison.lostRoutines().areIn(column.defaultValue())) {
                new ColumnAlteration(comparison, operations, from, old.get(), column).add();
            }
        }
        for (Column column : from.columns()) {
            if (to.column(column.name()).isEmpty()) {
                operations.add(dropPhase(column), drop(column));
            }
        }
    }

    private Phase dropPhase(Column column) {
        if (column.generated() == null) {
            return isIn(comparison.to.allColumns(to), column) ? Phase.DROP_FOR_PARENT : Phase.DROP_COLUMN;
        }
        boolean inTheWay = ColumnUse.inExpression(column, changes.retyped())
                || comparison.remadeRoutines().areUsedBy(column);
        return inTheWay ? Phase.DROP_GENERATED : Phase.DROP_GENERATED_COLUMN;
    }

    private DropColumn drop(Column column) {
        List<Sequence> sequences = comparison.sequencesGoingWith(table, column.name());
        List<Operation> alongside = new ArrayList<>();
        ObjectAddress address = ObjectAddress.column(table, column.name());
        alongside.addAll(Alongside.privileges(comparison.from, address::equals));
        alongside.addAll(SetComment.restoring(List.of(), address, comparison.comment(address)));
        sequences.forEach(sequence -> {
            ObjectAddress name = ObjectAddress.of(ObjectKind.SEQUENCE, sequence.name());
            alongside.addAll(SetComment.restoring(List.of(), name, comparison.comment(name)));
        });
        Column now = new DetachedColumns(comparison, operations).detach(table, column);
        return new DropColumn(table, now, sequences, alongside);
    }

    private void add(Column column) {
        boolean filled = comparison.transform(table, column.name()).isPresent();
        boolean sqlMayFill = column.notNull()
                && column.defaultValue() == null
                && column.identity() == null
                && comparison.steps.stream().anyMatch(Statement.RawSql.class::isInstance);
        if (column.generated() != null) {
            operations.add(Phase.ADD_GENERATED, new AddColumn(table, column));
        } else if (filled || sqlMayFill) {
            addBare(column);
        } else {
            boolean inherited = isIn(comparison.from.allColumns(from), column);
            operations.add(inherited ? Phase.ADD_AFTER_PARENT : Phase.ADD_COLUMN, new AddColumn(table, column));
        }
    }

    /** Of columns with those of the parents: whether one of that name is among them. */
    private static boolean isIn(List<Column> columns, Column column) {
        return columns.stream().anyMatch(other -> other.name().equals(column.name()));
    }

    /** The column without what its values have to meet, which follows when they are there. */
    private void addBare(Column column) {
        Column bare = column.withNotNull(false).withDefault(null).withIdentity(null);
        operations.add(Phase.ADD_COLUMN, new AddColumn(table, bare));
        new ColumnAlteration(comparison, operations, from, bare, column).add();
    }

    private void rebuild(Column old, Column column) {
        if (column.generated() != null) {
            operations.add(Phase.ADD_GENERATED, new AddColumn(table, column));
            return;
        }
        addBare(column);
        Generated computed = Objects.requireNonNull(old.generated());
        operations.add(
                Phase.STEP, new TransformColumn(table, column.name(), column.type(), computed.expression(), false));
    }
}
