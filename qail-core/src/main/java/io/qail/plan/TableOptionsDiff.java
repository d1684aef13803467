package io.qail.plan;

import io.qail.schema.ObjectName;
import io.qail.schema.Table;
import io.qail.schema.TableOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

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
        comparison.forEachCommonTable((from, to) -> options(
                operations,
                from.name(),
                from.options(),
                to.options(),
                comparison.changes(from.name()).retyped().isEmpty()));
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

    private static void options(
            PhasedOperations operations, ObjectName table, TableOptions from, TableOptions to, boolean keepsTypes) {
        SortedMap<String, String> between =
                withoutLostToast(from.parameters(), keepsTypes ? to.parameters() : new TreeMap<>());
        parameters(operations, Phase.RESET_TOAST_PARAMETERS, table, from.parameters(), between);
        parameters(operations, Phase.SET_TABLE_OPTIONS, table, between, to.parameters());
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

    private static void parameters(
            PhasedOperations operations,
            Phase phase,
            ObjectName table,
            SortedMap<String, String> from,
            SortedMap<String, String> to) {
        if (!from.equals(to)) {
            operations.add(phase, new SetTableParameters(table, from, to));
        }
    }

    /**
     * PostgreSQL forgets, without a word, parameters of a TOAST table that is not there, and a change of types can take one
     * away for a while: on both ways they are set when the columns are what they will be.
     *
     * @param to without those that may be lost on the way
     */
    private static SortedMap<String, String> withoutLostToast(
            SortedMap<String, String> from, SortedMap<String, String> to) {
        SortedMap<String, String> kept = new TreeMap<>(from);
        kept.entrySet()
                .removeIf(parameter -> parameter.getKey().startsWith("toast.")
                        && !parameter.getValue().equals(to.get(parameter.getKey())));
        return kept;
    }
}
