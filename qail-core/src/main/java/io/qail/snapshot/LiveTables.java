package io.qail.snapshot;

import io.qail.schema.ObjectName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the tables that are copied from the catalogs, under their lock: a column that somebody added a moment before the
 * lock is copied too.
 */
final class LiveTables {

    private static final String WANTED = " FROM unnest(?, ?) AS wanted(schema, name)"
            + " JOIN pg_namespace n ON n.nspname = wanted.schema"
            + " JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name";

    private static final String TABLES = "SELECT n.nspname, c.relname, c.relkind = 'p',"
            + " CASE c.relkind WHEN 'p' THEN (SELECT sum(pg_table_size(t.relid)) FROM pg_partition_tree(c.oid) t)"
            + " ELSE pg_table_size(c.oid) END,"
            + " pg_relation_size(c.oid) / current_setting('block_size')::int8" + WANTED;

    private static final String COLUMNS = """
            SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                   CASE WHEN a.atttypid = ANY ('{bool,int2,int4,int8,numeric,text,varchar,bpchar,uuid}'::regtype[])
                            THEN 'JSON'
                        WHEN base.type = 'xml'::regtype THEN 'XML'
                        WHEN base.type = 'xml[]'::regtype
                            OR (SELECT e.typbasetype FROM pg_type e WHERE e.oid = base.element) = 'xml'::regtype
                            THEN 'XML_ARRAY'
                        WHEN base.type = ANY (ARRAY(SELECT r.oid FROM pg_type r
                            WHERE r.typnamespace = 'pg_catalog'::regnamespace AND r.typname ~ '^reg[a-z]+$'))
                            THEN 'REFERENCE'
                        ELSE 'TEXT' END,
                   a.attgenerated <> '',
                   a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL,
                   CASE WHEN t.typtype = 'd' THEN format_type(base.type, base.typmod) END
            """ + WANTED + """
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_type t ON t.oid = a.atttypid
            CROSS JOIN LATERAL (
                WITH RECURSIVE d(type, typmod, depth) AS (
                    SELECT a.atttypid, a.atttypmod, 0
                    UNION ALL
                    SELECT b.typbasetype, b.typtypmod, d.depth + 1 FROM d JOIN pg_type b ON b.oid = d.type WHERE b.typtype = 'd')
                SELECT d.type, d.typmod, b.typelem FROM d JOIN pg_type b ON b.oid = d.type ORDER BY d.depth DESC LIMIT 1
            ) AS base(type, typmod, element)
            ORDER BY 1, 2, a.attnum
            """;

    private static final String KEYS = """
            SELECT n.nspname, c.relname, array_agg(a.attname::text ORDER BY k.n)
            """ + WANTED + """
             JOIN pg_index i ON i.indrelid = c.oid
            JOIN pg_class x ON x.oid = i.indexrelid
            CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
            WHERE i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
              AND k.n <= i.indnkeyatts
            GROUP BY 1, 2, i.indexrelid, i.indisprimary, x.relname
            HAVING bool_and(a.attnotnull)
            ORDER BY 1, 2, i.indisprimary DESC, count(*), x.relname
            """;

    private LiveTables() {}

    /** The tables that exist, by name. */
    static Map<ObjectName, LiveTable> read(Connection connection, Collection<ObjectName> names) throws SQLException {
        return CatalogPath.on(connection, () -> {
            Map<ObjectName, List<LiveColumn>> columns = new TreeMap<>();
            query(
                    connection,
                    COLUMNS,
                    names,
                    (table, row) -> columns.computeIfAbsent(table, t -> new ArrayList<>())
                            .add(new LiveColumn(
                                    row.getString(3),
                                    row.getString(4),
                                    LiveColumn.Form.valueOf(row.getString(5)),
                                    row.getBoolean(6),
                                    row.getBoolean(7),
                                    row.getString(8))));
            Map<ObjectName, List<List<String>>> keys = new TreeMap<>();
            query(
                    connection,
                    KEYS,
                    names,
                    (table, row) ->
                            keys.computeIfAbsent(table, t -> new ArrayList<>()).add(strings(row.getArray(3))));
            Map<ObjectName, LiveTable> tables = new TreeMap<>();
            query(
                    connection,
                    TABLES,
                    names,
                    (table, row) -> tables.put(
                            table,
                            new LiveTable(
                                    table,
                                    columns.getOrDefault(table, List.of()),
                                    keys.getOrDefault(table, List.of()),
                                    row.getBoolean(3),
                                    row.getLong(4),
                                    row.getLong(5))));
            return tables;
        });
    }

    private interface RowReader {
        void read(ObjectName table, ResultSet row) throws SQLException;
    }

    private static void query(Connection connection, String sql, Collection<ObjectName> names, RowReader reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", names.stream().map(ObjectName::schema).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", names.stream().map(ObjectName::name).toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    reader.read(ObjectName.of(row.getString(1), row.getString(2)), row);
                }
            }
        }
    }

    private static List<String> strings(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }
}
