package io.qail.snapshot;

import io.qail.impact.LiveRisks;
import io.qail.plan.ColumnOperation;
import io.qail.plan.DropIdentity;
import io.qail.plan.DropSequence;
import io.qail.plan.Operation;
import io.qail.plan.SequencePosition;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sequences that a plan drops, by themselves or with their table, column or identity. No table lock keeps others from
 * taking numbers, so the positions are read behind a lock on each sequence, which stays until the sequence is gone.
 */
final class LostSequences {

    /**
     * Name and cache size of each sequence, how a restore calls it, and its direction. {@code attribute} is null for a
     * whole table and for a sequence itself.
     */
    private static final String QUERY = """
            WITH wanted AS (
                SELECT c.oid, c.relkind, c.oid::regclass::text AS name, w.attribute, w.stays, a.attnum
                FROM unnest(?, ?, ?, ?) AS w(schema, name, attribute, stays)
                JOIN pg_namespace n ON n.nspname = w.schema
                JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.name
                LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = w.attribute
                WHERE w.attribute IS NULL OR a.attnum IS NOT NULL
            ), sequences AS (
                SELECT oid, format('%L::pg_catalog.regclass', name) AS restored, stays FROM wanted WHERE relkind = 'S'
                UNION ALL
                SELECT s.oid, format('pg_catalog.pg_get_serial_sequence(%L, %L)::pg_catalog.regclass', w.name, a.attname), w.stays
                FROM wanted w
                JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                    AND d.refobjid = w.oid AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
                    AND (w.attnum IS NULL OR d.refobjsubid = w.attnum)
                JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
                JOIN pg_attribute a ON a.attrelid = w.oid AND a.attnum = d.refobjsubid
                WHERE w.relkind <> 'S'
            )
            SELECT DISTINCT s.oid::regclass::text, s.restored, s.stays, q.seqstart, q.seqcache
            FROM sequences s JOIN pg_sequence q ON q.seqrelid = s.oid ORDER BY 1, 2
            """;

    /**
     * One sequence.
     *
     * @param restored the SQL of a regclass, when it is back
     * @param stays whether the column that it numbers stays and takes other numbers until then
     */
    private record Lost(String name, String restored, boolean stays, long start, long cache) {

        /** Sets what it was set to, called or not; nothing to do for one that nobody has touched. */
        @Nullable
        String setval(long last, boolean called) {
            if (!called && last == start && !stays) {
                return null;
            }
            return stays
                    ? SequencePosition.ahead(restored, Long.toString(last), Boolean.toString(called))
                    : "SELECT pg_catalog.setval(" + restored + ", " + last + ", " + called + ")";
        }
    }

    private final List<Lost> sequences;

    private LostSequences(List<Lost> sequences) {
        this.sequences = sequences;
    }

    /**
     * Finds them in the catalogs; reads no position yet.
     *
     * @param parts what goes with its records
     */
    static LostSequences of(Connection connection, LiveRisks live, List<SnapshotPart> parts) throws SQLException {
        List<ObjectName> names = new ArrayList<>();
        List<@Nullable String> columns = new ArrayList<>();
        List<Boolean> stays = new ArrayList<>();
        for (SnapshotPart part : parts) {
            if (part.type() != SnapshotType.ALTER_TYPE) {
                names.add(part.table().name());
                columns.add(part.column() == null ? null : part.column().name());
                stays.add(false);
            }
        }
        for (Operation operation : live.plan().operations()) {
            if (operation instanceof DropSequence drop) {
                names.add(drop.sequence().name());
                columns.add(null);
                stays.add(drop.sequence().owner() != null);
            } else if (operation instanceof DropIdentity drop) {
                ObjectAddress column =
                        live.plan().before((ColumnOperation) drop).orElse(null);
                if (column != null) {
                    names.add(column.name());
                    columns.add(column.member());
                    stays.add(true);
                }
            }
        }
        return names.isEmpty() ? new LostSequences(List.of()) : read(connection, names, columns, stays);
    }

    private static LostSequences read(
            Connection connection, List<ObjectName> names, List<@Nullable String> columns, List<Boolean> stays)
            throws SQLException {
        return CatalogPath.on(connection, () -> {
            List<Lost> found = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
                statement.setArray(
                        1,
                        text(connection, names.stream().map(ObjectName::schema).toArray()));
                statement.setArray(
                        2, text(connection, names.stream().map(ObjectName::name).toArray()));
                statement.setArray(3, text(connection, columns.toArray()));
                statement.setArray(4, connection.createArrayOf("bool", stays.toArray()));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        found.add(new Lost(
                                row.getString(1), row.getString(2), row.getBoolean(3), row.getLong(4), row.getLong(5)));
                    }
                }
            }
            return new LostSequences(found);
        });
    }

    private static Array text(Connection connection, @Nullable Object[] values) throws SQLException {
        return connection.createArrayOf("text", values);
    }

    boolean isEmpty() {
        return sequences.isEmpty();
    }

    /** Keeps others from taking numbers: PostgreSQL has no LOCK for sequences, but an ALTER that changes nothing takes one. */
    List<String> locks() {
        return sequences.stream()
                .map(lost -> "ALTER SEQUENCE " + lost.name() + " CACHE " + lost.cache())
                .distinct()
                .toList();
    }

    /** Statements that set each one back to where it is now, once it is there again. */
    List<String> positions(Connection connection) throws SQLException {
        List<String> statements = new ArrayList<>();
        if (sequences.isEmpty()) {
            return statements;
        }
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < sequences.size(); i++) {
            query.append(i == 0 ? "" : " UNION ALL ")
                    .append("SELECT ")
                    .append(i)
                    .append(", last_value, is_called FROM ")
                    .append(sequences.get(i).name());
        }
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(query.append(" ORDER BY 1").toString())) {
            while (row.next()) {
                String setval = sequences.get(row.getInt(1)).setval(row.getLong(2), row.getBoolean(3));
                if (setval != null) {
                    statements.add(setval);
                }
            }
        }
        return statements;
    }
}
