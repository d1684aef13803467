package io.qail.schema;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Everything that QAIL manages in a database, by exact name and in one fixed order.
 *
 * @param schemas names of the schemas that the file declares; the default schema is never among them
 * @param extensions by name
 * @param objects domains, composite types, statistics, views, routines, triggers and policies
 * @param grants privileges, as far as they differ from those that PostgreSQL gives by itself
 * @param comments the comment of every object that has one
 */
public record Schema(
        SortedSet<String> schemas,
        SortedMap<String, Extension> extensions,
        SortedMap<ObjectName, EnumType> enums,
        SortedMap<ObjectName, Sequence> sequences,
        SortedMap<ObjectName, Table> tables,
        SortedMap<ObjectName, Index> indexes,
        SortedMap<ObjectAddress, SchemaObject> objects,
        SortedSet<Grant> grants,
        SortedMap<ObjectAddress, String> comments) {

    public static final Schema EMPTY = new Schema(
            new TreeSet<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeSet<>(),
            new TreeMap<>());

    public Schema {
        schemas = Collections.unmodifiableSortedSet(new TreeSet<>(schemas));
        extensions = copy(extensions);
        enums = copy(enums);
        sequences = copy(sequences);
        tables = copy(tables);
        indexes = copy(indexes);
        objects = copy(objects);
        grants = Collections.unmodifiableSortedSet(new TreeSet<>(grants));
        comments = copy(comments);
    }

    /** The objects of one kind of {@link SchemaObject}, in their order. */
    public <T extends SchemaObject> List<T> objects(Class<T> type) {
        return objects.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** The view or materialized view of that name. */
    public Optional<View> view(ObjectName name) {
        return Stream.of(ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW)
                .map(kind -> objects.get(ObjectAddress.of(kind, name)))
                .filter(View.class::isInstance)
                .map(View.class::cast)
                .findFirst();
    }

    /** Whether it holds the object; a column may be one of a view, whose columns only PostgreSQL knows. */
    public boolean contains(ObjectAddress address) {
        Optional<Table> table = Optional.ofNullable(tables.get(address.name()));
        String member = String.valueOf(address.member());
        return switch (address.kind()) {
            case SCHEMA -> schemas.contains(address.name().name());
            case EXTENSION -> extensions.containsKey(address.name().name());
            case ENUM -> enums.containsKey(address.name());
            case SEQUENCE -> sequences.containsKey(address.name());
            case TABLE -> table.isPresent();
            case COLUMN ->
                table.map(found -> allColumns(found).stream()
                                .anyMatch(column -> column.name().equals(member)))
                        .orElseGet(() -> view(address.name()).isPresent() || hasAttribute(address.name(), member));
            case CONSTRAINT ->
                table.map(found -> found.constraint(member).isPresent())
                        .orElseGet(() -> hasDomainCheck(address.name(), member));
            case INDEX -> indexes.containsKey(address.name());
            case DEFAULT_PRIVILEGES -> true;
            default -> objects.containsKey(address);
        };
    }

    private boolean hasAttribute(ObjectName type, String attribute) {
        return objects.get(ObjectAddress.of(ObjectKind.TYPE, type)) instanceof CompositeType composite
                && composite.attributes().stream()
                        .anyMatch(found -> found.name().equals(attribute));
    }

    private boolean hasDomainCheck(ObjectName type, String check) {
        return objects.get(ObjectAddress.of(ObjectKind.DOMAIN, type)) instanceof Domain domain
                && domain.checks().stream().anyMatch(found -> found.name().equals(check));
    }

    /** The columns of a table with those of its parents, which come first; a parent that is not there gives none. */
    public List<Column> allColumns(Table table) {
        return allColumns(table, new HashSet<>());
    }

    /**
     * @param seen the tables on the way down: a table can be its own ancestor in a wrong file only
     */
    private List<Column> allColumns(Table table, Set<ObjectName> seen) {
        List<ObjectName> parents = table.options().parents();
        if (parents.isEmpty() || !seen.add(table.name())) {
            return table.columns();
        }
        Map<String, Column> all = new LinkedHashMap<>();
        for (ObjectName parent : parents) {
            Table found = tables.get(parent);
            if (found != null) {
                allColumns(found, seen).forEach(column -> all.putIfAbsent(column.name(), column));
            }
        }
        seen.remove(table.name());
        table.columns().forEach(column -> all.put(column.name(), column));
        return List.copyOf(all.values());
    }

    public boolean isEmpty() {
        return equals(EMPTY);
    }

    /** A builder that starts with everything in this schema. */
    public SchemaBuilder toBuilder() {
        return new SchemaBuilder(this);
    }

    private static <K extends Comparable<K>, V> SortedMap<K, V> copy(SortedMap<K, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
