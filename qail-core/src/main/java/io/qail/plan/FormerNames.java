package io.qail.plan;

import io.qail.schema.ObjectName;
import io.qail.schema.Statement;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The columns that get another name in a version: by the names that tables and columns have afterwards, the former one. */
final class FormerNames {

    private final SortedMap<ObjectName, SortedMap<String, String>> byTable = new TreeMap<>();

    private FormerNames() {}

    static FormerNames of(List<Statement> renames) {
        FormerNames names = new FormerNames();
        for (Statement rename : renames) {
            if (rename instanceof Statement.RenameTable table) {
                SortedMap<String, String> columns = names.byTable.remove(table.from());
                if (columns != null) {
                    names.byTable.put(table.to(), columns);
                }
            } else if (rename instanceof Statement.RenameColumn column) {
                names.add(column);
            }
        }
        return names;
    }

    private void add(Statement.RenameColumn rename) {
        SortedMap<String, String> columns = byTable.computeIfAbsent(rename.table(), table -> new TreeMap<>());
        String first = columns.remove(rename.from());
        String former = first == null ? rename.from() : first;
        if (!former.equals(rename.to())) {
            columns.put(rename.to(), former);
        }
    }

    /** Tables of which a column was renamed. */
    Iterable<ObjectName> tables() {
        return byTable.keySet();
    }

    /** New name to former name, of the columns of a table that have another one. */
    Map<String, String> of(ObjectName table) {
        return byTable.getOrDefault(table, new TreeMap<>());
    }

    /** Whether the text of the object calls a column by the name that it had before. */
    boolean areIn(ObjectUse use) {
        return byTable.entrySet().stream()
                .anyMatch(table ->
                        table.getValue().values().stream().anyMatch(former -> use.usesColumn(table.getKey(), former)));
    }
}
