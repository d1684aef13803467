package io.qail.plan;

import io.qail.schema.ObjectName;
import io.qail.schema.Table;
import io.qail.schema.TableOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What tables that both schemas have are besides columns and constraints. Partitions are moved by {@link PartitionMoves}. */
final class TableOptionsDiff {

    private TableOptionsDiff() {}

    static void compare(Comparison comparison, PhasedOperations operations) {
        List<Table> targetsFirst = TableOrder.targetsFirst(comparison.to.tables());
        List<Table> referrersFirst = new ArrayList<>(targetsFirst);
        Collections.reverse(referrersFirst);
        // A logged table cannot point at an unlogged one.
        logged(comparison, operations, targetsFirst, true);
        logged(comparison, operations, referrersFirst, false);
        comparison.forEachCommonTable((from, to) -> options(operations, from.name(), from.options(), to.options()));
    }

    private static void logged(Comparison comparison, PhasedOperations operations, List<Table> tables, boolean logged) {
        for (Table table : tables) {
            Table old = comparison.from.tables().get(table.name());
            if (old != null
                    && old.options().unlogged() == logged
                    && table.options().unlogged() != logged) {
                operations.add(Phase.SET_TABLE_OPTIONS, new SetLogged(table.name(), logged));
            }
        }
    }

    private static void options(PhasedOperations operations, ObjectName table, TableOptions from, TableOptions to) {
        if (!from.parameters().equals(to.parameters())) {
            operations.add(Phase.SET_TABLE_OPTIONS, new SetTableParameters(table, from.parameters(), to.parameters()));
        }
        if (from.rowSecurity() != to.rowSecurity() || from.forceRowSecurity() != to.forceRowSecurity()) {
            operations.add(
                    Phase.ROW_SECURITY,
                    new SetRowSecurity(
                            table,
                            from.rowSecurity(),
                            from.forceRowSecurity(),
                            to.rowSecurity(),
                            to.forceRowSecurity()));
        }
    }
}
