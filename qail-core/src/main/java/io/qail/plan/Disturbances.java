package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.ObjectName;
import io.qail.schema.PrimaryKey;
import io.qail.schema.Schema;
import io.qail.schema.Table;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What happens to tables, columns and types that PostgreSQL refuses while a view, a policy, a trigger or the like stands on
 * them.
 */
final class Disturbances {

    private final Set<ObjectName> gone = new TreeSet<>();
    private final Set<ObjectName> reshaped = new TreeSet<>();
    private final Set<ObjectName> keys = new TreeSet<>();
    private final Map<ObjectName, Set<String>> columns = new HashMap<>();

    /** Those between the two sides of a comparison. */
    static Disturbances of(Comparison comparison) {
        Disturbances found = new Disturbances();
        found.gone.addAll(comparison.replacedEnums().keySet());
        comparison.from.tables().keySet().stream()
                .filter(name -> !comparison.to.tables().containsKey(name))
                .forEach(found.gone::add);
        comparison.forEachCommonTable((from, to) -> {
            found.table(
                    comparison.changes(from.name()),
                    from.withColumns(comparison.from.allColumns(from)),
                    to.withColumns(comparison.to.allColumns(to)));
            found.formerly(from.name(), comparison.formerNames.of(from.name()));
        });
        found.spread(comparison.from);
        return found;
    }

    /** Those of a type that another takes the place of. */
    static Disturbances ofType(Schema schema, ObjectName type) {
        Disturbances found = new Disturbances();
        found.gone.add(type);
        for (Table table : schema.tables().values()) {
            for (Column column : table.columns()) {
                if (type.equals(column.type().userDefined())) {
                    found.add(table.name(), Set.of(column.name()));
                }
            }
        }
        found.spread(schema);
        return found;
    }

    private void table(ColumnChanges changes, Table from, Table to) {
        Set<String> touched = new HashSet<>(changes.retyped());
        touched.addAll(changes.rebuilt());
        for (Column column : from.columns()) {
            Column wanted = to.column(column.name()).orElse(null);
            // The way back from a column that is no longer generated is to drop it and to add it again.
            if (wanted == null || (column.generated() != null && wanted.generated() == null)) {
                touched.add(column.name());
            }
        }
        add(from.name(), touched);
        boolean wider = to.columns().stream()
                .anyMatch(column -> from.column(column.name()).isEmpty());
        if (wider || !touched.isEmpty()) {
            reshaped.add(from.name());
        }
        Optional<PrimaryKey> key = from.primaryKey();
        if (key.isPresent()
                && (!key.equals(to.primaryKey())
                        || key.get().columns().stream().anyMatch(changes.rebuilt()::contains))) {
            keys.add(from.name());
        }
    }

    /** Queries still call a column by the name that it had before the version. */
    private void formerly(ObjectName table, Map<String, String> formerNames) {
        Set<String> touched = columns.getOrDefault(table, Set.of());
        add(
                table,
                formerNames.entrySet().stream()
                        .filter(entry -> touched.contains(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .collect(Collectors.toSet()));
    }

    private void add(ObjectName table, Set<String> touched) {
        if (!touched.isEmpty()) {
            columns.computeIfAbsent(table, name -> new TreeSet<>()).addAll(touched);
            reshaped.add(table);
        }
    }

    /** What happens to a table happens to its partitions and heirs. */
    private void spread(Schema schema) {
        int before;
        do {
            before = size();
            for (Table table : schema.tables().values()) {
                for (ObjectName parent : table.options().parents()) {
                    add(table.name(), columns.getOrDefault(parent, Set.of()));
                    if (reshaped.contains(parent)) {
                        reshaped.add(table.name());
                    }
                }
            }
        } while (size() > before);
    }

    private int size() {
        return reshaped.size() + columns.values().stream().mapToInt(Set::size).sum();
    }

    /** Whether the object has to make way. */
    boolean touch(ObjectUse use) {
        return gone.stream().anyMatch(use::uses)
                || reshaped.stream().anyMatch(use::usesEveryColumn)
                || keys.stream().anyMatch(use::mayUseKey)
                || columns.entrySet().stream()
                        .anyMatch(entry ->
                                entry.getValue().stream().anyMatch(column -> use.usesColumn(entry.getKey(), column)));
    }
}
