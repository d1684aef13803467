package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.ForeignKey;
import io.qail.schema.ObjectName;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Tables in an order in which each finds there what it is made of. */
final class TableOrder {

    private TableOrder() {}

    /** Parents before partitions and heirs, and tables before those that have their rows as values. */
    static List<Table> parentsFirst(Map<ObjectName, Table> tables) {
        return order(tables, table -> {
            List<ObjectName> before = new ArrayList<>(table.options().parents());
            for (Column column : table.columns()) {
                ObjectName type = column.type().userDefined();
                if (type != null) {
                    before.add(type);
                }
            }
            return before;
        });
    }

    /** Tables before those whose foreign keys point at them. */
    static List<Table> targetsFirst(Map<ObjectName, Table> tables) {
        return order(tables, table -> {
            List<ObjectName> before = new ArrayList<>();
            for (Constraint constraint : table.constraints()) {
                if (constraint instanceof ForeignKey key) {
                    before.add(key.target());
                }
            }
            return before;
        });
    }

    private static List<Table> order(Map<ObjectName, Table> tables, Function<Table, List<ObjectName>> before) {
        List<Table> ordered = new ArrayList<>();
        Set<ObjectName> seen = new HashSet<>();
        tables.values().forEach(table -> visit(table, tables, before, seen, ordered));
        return ordered;
    }

    private static void visit(
            Table table,
            Map<ObjectName, Table> tables,
            Function<Table, List<ObjectName>> before,
            Set<ObjectName> seen,
            List<Table> ordered) {
        if (!seen.add(table.name())) {
            return;
        }
        for (ObjectName name : before.apply(table)) {
            Table other = tables.get(name);
            if (other != null) {
                visit(other, tables, before, seen, ordered);
            }
        }
        ordered.add(table);
    }
}
