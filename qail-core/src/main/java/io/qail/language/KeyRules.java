package io.qail.language;

import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.Deferrability;
import io.qail.schema.ForeignKey;
import io.qail.schema.Identifier;
import io.qail.schema.Index;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.PrimaryKey;
import io.qail.schema.Schema;
import io.qail.schema.Table;
import io.qail.schema.UniqueConstraint;
import io.qail.schema.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keys and indexes are over columns that exist, and a foreign key points at a key. */
final class KeyRules {

    private final Schema schema;
    private final String defaultSchema;
    private final List<SchemaRules.Problem> problems;

    private final Map<ObjectName, Set<String>> columns = new HashMap<>();
    private final Map<ObjectName, Set<Key>> keys = new HashMap<>();

    /** What a foreign key can point at. */
    private record Key(Set<String> columns, boolean withoutOverlaps) {}

    KeyRules(Schema schema, String defaultSchema, List<SchemaRules.Problem> problems) {
        this.schema = schema;
        this.defaultSchema = defaultSchema;
        this.problems = problems;
    }

    void check() {
        for (Table table : schema.tables().values()) {
            columns.put(
                    table.name(),
                    schema.allColumns(table).stream().map(Column::name).collect(Collectors.toSet()));
            keys.put(table.name(), keys(table));
        }
        schema.indexes().values().stream()
                .filter(KeyRules::isKey)
                .forEach(index -> keys.getOrDefault(index.table(), new HashSet<>())
                        .add(new Key(
                                index.keys().stream()
                                        .map(key -> Objects.requireNonNull(key.column()))
                                        .collect(Collectors.toSet()),
                                false)));
        schema.tables().values().forEach(this::table);
        schema.indexes().values().forEach(this::index);
    }

    private static Set<Key> keys(Table table) {
        return table.constraints().stream()
                .filter(KeyRules::isKey)
                .map(constraint -> new Key(Set.copyOf(constraint.columns()), isWithoutOverlaps(constraint)))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static boolean isWithoutOverlaps(Constraint constraint) {
        return (constraint instanceof PrimaryKey key && key.withoutOverlaps())
                || (constraint instanceof UniqueConstraint unique && unique.withoutOverlaps());
    }

    /** A deferrable key cannot be referenced. */
    private static boolean isKey(Constraint constraint) {
        if (constraint instanceof PrimaryKey key) {
            return key.deferrability() == Deferrability.NOT_DEFERRABLE;
        }
        return constraint instanceof UniqueConstraint key && key.deferrability() == Deferrability.NOT_DEFERRABLE;
    }

    /** PostgreSQL takes a unique index for a key when it is over plain columns and all rows. */
    private static boolean isKey(Index index) {
        return index.unique() && index.where() == null && index.keys().stream().allMatch(key -> key.column() != null);
    }

    private void table(Table table) {
        boolean primary = false;
        for (Constraint constraint : table.constraints()) {
            ObjectAddress address = ObjectAddress.constraint(table.name(), constraint.name());
            exist(address, table.name(), named(constraint));
            if (constraint instanceof ForeignKey key) {
                foreignKey(address, key);
            }
            if (constraint instanceof PrimaryKey && primary) {
                report(address, "the table has a primary key already", null);
            }
            primary |= constraint instanceof PrimaryKey;
        }
    }

    private static List<String> named(Constraint constraint) {
        List<String> names = new ArrayList<>(constraint.columns());
        if (constraint instanceof PrimaryKey key) {
            names.addAll(key.include());
        } else if (constraint instanceof UniqueConstraint key) {
            names.addAll(key.include());
        }
        return names;
    }

    private void foreignKey(ObjectAddress address, ForeignKey key) {
        Set<String> target = columns.get(key.target());
        String shown = key.target().display(defaultSchema);
        if (target == null) {
            report(
                    address,
                    "the referenced table " + shown + " is not declared",
                    Suggestion.didYouMean(shown, tableNames()));
            return;
        }
        if (key.targetColumns().isEmpty()) {
            report(address, "the referenced table " + shown + " has no primary key", "name the referenced columns");
            return;
        }
        if (key.targetColumns().size() != key.columns().size()) {
            report(
                    address,
                    "the foreign key has " + key.columns().size() + " columns and references "
                            + key.targetColumns().size(),
                    null);
            return;
        }
        boolean exist = exist(address, key.target(), key.targetColumns());
        if (exist
                && !keys.getOrDefault(key.target(), Set.of())
                        .contains(new Key(Set.copyOf(key.targetColumns()), key.period()))) {
            String list = ConstraintFormatter.key(key.targetColumns(), key.period());
            report(
                    address,
                    "a foreign key must reference a primary key or unique key, and " + shown + list + " is none",
                    "add `unique " + list + "` to table " + shown);
        }
    }

    private void index(Index index) {
        ObjectAddress address = ObjectAddress.index(index.name());
        if (schema.view(index.table()).filter(View::materialized).isPresent()) {
            // Which columns it has, only PostgreSQL knows.
            return;
        }
        if (!columns.containsKey(index.table())) {
            String shown = index.table().display(defaultSchema);
            report(
                    address,
                    "the table " + shown + " of the index is not declared",
                    Suggestion.didYouMean(shown, tableNames()));
            return;
        }
        Stream<String> own = index.keys().stream()
                .map(IndexKey::column)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull);
        exist(
                address,
                index.table(),
                Stream.concat(own, index.include().stream()).toList());
    }

    private boolean exist(ObjectAddress address, ObjectName table, Collection<String> used) {
        Set<String> existing = columns.getOrDefault(table, Set.of());
        List<String> missing = used.stream()
                .filter(column -> !existing.contains(column))
                .distinct()
                .toList();
        for (String column : missing) {
            report(
                    address,
                    "table " + table.display(defaultSchema) + " has no column " + Identifier.quote(column),
                    Suggestion.didYouMean(column, existing));
        }
        return missing.isEmpty();
    }

    private List<String> tableNames() {
        return schema.tables().keySet().stream()
                .map(name -> name.display(defaultSchema))
                .toList();
    }

    private void report(ObjectAddress address, String message, @Nullable String suggestion) {
        problems.add(new SchemaRules.Problem(address, message, suggestion));
    }
}
