package io.qail.shadow;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How far a shadow is behind.
 *
 * @param rows changed keys, a key as often as it was changed
 * @param age of the oldest
 * @param size bytes of all marks in the primary
 */
record Lag(long rows, Duration age, long size) {

    static final Lag NONE = new Lag(0, Duration.ZERO, 0);

    /** Reads the marks; finds their tables in the catalog, so that it works without the shadow. */
    static Lag read(Session primary) throws SQLException {
        List<String> tables = primary.strings(
                "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class c"
                        + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = ? AND c.relkind = 'r' AND c.relname ~ '^m[0-9]+$' ORDER BY 1",
                StateTables.SCHEMA);
        if (tables.isEmpty()) {
            return NONE;
        }
        String all = tables.stream()
                .map(table -> "SELECT count(*) AS rows, min(at) AS oldest, pg_catalog.pg_table_size('" + table
                        + "') AS size FROM " + table)
                .collect(Collectors.joining(" UNION ALL "));
        return primary.list(
                        "SELECT sum(rows), coalesce(extract(epoch FROM pg_catalog.clock_timestamp() - min(oldest)), 0),"
                                + " sum(size) FROM (" + all + ") AS marks",
                        row -> new Lag(
                                row.getLong(1), Duration.ofMillis((long) (row.getDouble(2) * 1000)), row.getLong(3)))
                .get(0);
    }
}
