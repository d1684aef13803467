package io.qail.plan;

import io.qail.schema.ForeignKey;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.Schema;
import io.qail.schema.Sequence;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.List;

/** Tables that come and go, and the columns of those that stay. */
final class TableDiff {

    private TableDiff() {}

    static void compare(Comparison comparison, PhasedOperations operations) {
        comparison.to.tables().forEach((name, table) -> {
            Table old = comparison.from.tables().get(name);
            if (old == null) {
                operations.add(Phase.CREATE_TABLE, new CreateTable(withoutForeignKeys(table)));
            } else {
                new ColumnDiff(comparison, operations, old, table).compare();
            }
        });
        comparison.from.tables().forEach((name, table) -> {
            if (!comparison.to.tables().containsKey(name)) {
                operations.add(Phase.DROP_TABLE, drop(comparison, operations, table));
            }
        });
    }

    private static DropTable drop(Comparison comparison, PhasedOperations operations, Table old) {
        ReplacedEnumColumns enums = new ReplacedEnumColumns(comparison, operations);
        Table table = enums.detach(old);
        List<Operation> alongside = new ArrayList<>();
        Schema from = comparison.from;
        from.indexes().values().stream()
                .filter(index -> index.table().equals(table.name()) && !enums.isDropped(index))
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
        return new DropTable(withoutForeignKeys(table), sequences, alongside);
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
