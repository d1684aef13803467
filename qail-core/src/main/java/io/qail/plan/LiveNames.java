package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.ForeignKey;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What tables and columns that a plan calls by their present names were called before it began. Follows the operations
 * one by one, since a way back renames at its end and a way forward at its beginning.
 */
final class LiveNames {

    private final Schema live;
    private final Map<ObjectName, ObjectName> liveByCurrent = new HashMap<>();
    private final Map<ObjectName, Map<String, String>> currentColumns = new HashMap<>();

    LiveNames(Schema live) {
        this.live = live;
        live.tables().forEach((name, table) -> {
            liveByCurrent.put(name, name);
            Map<String, String> columns = new LinkedHashMap<>();
            table.columns().forEach(column -> columns.put(column.name(), column.name()));
            currentColumns.put(name, columns);
        });
    }

    /** Takes note of what the operation does to names. */
    void after(Operation operation) {
        if (operation instanceof RenameTable rename) {
            ObjectName name = liveByCurrent.remove(rename.table());
            if (name != null) {
                liveByCurrent.put(rename.to(), name);
            }
        } else if (operation instanceof RenameColumn rename) {
            columns(rename.table()).replaceAll((name, now) -> now.equals(rename.column()) ? rename.to() : now);
        } else if (operation instanceof DropTable drop) {
            liveByCurrent.remove(drop.table());
        } else if (operation instanceof DropColumn drop) {
            columns(drop.table()).values().remove(drop.column());
        }
    }

    /** The table's name before the plan; nothing when the plan made it. */
    Optional<ObjectName> table(ObjectName current) {
        return Optional.ofNullable(liveByCurrent.get(current));
    }

    /** A column by its names before the plan; nothing when the plan made it. */
    Optional<ObjectAddress> address(ObjectName current, String column) {
        return table(current)
                .flatMap(name -> columns(current).entrySet().stream()
                        .filter(entry -> entry.getValue().equals(column))
                        .findFirst()
                        .map(entry -> ObjectAddress.column(name, entry.getKey())));
    }

    /** The risk as it stands in the database before the plan; nothing when the plan itself made what is at risk. */
    Optional<AtRisk> locate(Operation operation, Risk risk) {
        if (risk instanceof Risk.DroppedTable dropped) {
            return table(dropped.table())
                    .map(name -> new AtRisk(operation, risk, name, null, columns(dropped.table())));
        }
        if (risk instanceof Risk.DroppedColumn dropped) {
            return column(dropped.table(), dropped.column())
                    .map(column -> at(operation, risk, dropped.table(), column.name()));
        }
        if (risk instanceof Risk.TransformedColumn transformed) {
            return column(transformed.table(), transformed.column())
                    .map(column -> at(operation, risk, transformed.table(), column.name()));
        }
        if (risk instanceof Risk.RetypedColumn retyped) {
            return column(retyped.table(), retyped.column())
                    .map(column -> at(
                            operation,
                            new Risk.RetypedColumn(
                                    retyped.table(), retyped.column(), column.type(), retyped.to(), retyped.using()),
                            retyped.table(),
                            column.name()));
        }
        return Optional.empty();
    }

    /** A column that follows an UPDATE by a foreign key, by its names before the plan; nothing when the plan drops it first. */
    Optional<AtRisk> follower(AtRisk update, ObjectName table, String column, ForeignKey key) {
        return liveByCurrent.entrySet().stream()
                .filter(entry -> entry.getValue().equals(table))
                .map(Map.Entry::getKey)
                .filter(current -> columns(current).containsKey(column))
                .map(current -> at(
                        update.operation(),
                        new Risk.CascadedColumn(
                                current, Objects.requireNonNull(columns(current).get(column)), key),
                        current,
                        column))
                .findFirst();
    }

    private AtRisk at(Operation operation, Risk risk, ObjectName current, String column) {
        return new AtRisk(operation, risk, table(current).orElseThrow(), column, columns(current));
    }

    private Optional<Column> column(ObjectName current, String column) {
        return table(current)
                .flatMap(name -> Optional.ofNullable(live.tables().get(name)))
                .flatMap(table -> columns(current).entrySet().stream()
                        .filter(entry -> entry.getValue().equals(column))
                        .findFirst()
                        .flatMap(entry -> table.column(entry.getKey())));
    }

    private Map<String, String> columns(ObjectName current) {
        ObjectName name = liveByCurrent.get(current);
        return name == null ? new HashMap<>() : Objects.requireNonNull(currentColumns.get(name));
    }
}
