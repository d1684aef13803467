package io.qail.impact;

import io.qail.plan.DropColumn;
import io.qail.plan.Operation;
import io.qail.plan.RenameColumn;
import io.qail.plan.RenameTable;
import io.qail.schema.Column;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Table;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names that tables and columns have before a plan, from those that its operations use; follows them one by one. */
final class LiveTableNames {

    private final Schema live;
    private final Map<ObjectName, ObjectName> liveByCurrent = new HashMap<>();
    private final Map<ObjectName, Map<String, String>> currentColumns = new HashMap<>();

    LiveTableNames(Schema live) {
        this.live = live;
    }

    ObjectName live(ObjectName current) {
        return liveByCurrent.getOrDefault(current, current);
    }

    ObjectName current(ObjectName live) {
        return liveByCurrent.entrySet().stream()
                .filter(entry -> entry.getValue().equals(live))
                .map(Map.Entry::getKey)
                .reduce(live, (first, last) -> last);
    }

    /** The live table that an operation calls so, under the names that hold for it; nothing for one that the plan made. */
    Optional<LiveRows> rows(ObjectName current) {
        Table table = live.tables().get(live(current));
        if (table == null) {
            return Optional.empty();
        }
        List<String> columns = table.columns().stream().map(Column::name).toList();
        return Optional.of(new LiveRows(
                table.name(), Identifier.quote(current.name()), columns, columns(table.name()), LiveRows.Reach.TREE));
    }

    private Map<String, String> columns(ObjectName liveName) {
        return currentColumns.computeIfAbsent(liveName, name -> {
            Map<String, String> columns = new LinkedHashMap<>();
            Table table = live.tables().get(name);
            if (table != null) {
                table.columns().forEach(column -> columns.put(column.name(), column.name()));
            }
            return columns;
        });
    }

    void after(Operation operation) {
        if (operation instanceof RenameTable rename) {
            ObjectName before = live(rename.table());
            liveByCurrent.remove(rename.table());
            liveByCurrent.put(rename.to(), before);
        } else if (operation instanceof RenameColumn rename) {
            columns(live(rename.table())).replaceAll((name, now) -> now.equals(rename.column()) ? rename.to() : now);
        } else if (operation instanceof DropColumn drop) {
            columns(live(drop.table())).values().remove(drop.column());
        }
    }
}
