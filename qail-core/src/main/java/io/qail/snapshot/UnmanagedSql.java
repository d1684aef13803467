package io.qail.snapshot;

import io.qail.schema.ObjectName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The SQL of what goes along with a dropped table or column and is no state of an object ({@link DroppedStates}): the names
 * of identity sequences.
 */
final class UnmanagedSql {

    /** Statements in the order in which they can run once the table is back; {@code attnum} is null for a whole table. */
    private static final String QUERY = """
            WITH gone AS (
                SELECT c.*, c.oid::regclass::text AS name, a.attnum
                FROM unnest(?, ?, ?) AS wanted(schema, name, attribute)
                JOIN pg_namespace n ON n.nspname = wanted.schema
                JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name
                LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = wanted.attribute
            )
            SELECT statement FROM (
                SELECT name, 1 AS step, format('DO %L', format('BEGIN IF pg_catalog.to_regclass(%L) IS NULL THEN'
                        ' EXECUTE pg_catalog.format(''ALTER SEQUENCE %%s RENAME TO %%I'','
                        ' pg_catalog.pg_get_serial_sequence(%L, %L), %L); END IF; END',
                        s.oid::regclass, g.name, a.attname, s.relname)) AS statement
                FROM gone g
                JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                    AND d.refobjid = g.oid AND d.refobjsubid > 0 AND d.deptype = 'i'
                    AND (g.attnum IS NULL OR d.refobjsubid = g.attnum)
                JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
                JOIN pg_attribute a ON a.attrelid = g.oid AND a.attnum = d.refobjsubid
            ) AS statements
            ORDER BY name, step, statement
            """;

    private UnmanagedSql() {}

    static List<String> of(Connection connection, List<SnapshotPart> parts) throws SQLException {
        List<SnapshotPart> gone = parts.stream()
                .filter(part -> part.type() != SnapshotType.ALTER_TYPE)
                .toList();
        if (gone.isEmpty()) {
            return List.of();
        }
        return CatalogPath.on(connection, () -> {
            List<String> statements = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
                List<ObjectName> tables =
                        gone.stream().map(part -> part.table().name()).toList();
                Object[] columns = gone.stream()
                        .map(SnapshotPart::column)
                        .map(column -> column == null ? null : column.name())
                        .toArray();
                statement.setArray(
                        1,
                        connection.createArrayOf(
                                "text", tables.stream().map(ObjectName::schema).toArray()));
                statement.setArray(
                        2,
                        connection.createArrayOf(
                                "text", tables.stream().map(ObjectName::name).toArray()));
                statement.setArray(3, connection.createArrayOf("text", columns));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        statements.add(row.getString(1));
                    }
                }
            }
            return statements;
        });
    }
}
