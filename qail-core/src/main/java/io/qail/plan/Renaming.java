package io.qail.plan;

import io.qail.schema.ForeignKey;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Sequence;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Renames as PostgreSQL does them, on a schema: what belongs to the renamed object or points at it follows. */
final class Renaming {

    private Renaming() {}

    /** The schema after a {@link Statement.RenameTable} or {@link Statement.RenameColumn} of something that it holds. */
    static Schema apply(Schema schema, Statement rename) {
        if (rename instanceof Statement.RenameTable table) {
            return table(schema, table.from(), table.to());
        }
        if (rename instanceof Statement.RenameColumn column) {
            return column(schema, column.table(), column.from(), column.to());
        }
        throw new IllegalArgumentException("not a rename: " + rename);
    }

    static Operation operation(Statement rename) {
        if (rename instanceof Statement.RenameTable table) {
            return new RenameTable(table.from(), table.to());
        }
        if (rename instanceof Statement.RenameColumn column) {
            return new RenameColumn(column.table(), column.from(), column.to());
        }
        throw new IllegalArgumentException("not a rename: " + rename);
    }

    /** The renames that lead back, in the order in which they have to be done. */
    static List<Statement> inverse(List<Statement> renames) {
        List<Statement> back = new ArrayList<>();
        for (int i = renames.size() - 1; i >= 0; i--) {
            Statement rename = renames.get(i);
            if (rename instanceof Statement.RenameTable table) {
                back.add(new Statement.RenameTable(table.position(), table.to(), table.from()));
            } else if (rename instanceof Statement.RenameColumn column) {
                back.add(new Statement.RenameColumn(column.position(), column.table(), column.to(), column.from()));
            }
        }
        return List.copyOf(back);
    }

    private static Schema table(Schema schema, ObjectName from, ObjectName to) {
        SchemaBuilder builder = schema.toBuilder();
        Table renamed = Objects.requireNonNull(builder.tables.remove(from), () -> "no table " + from);
        builder.tables.put(to, renamed.withName(to));
        builder.tables.replaceAll(
                (name, table) -> retarget(table, from, key -> key.withTarget(to, key.targetColumns())));
        builder.indexes.replaceAll((name, index) -> index.table().equals(from) ? index.withTable(to) : index);
        builder.sequences.replaceAll((name, sequence) -> {
            Sequence.Owner owner = sequence.owner();
            return owner != null && owner.table().equals(from)
                    ? sequence.withOwner(new Sequence.Owner(to, owner.column()))
                    : sequence;
        });
        RenamedTable.in(schema, from, to).apply(builder);
        return builder.build();
    }

    private static Schema column(Schema schema, ObjectName table, String from, String to) {
        SchemaBuilder builder = schema.toBuilder();
        ColumnRenaming renaming = new ColumnRenaming(table.name(), from, to);
        builder.tables.computeIfPresent(table, (name, old) -> renaming.apply(old));
        builder.tables.replaceAll((name, other) -> retarget(
                other,
                table,
                key -> key.withTarget(
                        table,
                        key.targetColumns().stream()
                                .map(column -> column.equals(from) ? to : column)
                                .toList())));
        builder.indexes.replaceAll((name, index) -> index.table().equals(table) ? renaming.apply(index) : index);
        builder.sequences.replaceAll((name, sequence) -> {
            Sequence.Owner owner = sequence.owner();
            return owner != null
                            && owner.table().equals(table)
                            && owner.column().equals(from)
                    ? sequence.withOwner(new Sequence.Owner(table, to))
                    : sequence;
        });
        new RenamedColumn(table, from, to).apply(builder);
        return builder.build();
    }

    private static Table retarget(Table table, ObjectName target, UnaryOperator<ForeignKey> change) {
        return table.withConstraints(table.constraints().stream()
                .map(constraint ->
                        constraint instanceof ForeignKey key && key.target().equals(target)
                                ? change.apply(key)
                                : constraint)
                .toList());
    }
}
