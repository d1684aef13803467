package io.qail.catalog;

import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Table;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
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

    /** Everything in all schemas that are not PostgreSQL's own. */
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

    /** The schema in which the connection makes its objects: the first of its search path that exists, else {@code public}. */
    public static String currentSchema(Connection connection) {
        JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
        String schema = jdbc.queryForObject("SELECT pg_catalog.current_schema()", String.class);
        return schema == null ? "public" : schema;
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
        SortedSet<String> schemas = new TreeSet<>(jdbc.queryForList("""
                SELECT n.nspname FROM pg_namespace n
                WHERE CASE WHEN ?::text[] IS NOT NULL THEN n.nspname = ANY (?::text[])
                           ELSE NOT starts_with(n.nspname::text, 'pg_') AND n.nspname <> 'information_schema' END
                  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_namespace'::regclass
                                  AND d.objid = n.oid AND d.deptype = 'e')
                """, String.class, array(wanted), array(wanted)));
        CatalogQuery query = new CatalogQuery(jdbc, schemas, serverVersion(jdbc));
        SchemaBuilder builder = Schema.EMPTY.toBuilder();
        builder.schemas.addAll(schemas);
        builder.schemas.remove(defaultSchema);
        ObjectReader.readExtensions(query, builder);
        ObjectReader.readEnums(query, builder);
        ObjectReader.readSequences(query, builder);

        SortedSet<ObjectName> invalidIndexes = new TreeSet<>();
        SortedSet<ObjectAddress> notValidated = new TreeSet<>();
        readTables(query, builder, invalidIndexes, notValidated);
        ObjectReader.readComments(query, builder);
        return new LiveSchema(builder.build(), invalidIndexes, notValidated, UnmanagedReader.read(query));
    }

    /** Only tables with their constraints and indexes, of one schema. */
    static Schema readTables(JdbcTemplate jdbc, String schema) {
        SchemaBuilder builder = Schema.EMPTY.toBuilder();
        CatalogQuery query = new CatalogQuery(jdbc, new TreeSet<>(List.of(schema)), serverVersion(jdbc));
        readTables(query, builder, new TreeSet<>(), new TreeSet<>());
        return builder.build();
    }

    private static void readTables(
            CatalogQuery query,
            SchemaBuilder builder,
            SortedSet<ObjectName> invalidIndexes,
            SortedSet<ObjectAddress> notValidated) {
        SortedMap<ObjectName, SortedMap<Integer, Column>> tables = TableReader.read(query);
        Map<Long, IndexReader.Entry> indexes = IndexReader.read(query);
        Map<ObjectName, List<Constraint>> constraints = ConstraintReader.read(query, indexes, notValidated);
        tables.forEach((name, columns) -> builder.tables.put(
                name, new Table(name, List.copyOf(columns.values()), constraints.getOrDefault(name, List.of()))));
        for (IndexReader.Entry entry : indexes.values()) {
            if (!entry.ofConstraint()) {
                builder.indexes.put(entry.index().name(), entry.index());
                if (!entry.valid()) {
                    invalidIndexes.add(entry.index().name());
                }
            }
        }
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
