package io.qail.catalog;

import io.qail.language.Types;
import io.qail.schema.BuiltInTypes;
import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaObject;
import io.qail.schema.Table;
import java.sql.Connection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds out which types the names in a declared schema mean: those of columns, domains, composite types and routines. */
public final class TypeResolver {

    /** What is a type itself, or has rows of a type. */
    private static final Set<ObjectKind> TYPE_KINDS =
            EnumSet.of(ObjectKind.DOMAIN, ObjectKind.TYPE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW);

    private final Schema declared;
    private final List<String> path;
    private final Set<String> spellings;
    private final Map<ObjectName, String> known;

    private TypeResolver(JdbcTemplate jdbc, Schema declared, String defaultSchema) {
        this.declared = declared;
        this.path = List.of("pg_catalog", defaultSchema, "public");
        SortedSet<String> names = new TreeSet<>();
        Types.map(declared, type -> {
            names.add(type.name());
            return type;
        });
        this.spellings = spellings(jdbc, names);
        this.known = known(jdbc, names);
        declaredTypes().forEach(name -> known.putIfAbsent(name, name.name()));
    }

    /**
     * Looks up every type along {@code <default schema>, public}: names without a schema that are not built in, and whether
     * those with one exist. Two queries and no lock; works in a running transaction.
     */
    public static ResolvedTypes resolve(Connection connection, Schema declared, String defaultSchema) {
        return CatalogSession.read(connection, jdbc -> {
            TypeResolver resolver = new TypeResolver(jdbc, declared, defaultSchema);
            SortedMap<ObjectAddress, DataType> missing = resolver.missing();
            boolean extensionsMissing = !missing.isEmpty()
                    && !installed(jdbc).containsAll(declared.extensions().keySet());
            SortedMap<ObjectAddress, DataType> none = new TreeMap<>();
            return new ResolvedTypes(
                    Types.map(declared, resolver::resolve),
                    extensionsMissing ? missing : none,
                    extensionsMissing ? none : missing);
        });
    }

    private SortedSet<ObjectName> declaredTypes() {
        SortedSet<ObjectName> types = new TreeSet<>(declared.enums().keySet());
        types.addAll(declared.tables().keySet());
        declared.objects().keySet().stream()
                .filter(object -> TYPE_KINDS.contains(object.kind()))
                .forEach(object -> types.add(object.name()));
        return types;
    }

    private SortedMap<ObjectAddress, DataType> missing() {
        SortedMap<ObjectAddress, DataType> missing = new TreeMap<>();
        for (Table table : declared.tables().values()) {
            for (Column column : table.columns()) {
                DataType type = column.type();
                if (!isSpelling(type) && find(type) == null) {
                    missing.put(ObjectAddress.column(table.name(), column.name()), type);
                }
            }
        }
        for (SchemaObject object : declared.objects().values()) {
            object.mapTypes(type -> {
                if (!isSpelling(type) && find(type) == null) {
                    missing.put(object.address(), type);
                }
                return type;
            });
        }
        return missing;
    }

    private DataType resolve(DataType type) {
        ObjectName found = isSpelling(type) ? null : find(type);
        if (found == null) {
            return type;
        }
        return found.schema().equals("pg_catalog")
                ? new DataType(null, known.getOrDefault(found, type.name()), type.modifier(), type.dimensions())
                : type.withName(found);
    }

    /** Whether the type is a built-in one in PostgreSQL's own spelling. */
    private boolean isSpelling(DataType type) {
        return type.schema() == null && (spellings.contains(type.name()) || BuiltInTypes.isPseudo(type.name()));
    }

    private @Nullable ObjectName find(DataType type) {
        for (String schema : type.schema() == null ? path : List.of(type.schema())) {
            ObjectName name = ObjectName.of(schema, type.name());
            if (known.containsKey(name)) {
                return name;
            }
        }
        return null;
    }

    private static Set<String> spellings(JdbcTemplate jdbc, SortedSet<String> names) {
        return new HashSet<>(jdbc.queryForList("""
                SELECT s.name FROM (SELECT format_type(t.oid, NULL) AS name FROM pg_type t
                                    WHERE t.typnamespace = 'pg_catalog'::regnamespace
                                    UNION ALL VALUES ('bpchar'), ('"bit"')) AS s
                WHERE s.name = ANY (?)
                """, String.class, (Object) names.toArray(String[]::new)));
    }

    /** Types by their exact names, with the spelling of those that are PostgreSQL's own. */
    private static Map<ObjectName, String> known(JdbcTemplate jdbc, SortedSet<String> names) {
        Map<ObjectName, String> known = new HashMap<>();
        jdbc.query(
                """
                SELECT n.nspname, t.typname, format_type(t.oid, NULL) AS spelling
                FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                WHERE t.typname = ANY (?) AND t.typisdefined
                """,
                row -> {
                    known.put(
                            ObjectName.of(row.getString("nspname"), row.getString("typname")),
                            row.getString("spelling"));
                },
                (Object) names.toArray(String[]::new));
        return known;
    }

    private static Set<String> installed(JdbcTemplate jdbc) {
        return new HashSet<>(jdbc.queryForList("SELECT extname FROM pg_extension", String.class));
    }
}
