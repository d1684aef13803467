package io.qail.drift;

import io.qail.drift.Difference.Kind;
import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.EnumType;
import io.qail.schema.Extension;
import io.qail.schema.Grant;
import io.qail.schema.Identifier;
import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaObject;
import io.qail.schema.Sequence;
import io.qail.schema.SqlLiteral;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares two schemas, object by object. The order of columns, and whether an index is built concurrently, have no
 * meaning; what the expected side leaves open (schema and version of an extension, a compression) fits everything. Texts of
 * expressions are compared as texts: see {@link io.qail.catalog.ExpressionEquivalence}.
 */
public final class SchemaComparison {

    /** What has columns or constraints. */
    private static final List<ObjectKind> HOLDERS = List.of(
            ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.DOMAIN, ObjectKind.TYPE);

    private final SortedMap<ObjectAddress, Kind> kinds = new TreeMap<>();
    private final SortedMap<ObjectAddress, List<String>> details = new TreeMap<>();

    private SchemaComparison() {}

    /**
     * The differences in the order of their objects; empty when the schemas are equal. A missing or unexpected table stands
     * for its columns and constraints. The schema {@code public} need not be expected: every database is born with it.
     */
    public static List<Difference> compare(Schema expected, Schema actual) {
        SchemaComparison comparison = new SchemaComparison();
        comparison.schemas(expected.schemas(), actual.schemas());
        comparison.each(
                global(expected.extensions()),
                global(actual.extensions()),
                name -> ObjectAddress.of(ObjectKind.EXTENSION, name),
                comparison::extension);
        comparison.each(
                expected.enums(),
                actual.enums(),
                name -> ObjectAddress.of(ObjectKind.ENUM, name),
                comparison::enumType);
        comparison.each(
                expected.sequences(),
                actual.sequences(),
                name -> ObjectAddress.of(ObjectKind.SEQUENCE, name),
                comparison::sequence);
        comparison.each(expected.tables(), actual.tables(), ObjectAddress::table, comparison::table);
        comparison.each(expected.indexes(), actual.indexes(), ObjectAddress::index, comparison::index);
        comparison.each(expected.objects(), actual.objects(), address -> address, comparison::object);
        comparison.privileges(expected.grants(), actual.grants());
        comparison.each(expected.comments(), actual.comments());
        return comparison.differences();
    }

    private List<Difference> differences() {
        List<Difference> differences = new ArrayList<>();
        kinds.forEach((object, kind) -> differences.add(
                new Difference(object, kind, String.join("; ", details.getOrDefault(object, List.of())))));
        return List.copyOf(differences);
    }

    private interface Compare<T> {

        void compare(ObjectAddress object, T expected, T actual);
    }

    private <K extends Comparable<K>, T> void each(
            Map<K, T> expected, Map<K, T> actual, Function<K, ObjectAddress> address, Compare<T> compare) {
        SortedSet<K> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        for (K name : names) {
            T wanted = expected.get(name);
            T found = actual.get(name);
            ObjectAddress object = address.apply(name);
            if (wanted == null) {
                add(object, Kind.UNEXPECTED, "exists and is not expected");
            } else if (found == null) {
                add(object, Kind.MISSING, "is expected and does not exist");
            } else if (!wanted.equals(found)) {
                compare.compare(object, wanted, found);
            }
        }
    }

    private void schemas(SortedSet<String> expected, SortedSet<String> actual) {
        SortedSet<String> unexpected = new TreeSet<>(actual);
        if (!expected.contains("public")) {
            unexpected.remove("public");
        }
        Map<String, String> wanted = expected.stream().collect(Collectors.toMap(name -> name, name -> name));
        Map<String, String> found = unexpected.stream().collect(Collectors.toMap(name -> name, name -> name));
        each(wanted, found, name -> ObjectAddress.of(ObjectKind.SCHEMA, ObjectName.global(name)), (object, a, b) -> {});
    }

    private void extension(ObjectAddress object, Extension expected, Extension actual) {
        if (expected.schema() != null) {
            differ(object, "schema", expected.schema(), actual.schema());
        }
        if (expected.version() != null) {
            differ(object, "version", expected.version(), actual.version());
        }
    }

    private void enumType(ObjectAddress object, EnumType expected, EnumType actual) {
        differ(object, "values", labels(expected), labels(actual));
    }

    private void sequence(ObjectAddress object, Sequence expected, Sequence actual) {
        differ(object, "definition", expected.sql(), actual.sql());
        differ(object, "owner", owner(expected), owner(actual));
    }

    private void table(ObjectAddress object, Table expected, Table actual) {
        each(
                expected.columns().stream().collect(Collectors.toMap(Column::name, column -> column)),
                actual.columns().stream().collect(Collectors.toMap(Column::name, column -> column)),
                name -> ObjectAddress.column(object.name(), name),
                this::column);
        each(
                expected.constraints().stream().collect(Collectors.toMap(Constraint::name, constraint -> constraint)),
                actual.constraints().stream().collect(Collectors.toMap(Constraint::name, constraint -> constraint)),
                name -> ObjectAddress.constraint(object.name(), name),
                (constraint, a, b) -> differ(constraint, "definition", a.definition(), b.definition()));
        differ(object, ObjectProperties.of(expected.options()), ObjectProperties.of(actual.options()));
    }

    private void object(ObjectAddress object, SchemaObject expected, SchemaObject actual) {
        differ(object, ObjectProperties.of(expected), ObjectProperties.of(actual));
    }

    private void differ(ObjectAddress object, Map<String, String> expected, Map<String, String> actual) {
        SortedSet<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        names.forEach(name -> differ(object, name, expected.get(name), actual.get(name)));
    }

    /**
     * Privileges that are expected and not there. Others are somebody else's: an administrator may grant more by hand, and
     * default privileges grant more by themselves.
     */
    private void privileges(SortedSet<Grant> expected, SortedSet<Grant> actual) {
        SortedMap<ObjectAddress, SortedSet<String>> missing = new TreeMap<>();
        for (Grant grant : expected) {
            boolean held = actual.contains(grant) || (!grant.revoked() && actual.contains(grant.withGrantOption()));
            if (!held) {
                missing.computeIfAbsent(grant.target(), target -> new TreeSet<>())
                        .add(grant.toString());
            }
        }
        missing.forEach((object, grants) -> {
            if (!isAbsent(object)) {
                add(object, Kind.CHANGED, "privileges: expected and not there: " + String.join(", ", grants));
            }
        });
    }

    private boolean isAbsent(ObjectAddress object) {
        return kinds.getOrDefault(object, Kind.CHANGED) != Kind.CHANGED
                || HOLDERS.stream()
                        .map(kind -> ObjectAddress.of(kind, object.name()))
                        .anyMatch(holder -> kinds.getOrDefault(holder, Kind.CHANGED) != Kind.CHANGED);
    }

    private void column(ObjectAddress object, Column expected, Column actual) {
        differ(object, "type", expected.type(), actual.type());
        differ(object, "not null", notNull(object, expected, expected), notNull(object, actual, expected));
        differ(object, "default", expected.defaultValue(), actual.defaultValue());
        differ(object, "identity", identity(expected), identity(actual));
        differ(object, "generated", generated(expected), generated(actual));
        differ(object, "collation", expected.collation(), actual.collation());
        differ(object, "storage", expected.storage(), actual.storage());
        if (expected.compression() != null) {
            differ(object, "compression", expected.compression(), actual.compression());
        }
    }

    private void index(ObjectAddress object, Index expected, Index actual) {
        differ(
                object,
                "definition",
                expected.withConcurrently(false).sql(),
                actual.withConcurrently(false).sql());
    }

    /** A comment is a property of its object; the absence of the object says enough. */
    private void each(SortedMap<ObjectAddress, String> expected, SortedMap<ObjectAddress, String> actual) {
        SortedSet<ObjectAddress> objects = new TreeSet<>(expected.keySet());
        objects.addAll(actual.keySet());
        for (ObjectAddress object : objects) {
            if (!isAbsent(object)) {
                differ(object, "comment", literal(expected.get(object)), literal(actual.get(object)));
            }
        }
    }

    private void differ(ObjectAddress object, String property, @Nullable Object expected, @Nullable Object actual) {
        String wanted = expected == null ? "none" : expected.toString();
        String found = actual == null ? "none" : actual.toString();
        if (!wanted.equals(found)) {
            add(object, Kind.CHANGED, property + ": expected " + wanted + ", found " + found);
        }
    }

    private void add(ObjectAddress object, Kind kind, String detail) {
        kinds.put(object, kind);
        details.computeIfAbsent(object, key -> new ArrayList<>()).add(detail);
    }

    private static SortedMap<ObjectName, Extension> global(SortedMap<String, Extension> extensions) {
        SortedMap<ObjectName, Extension> named = new TreeMap<>();
        extensions.forEach((name, extension) -> named.put(ObjectName.global(name), extension));
        return named;
    }

    private static String labels(EnumType type) {
        return type.labels().stream().map(SqlLiteral::quote).collect(Collectors.joining(", ", "(", ")"));
    }

    private static @Nullable String owner(Sequence sequence) {
        return sequence.owner() == null ? null : sequence.owner().sql();
    }

    /** A declaration without a name fits every name: PostgreSQL's own choice stays when a table is renamed. */
    private static String notNull(ObjectAddress object, Column column, Column expected) {
        if (!column.notNull() || expected.notNullName() == null) {
            return column.notNull() ? "yes" : "no";
        }
        String name = column.notNullName() == null
                ? Identifier.generated(object.name().name(), column.name(), "not_null")
                : column.notNullName();
        return "yes as " + name;
    }

    private static @Nullable String identity(Column column) {
        return column.identity() == null
                ? null
                : column.identity().sql(column.type().sql());
    }

    private static @Nullable String generated(Column column) {
        return column.generated() == null ? null : column.generated().sql();
    }

    private static @Nullable String literal(@Nullable String comment) {
        return comment == null ? null : SqlLiteral.quote(comment);
    }
}
