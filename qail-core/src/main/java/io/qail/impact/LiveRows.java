package io.qail.impact;

import io.qail.plan.AtRisk;
import io.qail.plan.Plan;
import io.qail.plan.Risk;
import io.qail.schema.Column;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A live table as the expressions of a plan see it: its columns under the names that hold after the renames, the whole
 * under the new name of the table.
 *
 * @param table the name in the database
 * @param alias the name that the expressions use, as SQL
 * @param columns its columns
 * @param currentNames the new name of each column that expressions can read, by its name in the database
 * @param reach which of the relations of the table are meant
 */
public record LiveRows(
        ObjectName table, String alias, List<String> columns, Map<String, String> currentNames, Reach reach) {

    /**
     * Which relations the rows lie in.
     *
     * @param only in the table itself, and not in its partitions or in what inherits from it
     * @param without partitions whose rows do not count, as a list of SQL expressions; empty for none
     */
    public record Reach(boolean only, String without) {

        static final Reach ONLY = new Reach(true, "");
        static final Reach TREE = new Reach(false, "");

        static Reach without(String partitions) {
            return new Reach(false, partitions);
        }
    }

    public LiveRows {
        columns = List.copyOf(columns);
        currentNames = Map.copyOf(currentNames);
    }

    /** The column's name in the database, from the one that holds after the renames. */
    String live(String current) {
        return currentNames.entrySet().stream()
                .filter(entry -> entry.getValue().equals(current))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(current);
    }

    /** The table that a risk is about, itself and all below it. */
    static LiveRows of(Plan plan, List<AtRisk> risks, AtRisk risk) {
        Table table = plan.from().tables().get(risk.liveTable());
        if (table == null) {
            throw new IllegalArgumentException("The plan does not know " + risk.liveTable());
        }
        ObjectName current = currentTable(risk.risk(), risk.liveTable());
        return new LiveRows(
                risk.liveTable(),
                Identifier.quote(current.name()),
                table.columns().stream().map(Column::name).toList(),
                currentNames(risks, risk, current),
                Reach.TREE);
    }

    /**
     * All risks of a table get the same names, so that one scan serves them: a column that an earlier operation dropped
     * keeps the name that it had then.
     */
    private static Map<String, String> currentNames(List<AtRisk> risks, AtRisk risk, ObjectName current) {
        Map<String, String> names = new LinkedHashMap<>(risk.liveToCurrentColumns());
        for (AtRisk other : risks) {
            if (other.liveTable().equals(risk.liveTable())
                    && currentTable(other.risk(), other.liveTable()).equals(current)) {
                other.liveToCurrentColumns().forEach((live, now) -> {
                    if (!names.containsValue(now)) {
                        names.putIfAbsent(live, now);
                    }
                });
            }
        }
        return names;
    }

    private static ObjectName currentTable(Risk risk, ObjectName liveTable) {
        if (risk instanceof Risk.DroppedTable dropped) {
            return dropped.table();
        }
        if (risk instanceof Risk.DroppedColumn dropped) {
            return dropped.table();
        }
        if (risk instanceof Risk.RetypedColumn retyped) {
            return retyped.table();
        }
        if (risk instanceof Risk.CascadedColumn cascaded) {
            return cascaded.table();
        }
        return risk instanceof Risk.TransformedColumn transformed ? transformed.table() : liveTable;
    }

    /** A table under its own names and a given alias. */
    public static LiveRows unchanged(ObjectName table, String alias, List<String> columns) {
        Map<String, String> names = new LinkedHashMap<>();
        columns.forEach(column -> names.put(column, column));
        return new LiveRows(table, Identifier.quote(alias), columns, names, Reach.TREE);
    }

    LiveRows within(Reach other) {
        return new LiveRows(table, alias, columns, currentNames, other);
    }

    /** The new name of a live column that is still there when the operations with a risk run. */
    public String current(String liveColumn) {
        String current = currentNames.get(liveColumn);
        if (current == null) {
            throw new IllegalArgumentException(table + " has no column " + liveColumn);
        }
        return current;
    }

    /** A live column as SQL over {@link #from(String)}. */
    public String column(String liveColumn) {
        return alias + "." + Identifier.quote(current(liveColumn));
    }

    /** The item of a FROM clause. PostgreSQL pulls it up: it costs nothing. */
    public String from() {
        return from("");
    }

    /**
     * The item of a FROM clause over a part of the table.
     *
     * @param restriction what follows the table's name: a TABLESAMPLE or a WHERE clause
     */
    public String from(String restriction) {
        return from(restriction, List.of());
    }

    /** The same with a column that says where a row is stored: it tells rows apart for as long as one query runs. */
    String fromWithPlace(String column) {
        return from("", List.of("pg_catalog.concat(tableoid, ctid) AS " + Identifier.quote(column)));
    }

    private String from(String restriction, List<String> further) {
        List<String> list = new ArrayList<>(further);
        for (String column : columns) {
            String current = currentNames.get(column);
            if (current != null) {
                list.add(Identifier.quote(column) + " AS " + Identifier.quote(current));
            }
        }
        String filter = reach.without().isEmpty()
                ? ""
                : (restriction.contains(" WHERE ") ? " AND " : " WHERE ") + "tableoid <> ALL (ARRAY[" + reach.without()
                        + "])";
        return "(SELECT " + String.join(", ", list) + " FROM " + (reach.only() ? "ONLY " : "") + table.sql()
                + restriction + filter + ") AS " + alias;
    }
}
