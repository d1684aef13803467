package io.qail.rollback;

import io.qail.schema.DataType;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.snapshot.SnapshotItem.ColumnType;
import io.qail.snapshot.StoredRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which row of the table each stored value belongs to, as SQL.
 *
 * <p>By a key: the stored key in its own type against the key of the row. Without one: by the hash of the columns that the
 * migration left alone, equal rows counted off against equal rows, so that what comes back is the same multiset of rows.
 *
 * @param table by its name when the restore runs
 * @param partitioned whether its rows lie in partitions; the rows of an heir are its own affair
 * @param column the restored column, by that name
 * @param names of the other columns now, by their names before the migration
 * @param earlier columns of the table that came back before this one; where rows have no key, the rows that are equal but
 *     for these are counted off in the order of these, as they were when the snapshot was taken
 * @param expected what the migration made of a stored value and what that is now, as SQL over {@code stored} and the row
 *     {@code live}; null where every stored value belongs back. Where rows have no key it tells equal ones apart
 */
record RowMatch(
        ObjectName table,
        boolean partitioned,
        String column,
        Map<String, String> names,
        StoredRecords records,
        List<String> earlier,
        @Nullable UnaryOperator<String> expected) {

    /** The same rows with another expectation. */
    RowMatch expecting(@Nullable UnaryOperator<String> other) {
        return new RowMatch(table, partitioned, column, names, records, earlier, other);
    }

    /** The same rows, the stored values read as the type that the column has by then. */
    RowMatch reading(DataType type) {
        return new RowMatch(table, partitioned, column, names, records.withValueType(type.sql()), earlier, expected);
    }

    /** The rows that the stored ones belong to, as an item of FROM and as the target of an UPDATE. */
    String rows() {
        return (partitioned ? "" : "ONLY ") + table.sql();
    }

    private boolean byKey() {
        return !records.keys().isEmpty();
    }

    /**
     * Everything stored with what it meets: {@code v} the stored value, {@code row_is_there}, {@code c} the current value,
     * {@code expected_value}, and {@code k0, k1, …} or {@code part, place} to find the row by.
     */
    String joined() {
        return byKey() ? joinedByKey() : joinedByHash();
    }

    private String joinedByKey() {
        List<String> select = new ArrayList<>(List.of("stored.v AS v", live(column) + " AS c"));
        List<String> on = new ArrayList<>();
        List<ColumnType> keys = records.keys();
        for (int i = 0; i < keys.size(); i++) {
            select.add("stored.k" + i + " AS k" + i);
            on.add(live(now(keys.get(i))) + " = stored.k" + i);
        }
        select.add(live(now(keys.get(0))) + " IS NOT NULL AS row_is_there");
        select.add((expected == null ? "NULL::pg_catalog.text" : expected.apply("stored.v")) + " AS expected_value");
        return "SELECT " + String.join(", ", select) + " FROM (" + records.values() + ") AS stored LEFT JOIN " + rows()
                + " AS live ON " + String.join(" AND ", on);
    }

    private String joinedByHash() {
        boolean told = expected != null;
        String texts = earlier.stream()
                .map(name -> StoredRecords.order("rows." + Identifier.quote(name)) + ", ")
                .collect(Collectors.joining());
        String earlierColumns = earlier.stream().map(name -> ", " + live(name)).collect(Collectors.joining());
        return """
                SELECT stored.v AS v, live.c AS c, live.part AS part, live.place AS place,
                       live.place IS NOT NULL AS row_is_there, stored.expected_value AS expected_value
                FROM (SELECT kept.*, %s AS n
                      FROM (SELECT kept.row_id, pg_catalog.left(kept.row_id, 64) AS hash, kept.v, %s AS expected_value
                            FROM (%s) AS kept) AS kept) AS stored
                LEFT JOIN (SELECT rows.*, pg_catalog.row_number() OVER (PARTITION BY rows.hash%s ORDER BY %srows.part, rows.place) AS n
                           FROM (SELECT live.tableoid AS part, live.ctid AS place, %s AS hash, %s AS c%s FROM %s AS live) AS rows) AS live
                ON live.hash = stored.hash AND live.n = stored.n%s""".formatted(
                told
                        ? "pg_catalog.row_number() OVER (PARTITION BY kept.hash, kept.expected_value::pg_catalog.text"
                                + " ORDER BY kept.row_id)"
                        : StoredRecords.number("kept.row_id"),
                expected == null ? "NULL::pg_catalog.text" : expected.apply("kept.v"),
                records.values(),
                told ? ", rows.c::pg_catalog.text" : "",
                texts,
                records.hash(name -> live(names.getOrDefault(name, name))),
                live(column),
                earlierColumns,
                rows(),
                told ? " AND live.c::pg_catalog.text IS NOT DISTINCT FROM stored.expected_value::pg_catalog.text" : "");
    }

    /** The UPDATE of every row that the condition over {@code found} holds for. */
    String update(String condition) {
        String target = rows() + " AS target";
        String set = "UPDATE " + target + " SET " + Identifier.quote(column) + " = found.v FROM (";
        if (byKey() && condition.isEmpty()) {
            // The plain join: PostgreSQL hashes the smaller side and writes each row once.
            return set + records.values() + ") AS found WHERE " + keysEqual();
        }
        return set + joined() + ") AS found WHERE "
                + (byKey() ? keysEqual() : "target.tableoid = found.part AND target.ctid = found.place")
                + (condition.isEmpty() ? "" : " AND " + condition);
    }

    private String keysEqual() {
        List<ColumnType> keys = records.keys();
        List<String> equal = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            equal.add("target." + Identifier.quote(now(keys.get(i))) + " = found.k" + i);
        }
        return String.join(" AND ", equal);
    }

    private String now(ColumnType key) {
        return names.getOrDefault(key.name(), key.name());
    }

    private static String live(String name) {
        return "live." + Identifier.quote(name);
    }
}
