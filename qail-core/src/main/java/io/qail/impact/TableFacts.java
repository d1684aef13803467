package io.qail.impact;

import io.qail.schema.ObjectName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the server knows about a table without reading it.
 *
 * @param bytes with TOAST, indexes and partitions
 * @param rows an estimate
 */
record TableFacts(long bytes, long rows) {

    /** A table that is not there, or not yet. */
    static final TableFacts NONE = new TableFacts(0, 0);

    /** A table that was never analysed counts as one of narrow rows: better an estimate shown than a long wait. */
    private static final String QUERY = """
            WITH RECURSIVE tree AS (
                SELECT c.oid AS root, c.oid
                FROM ROWS FROM (pg_catalog.unnest(?), pg_catalog.unnest(?)) AS wanted(schema, name)
                JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.schema
                JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name
                UNION ALL
                SELECT tree.root, i.inhrelid
                FROM tree JOIN pg_catalog.pg_inherits i ON i.inhparent = tree.oid
                JOIN pg_catalog.pg_class p ON p.oid = i.inhrelid AND p.relispartition AND p.relkind IN ('r', 'p', 'f')
            )
            SELECT n.nspname, root.relname, sum(pg_catalog.pg_total_relation_size(c.oid)),
                   sum(CASE WHEN c.reltuples >= 0 AND c.relpages > 0 THEN c.reltuples / c.relpages ELSE 100 END
                        * (pg_catalog.pg_relation_size(c.oid)
                            / pg_catalog.current_setting('block_size')::pg_catalog.int8))::pg_catalog.int8
            FROM tree JOIN pg_catalog.pg_class root ON root.oid = tree.root
            JOIN pg_catalog.pg_namespace n ON n.oid = root.relnamespace
            JOIN pg_catalog.pg_class c ON c.oid = tree.oid
            WHERE c.relkind IN ('r', 'p', 'm')
            GROUP BY root.oid, n.nspname, root.relname
            """;

    static Map<ObjectName, TableFacts> read(Connection connection, Collection<ObjectName> tables) throws SQLException {
        Map<ObjectName, TableFacts> facts = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            SqlArrays.setNames(statement, tables);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    facts.put(
                            ObjectName.of(result.getString(1), result.getString(2)),
                            new TableFacts(result.getLong(3), result.getLong(4)));
                }
            }
        }
        return facts;
    }
}
