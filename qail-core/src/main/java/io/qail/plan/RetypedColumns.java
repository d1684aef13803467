package io.qail.plan;

import io.qail.language.ColumnReferences;
import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a plan makes of the values of a table's columns by changes of their types alone, by their names before the plan. */
public final class RetypedColumns {

    private RetypedColumns() {}

    /** The type changes of each column in the order of the plan. A column that something else fills is not among them. */
    public static Map<String, List<AlterColumnType>> of(Plan plan, ObjectName table) {
        Map<String, String> before = new HashMap<>();
        Map<String, List<AlterColumnType>> found = new LinkedHashMap<>();
        ObjectName name = table;
        for (Operation operation : plan.operations()) {
            if (operation instanceof RenameTable rename && rename.table().equals(name)) {
                name = rename.to();
            } else if (operation instanceof RenameColumn rename
                    && rename.table().equals(name)) {
                before.put(rename.to(), before.getOrDefault(rename.column(), rename.column()));
            } else if (operation instanceof ColumnOperation column
                    && column.table().equals(name)) {
                String old = before.getOrDefault(column.column(), column.column());
                if (column instanceof AlterColumnType alter) {
                    found.computeIfAbsent(old, same -> new ArrayList<>()).add(alter);
                } else if (column.writesValues()) {
                    found.computeIfAbsent(old, same -> new ArrayList<>()).clear();
                    before.put(column.column(), old + "\0written");
                }
            }
        }
        found.values().removeIf(List::isEmpty);
        return found;
    }

    /** Whether the new value is a matter of the old one alone, so that a row can be found by what became of its key. */
    public static boolean isMappable(List<AlterColumnType> changes) {
        return changes.stream().allMatch(change -> {
            Expression using = change.using();
            return using == null
                    || (change.from().schema() == null
                            && !Volatility.mayDifferByRow(using)
                            && Set.of(change.column()).containsAll(ColumnReferences.names(using)));
        });
    }

    /** SQL of what the changes make of a value. */
    public static String apply(List<AlterColumnType> changes, String value) {
        String sql = value;
        for (AlterColumnType change : changes) {
            Expression using = change.using();
            sql = using == null
                    ? change.cast("(" + sql + ")")
                    : "(SELECT " + using + " FROM (SELECT " + sql + " AS " + Identifier.quote(change.column()) + ") AS "
                            + Identifier.quote(change.table().name()) + ")";
        }
        return sql;
    }
}
