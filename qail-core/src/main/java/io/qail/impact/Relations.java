package io.qail.impact;

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
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tables as they are in the database, with their partitions and all that inherits from them. */
final class Relations {

    /**
     * One of them.
     *
     * @param partitioned whether its rows lie in partitions
     * @param partition whether it is one, so that it goes with the table that it is a partition of
     * @param columns in their order, inherited ones included
     * @param ownColumns those that stay when a parent loses its column of that name
     * @param neverNull those that cannot hold a null
     */
    record Relation(
            ObjectName name,
            boolean partitioned,
            boolean partition,
            List<String> columns,
            Set<String> ownColumns,
            Set<String> neverNull,
            List<ObjectName> parents) {

        Relation {
            columns = List.copyOf(columns);
            ownColumns = Set.copyOf(ownColumns);
            neverNull = Set.copyOf(neverNull);
            parents = List.copyOf(parents);
        }
    }

    private static final String QUERY = """
            WITH RECURSIVE tree AS (
                SELECT c.oid
                FROM ROWS FROM (pg_catalog.unnest(?), pg_catalog.unnest(?)) AS wanted(schema, name)
                JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.schema
                JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name
                WHERE c.relkind IN ('r', 'p', 'f')
                UNION
                SELECT i.inhrelid FROM tree JOIN pg_catalog.pg_inherits i ON i.inhparent = tree.oid
            )
            SELECT n.nspname, c.relname, c.relkind = 'p', c.relispartition,
                   ARRAY(SELECT a.attname::pg_catalog.text FROM pg_catalog.pg_attribute a
                         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum),
                   ARRAY(SELECT a.attname::pg_catalog.text FROM pg_catalog.pg_attribute a
                         WHERE a.attrelid = c.oid AND a.attnum > 0 AND (a.attislocal OR a.attinhcount > 1)),
                   ARRAY(SELECT pn.nspname::pg_catalog.text FROM pg_catalog.pg_inherits i
                         JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
                         JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
                         WHERE i.inhrelid = c.oid ORDER BY i.inhseqno),
                   ARRAY(SELECT p.relname::pg_catalog.text FROM pg_catalog.pg_inherits i
                         JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
                         WHERE i.inhrelid = c.oid ORDER BY i.inhseqno),
                   -- PostgreSQL 18 knows NOT NULL that the rows from before it may violate.
                   ARRAY(SELECT a.attname::pg_catalog.text FROM pg_catalog.pg_attribute a
                         WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attnotnull AND NOT EXISTS (
                             SELECT FROM pg_catalog.pg_constraint n WHERE n.conrelid = c.oid AND n.contype = 'n'
                                 AND n.conkey = ARRAY[a.attnum] AND NOT n.convalidated))
            FROM tree JOIN pg_catalog.pg_class c ON c.oid = tree.oid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            """;

    private final SortedMap<ObjectName, Relation> byName = new TreeMap<>();

    private Relations() {}

    /** These tables, as far as they exist, and everything below them. */
    static Relations read(Connection connection, Collection<ObjectName> tables) throws SQLException {
        Relations relations = new Relations();
        if (tables.isEmpty()) {
            return relations;
        }
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            SqlArrays.setNames(statement, tables);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    List<String> schemas = strings(row.getArray(7));
                    List<String> names = strings(row.getArray(8));
                    List<ObjectName> parents = new ArrayList<>();
                    for (int i = 0; i < names.size(); i++) {
                        parents.add(ObjectName.of(schemas.get(i), names.get(i)));
                    }
                    Relation relation = new Relation(
                            ObjectName.of(row.getString(1), row.getString(2)),
                            row.getBoolean(3),
                            row.getBoolean(4),
                            strings(row.getArray(5)),
                            Set.copyOf(strings(row.getArray(6))),
                            Set.copyOf(strings(row.getArray(9))),
                            parents);
                    relations.byName.put(relation.name(), relation);
                }
            }
        }
        return relations;
    }

    private static List<String> strings(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }

    Collection<Relation> all() {
        return byName.values();
    }

    @Nullable
    Relation get(ObjectName table) {
        return byName.get(table);
    }

    /** Those directly below, by name. */
    List<Relation> children(ObjectName table) {
        return byName.values().stream()
                .filter(relation -> relation.parents().contains(table))
                .toList();
    }
}
