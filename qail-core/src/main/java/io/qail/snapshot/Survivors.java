package io.qail.snapshot;

import io.qail.impact.LiveRisks;
import io.qail.plan.Plan;
import io.qail.plan.RenameColumn;
import io.qail.plan.RenameTable;
import io.qail.plan.RetypedColumns;
import io.qail.schema.Column;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Table;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns of a table whose values a plan leaves alone, whatever it calls them afterwards. */
final class Survivors {

    private Survivors() {}

    /** By their names before the plan, in the order of the table. */
    static Set<String> of(LiveRisks live, ObjectName table) {
        return live.knownParent(table)
                .map(parent -> ofUnknown(live, table, parent))
                .orElseGet(() -> ofKnown(live, table));
    }

    /**
     * The columns of which every value is found again by what the plan's type changes make of it.
     *
     * @param restored the column that is to come back, which no row is found by
     */
    static Set<String> mapped(LiveRisks live, ObjectName table, String restored) {
        Set<String> mapped = new LinkedHashSet<>();
        if (live.knownParent(table).isEmpty()) {
            RetypedColumns.of(live.plan(), table).forEach((column, changes) -> {
                if (!column.equals(restored) && RetypedColumns.isMappable(changes)) {
                    mapped.add(column);
                }
            });
        }
        return mapped;
    }

    /** Of a table that no script has made, only what it inherits can change. */
    private static Set<String> ofUnknown(LiveRisks live, ObjectName table, ObjectName parent) {
        Set<String> survivors = columns(live.plan().from(), table);
        Set<String> touched = columns(live.plan().from(), parent);
        touched.removeAll(of(live, parent));
        touched.addAll(live.columnsAtRisk(table));
        survivors.removeAll(touched);
        return survivors;
    }

    private static Set<String> columns(Schema schema, ObjectName table) {
        Set<String> columns = new LinkedHashSet<>();
        Table found = schema.tables().get(table);
        if (found != null) {
            schema.allColumns(found).forEach(column -> columns.add(column.name()));
        }
        return columns;
    }

    private static Set<String> ofKnown(LiveRisks live, ObjectName table) {
        Plan plan = live.plan();
        Set<String> survivors = new LinkedHashSet<>();
        Table before = plan.from().tables().get(table);
        if (before == null) {
            return survivors;
        }
        ObjectName name = table;
        Map<String, String> columns = new LinkedHashMap<>();
        before.columns().forEach(column -> columns.put(column.name(), column.name()));
        for (var operation : plan.operations()) {
            if (operation instanceof RenameTable rename && rename.table().equals(name)) {
                name = rename.to();
            } else if (operation instanceof RenameColumn rename
                    && rename.table().equals(name)) {
                columns.replaceAll((old, now) -> now.equals(rename.column()) ? rename.to() : now);
            }
        }
        Table after = plan.to().tables().get(name);
        if (after == null) {
            return survivors;
        }
        for (Column column : before.columns()) {
            String now = columns.getOrDefault(column.name(), column.name());
            Column then = plan.to().allColumns(after).stream()
                    .filter(other -> other.name().equals(now))
                    .findFirst()
                    .orElse(null);
            if (isSame(column, then) && !live.columnsAtRisk(table).contains(column.name())) {
                survivors.add(column.name());
            }
        }
        return survivors;
    }

    /** The type counts, not only the risk: a value that nothing is lost of can still get another text. */
    private static boolean isSame(Column column, @Nullable Column then) {
        return then != null
                && column.type().equals(then.type())
                && column.generated() == null
                && then.generated() == null;
    }
}
