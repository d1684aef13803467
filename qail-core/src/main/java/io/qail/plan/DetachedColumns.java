package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.EnumType;
import io.qail.schema.ForeignKey;
import io.qail.schema.Index;
import io.qail.schema.ObjectName;
import io.qail.schema.Table;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Columns that go while their enum is replaced, or a function that they call is made anew. They keep the old type, under the
 * name that it has meanwhile; what spells that type's name, or calls that function, goes before, so that it can come back after
 * the name or the function did.
 */
final class DetachedColumns {

    private final Comparison comparison;
    private final PhasedOperations operations;
    private final Set<ObjectName> droppedIndexes = new HashSet<>();

    DetachedColumns(Comparison comparison, PhasedOperations operations) {
        this.comparison = comparison;
        this.operations = operations;
    }

    /** The column as it is when it goes. */
    Column detach(ObjectName table, Column column) {
        ObjectName name = column.type().userDefined();
        EnumType meanwhile = name == null ? null : comparison.replacedEnums().get(name);
        Column left = meanwhile == null ? column : column.withType(column.type().withName(meanwhile.name()));
        if (column.defaultValue() == null
                || (meanwhile == null && !comparison.remadeRoutines().areIn(column.defaultValue()))) {
            return left;
        }
        operations.add(Phase.RELAX_COLUMN, new SetDefault(table, column.name(), column.defaultValue(), null));
        return left.withDefault(null);
    }

    /** The table as it is when it goes. */
    Table detach(Table table) {
        Set<String> columns = new TreeSet<>();
        Set<String> generated = new TreeSet<>();
        for (Column column : table.columns()) {
            ObjectName name = column.type().userDefined();
            if (name != null && comparison.replacedEnums().containsKey(name)) {
                columns.add(column.name());
            }
        }
        for (Column column : table.columns()) {
            if (column.generated() != null
                    && (columns.contains(column.name())
                            || ColumnUse.inExpression(column, columns)
                            || comparison.remadeRoutines().areUsedBy(column))) {
                generated.add(column.name());
            }
        }
        Table left = table;
        Set<Operation> drops = new LinkedHashSet<>(Dependents.drops(comparison.from, table.name(), generated, false));
        drops.addAll(Dependents.drops(comparison.from, table.name(), columns, true));
        drops.addAll(Dependents.callers(comparison.from, table, comparison.remadeRoutines()));
        for (Operation drop : drops) {
            if (drop instanceof DropConstraint constraint && constraint.constraint() instanceof ForeignKey) {
                continue;
            }
            operations.add(Phase.DROP_CONSTRAINT, drop);
            if (drop instanceof DropConstraint constraint) {
                left = left.withoutConstraint(constraint.constraint().name());
            } else if (drop instanceof DropIndex index) {
                droppedIndexes.add(index.index().name());
            }
        }
        for (Column column : table.columns()) {
            if (generated.contains(column.name())) {
                operations.add(Phase.DROP_GENERATED, new DropColumn(table.name(), column, List.of(), List.of()));
                left = left.withoutColumn(column.name());
            }
        }
        return left.withColumns(left.columns().stream()
                .map(column -> detach(table.name(), column))
                .toList());
    }

    /** Whether the index went with what a table was detached from. */
    boolean isDropped(Index index) {
        return droppedIndexes.contains(index.name());
    }
}
