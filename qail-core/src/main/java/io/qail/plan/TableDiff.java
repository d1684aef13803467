package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.Expression;
import io.qail.schema.ForeignKey;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.Schema;
import io.qail.schema.Sequence;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tables that come and go, and the columns of those that stay. */
final class TableDiff {

    private TableDiff() {}

    static void compare(Comparison comparison, PhasedOperations operations) {
        for (Table table : TableOrder.parentsFirst(comparison.to.tables())) {
            Table old = comparison.from.tables().get(table.name());
            if (old == null) {
                operations.add(Phase.CREATE_TABLE, new CreateTable(withoutForeignKeys(table)));
            } else if (isPartition(old) && isPartition(table)) {
                defaults(comparison, operations, old, table);
            } else {
                new ColumnDiff(comparison, operations, old, table).compare();
            }
        }
        List<Table> gone = new ArrayList<>(TableOrder.parentsFirst(comparison.from.tables()));
        Collections.reverse(gone);
        for (Table table : gone) {
            if (!comparison.to.tables().containsKey(table.name())) {
                operations.add(Phase.DROP_TABLE, drop(comparison, operations, table));
            }
        }
    }

    private static boolean isPartition(Table table) {
        return table.options().partitionOf() != null;
    }

    private static boolean withParent(Comparison comparison, Table table) {
        return isPartition(table)
                && table.options().parents().stream()
                        .noneMatch(parent -> comparison.to.tables().containsKey(parent));
    }

    /** A partition has its columns from its parent; what it can have of its own are defaults. */
    private static void defaults(Comparison comparison, PhasedOperations operations, Table from, Table to) {
        List<Column> before = comparison.from.allColumns(from);
        for (Column column : comparison.to.allColumns(to)) {
            Expression wanted = column.defaultValue();
            // What the parent's default becomes, the partition's becomes as well.
            Expression inherited = defaultOf(comparison.to, to, column.name());
            boolean own = to.column(column.name()).isPresent()
                    || from.column(column.name()).isPresent();
            Expression old = before.stream()
                    .filter(other -> other.name().equals(column.name()))
                    .findFirst()
                    .map(Column::defaultValue)
                    .orElse(null);
            boolean overwritten = !Objects.equals(inherited, defaultOf(comparison.from, from, column.name()));
            Expression now = overwritten ? inherited : old;
            if (own && !Objects.equals(now, wanted)) {
                operations.add(Phase.SET_DEFAULT, new SetDefault(to.name(), column.name(), now, wanted));
            }
        }
    }

    private static @Nullable Expression defaultOf(Schema schema, Table partition, String column) {
        return schema.allColumns(partition.withColumns(List.of())).stream()
                .filter(other -> other.name().equals(column))
                .findFirst()
                .map(Column::defaultValue)
                .orElse(null);
    }

    private static DropTable drop(Comparison comparison, PhasedOperations operations, Table old) {
        DetachedColumns detached = new DetachedColumns(comparison, operations);
        Table table = detached.detach(old);
        List<Operation> alongside = new ArrayList<>();
        Schema from = comparison.from;
        from.indexes().values().stream()
                .filter(index -> index.table().equals(table.name()) && !detached.isDropped(index))
                .map(index -> new DropIndex(index, comparison.comment(ObjectAddress.index(index.name()))))
                .forEach(dropped -> alongside.addAll(dropped.inverse()));
        alongside.addAll(Alongside.privileges(from, address -> isOf(table, address)));
        from.comments().forEach((address, text) -> {
            if (table.name().equals(SetComment.tableOf(address)) && isStructure(table, address)) {
                alongside.addAll(SetComment.restoring(List.of(), address, text));
            }
        });
        List<Sequence> sequences = comparison.sequencesGoingWith(table.name(), null);
        sequences.forEach(sequence -> {
            ObjectAddress address = ObjectAddress.of(ObjectKind.SEQUENCE, sequence.name());
            alongside.addAll(SetComment.restoring(List.of(), address, comparison.comment(address)));
        });
        return new DropTable(withoutForeignKeys(table), sequences, alongside, withParent(comparison, table));
    }

    private static boolean isOf(Table table, ObjectAddress address) {
        return address.name().equals(table.name())
                && (address.kind() == ObjectKind.TABLE || address.kind() == ObjectKind.COLUMN);
    }

    /** What goes with the table itself, and by no operation of its own. */
    private static boolean isStructure(Table table, ObjectAddress address) {
        String member = address.member();
        if (member == null) {
            return true;
        }
        return address.kind() == ObjectKind.COLUMN
                ? table.column(member).isPresent()
                : table.constraint(member)
                        .filter(constraint -> !(constraint instanceof ForeignKey))
                        .isPresent();
    }

    private static Table withoutForeignKeys(Table table) {
        return table.withConstraints(table.constraints().stream()
                .filter(constraint -> !(constraint instanceof ForeignKey))
                .toList());
    }
}
