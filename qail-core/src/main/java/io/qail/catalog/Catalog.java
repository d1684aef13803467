package io.qail.catalog;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import java.sql.Connection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Reads PostgreSQL's catalogs.
 *
 * <p>Every method needs nothing but a login, takes no lock on a user's table, and blocks for no other session. It works in
 * a running transaction, whose settings are afterwards what they were, and on a connection in autocommit, where what it
 * reads is one snapshot. Errors are Spring's {@link org.springframework.dao.DataAccessException}.
 */
public final class Catalog {

    private Catalog() {}

    /** Everything in all schemas that are not PostgreSQL's own, and not QAIL's. */
    public static LiveSchema read(Connection connection, String defaultSchema) {
        return CatalogSession.read(connection, jdbc -> read(jdbc, null, defaultSchema));
    }

    /**
     * Everything in these schemas, as far as they exist, and the extensions of the database. The number of queries does
     * not depend on the number of objects.
     *
     * @param defaultSchema left out of {@link Schema#schemas()}, as a file leaves it out
     */
    public static LiveSchema read(Connection connection, SortedSet<String> schemas, String defaultSchema) {
        return CatalogSession.read(connection, jdbc -> read(jdbc, schemas, defaultSchema));
    }

    /** The same with what only a text of the database has to tell, in one snapshot; all schemas where none is given. */
    public static Inventory inventory(Connection connection, SortedSet<String> schemas, String defaultSchema) {
        return CatalogSession.read(connection, jdbc -> {
            Reading reading = start(jdbc, schemas.isEmpty() ? null : schemas, defaultSchema);
            return new Inventory(read(reading), UnsaidReader.read(reading.query()));
        });
    }

    /** The schema in which the connection makes its objects: the first of its search path that exists, else {@code public}. */
    public static String currentSchema(Connection connection) {
        JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
        String schema = jdbc.queryForObject("SELECT pg_catalog.current_schema()", String.class);
        return schema == null ? "public" : schema;
    }

    /**
     * What every object has beside its definition: owner, privileges, options, comments. The number of queries does not
     * depend on the number of objects.
     *
     * @param full with the definitions of what could be made again on a table
     */
    public static ObjectStates states(Connection connection, boolean full) {
        return CatalogSession.read(
                connection,
                jdbc -> StateReader.read(
                        new CatalogQuery(jdbc, new TreeSet<>(schemas(jdbc, null).keySet()), serverVersion(jdbc)),
                        full));
    }

    /** What stands on the table: objects of others, by name; its own columns, indexes and constraints are not among them. */
    public static List<Dependent> dependents(Connection connection, ObjectName table) {
        return CatalogSession.read(connection, jdbc -> DependentReader.read(jdbc, table, null));
    }

    /** What stands on the column, the table's own indexes and constraints included. */
    public static List<Dependent> dependents(Connection connection, ObjectName table, String column) {
        return CatalogSession.read(connection, jdbc -> DependentReader.read(jdbc, table, column));
    }

    static LiveSchema read(JdbcTemplate jdbc, @Nullable SortedSet<String> wanted, String defaultSchema) {
        return read(start(jdbc, wanted, defaultSchema));
    }

    private static Reading start(JdbcTemplate jdbc, @Nullable SortedSet<String> wanted, String defaultSchema) {
        SortedMap<String, Long> schemas = schemas(jdbc, wanted);
        Reading reading = Reading.start(new CatalogQuery(jdbc, new TreeSet<>(schemas.keySet()), serverVersion(jdbc)));
        schemas.forEach((name, oid) -> {
            reading.schema().schemas.add(name);
            reading.addresses().put("pg_namespace", oid, ObjectAddress.of(ObjectKind.SCHEMA, ObjectName.global(name)));
        });
        reading.schema().schemas.remove(defaultSchema);
        return reading;
    }

    private static SortedMap<String, Long> schemas(JdbcTemplate jdbc, @Nullable SortedSet<String> wanted) {
        SortedMap<String, Long> schemas = new TreeMap<>();
        jdbc.query(
                """
                SELECT n.nspname, n.oid FROM pg_namespace n
                WHERE CASE WHEN ?::text[] IS NOT NULL THEN n.nspname = ANY (?::text[])
                           ELSE NOT starts_with(n.nspname::text, 'pg_') AND n.nspname <> 'information_schema'
                                AND n.nspname <> '_qail_shadow' END
                  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_namespace'::regclass
                                  AND d.objid = n.oid AND d.deptype = 'e')
                """,
                row -> {
                    schemas.put(row.getString("nspname"), row.getLong("oid"));
                },
                array(wanted),
                array(wanted));
        return schemas;
    }

    private static LiveSchema read(Reading reading) {
        ObjectReader.readExtensions(reading);
        ObjectReader.readSequences(reading);
        readObjects(reading);
        GrantReader.read(reading);
        CommentReader.read(reading);
        return new LiveSchema(
                reading.schema().build(),
                reading.invalidIndexes(),
                reading.notValidated(),
                UnmanagedReader.read(reading.query()));
    }

    /** What lies in one schema and has texts; neither sequences nor privileges nor comments. */
    static Schema readObjects(JdbcTemplate jdbc, String schema) {
        Reading reading = Reading.start(new CatalogQuery(jdbc, new TreeSet<>(List.of(schema)), serverVersion(jdbc)));
        readObjects(reading);
        return reading.schema().build();
    }

    private static void readObjects(Reading reading) {
        ObjectReader.readEnums(reading);
        TypeReader.readDomains(reading);
        TypeReader.readCompositeTypes(reading);
        TableReader.read(reading);
        StatisticsReader.read(reading);
        ViewReader.read(reading);
        RoutineReader.read(reading);
        AggregateReader.read(reading);
        TriggerReader.read(reading);
        PolicyReader.read(reading);
    }

    private static int serverVersion(JdbcTemplate jdbc) {
        Integer version =
                jdbc.queryForObject("SELECT current_setting('server_version_num')::int / 10000", Integer.class);
        return version == null ? 0 : version;
    }

    private static String @Nullable [] array(@Nullable SortedSet<String> strings) {
        return strings == null ? null : strings.toArray(String[]::new);
    }
}
