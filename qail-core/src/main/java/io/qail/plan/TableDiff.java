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
                operations.add(Phase.DROP_TABLE, drop(comparison, table));
            }
        });
    }

    private static DropTable drop(Comparison comparison, Table table) {
        List<Operation> alongside = new ArrayList<>();
        Schema from = comparison.from;
        from.indexes().values().stream()
                .filter(index -> index.table().equals(table.name()))
                .map(index -> new DropIndex(index, comparison.comment(ObjectAddress.index(index.name()))))
                .forEach(dropped -> alongside.addAll(dropped.inverse()));
        from.comments().forEach((address, text) -> {
            boolean foreignKey = address.kind() == ObjectKind.CONSTRAINT
                    && address.member() != null
                    && table.constraint(address.member())
                            .filter(ForeignKey.class::isInstance)
                            .isPresent();
            if (table.name().equals(SetComment.tableOf(address)) && !foreignKey) {
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

    private static Table withoutForeignKeys(Table table) {
        return table.withConstraints(table.constraints().stream()
                .filter(constraint -> !(constraint instanceof ForeignKey))
                .toList());
    }
}
