package io.qail.rollback;

import io.qail.plan.AlterColumnType;
import io.qail.plan.RetypedColumns;
import io.qail.schema.DataType;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.OutputText;
import io.qail.snapshot.SnapshotItem.ColumnType;
import io.qail.snapshot.StoredRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
 * @param retyped the type changes of the migration that are not taken back yet, by the names before it: a key is compared with
 *     what they made of the stored one
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
        Map<String, List<AlterColumnType>> retyped,
        @Nullable UnaryOperator<String> expected) {

    /** The same rows with another expectation. */
    RowMatch expecting(@Nullable UnaryOperator<String> other) {
        return new RowMatch(table, partitioned, column, names, records, earlier, retyped, other);
    }

    /** The same rows, the stored values read as the type that the column has by then. */
    RowMatch reading(DataType type) {
        return new RowMatch(
                table, partitioned, column, names, records.withValueType(type.sql()), earlier, retyped, expected);
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
            on.add(keyEquals(keys.get(i), live(now(keys.get(i))), "stored.k" + i));
        }
        select.add(live(now(keys.get(0))) + " IS NOT NULL AS row_is_there");
        select.add((expected == null ? "NULL::pg_catalog.text" : expected.apply("stored.v")) + " AS expected_value");
        return "SELECT " + String.join(", ", select) + " FROM (" + records.values() + ") AS stored LEFT JOIN " + rows()
                + " AS live ON " + String.join(" AND ", on);
    }

    private String joinedByHash() {
        boolean told = expected != null;
        // Names of columns may be any: none of them appears beside a name of ours.
        String texts = IntStream.range(0, earlier.size())
                .mapToObj(i -> StoredRecords.order("rows.e" + i) + ", ")
                .collect(Collectors.joining());
        String earlierColumns = IntStream.range(0, earlier.size())
                .mapToObj(i -> ", " + live(earlier.get(i)) + " AS e" + i)
                .collect(Collectors.joining());
        return """
                SELECT stored.v AS v, live.c AS c, live.part AS part, live.place AS place,
                       live.place IS NOT NULL AS row_is_there, stored.expected_value AS expected_value
                FROM (SELECT kept.*, %s AS n
                      FROM (SELECT kept.row_id, pg_catalog.left(kept.row_id, 64) AS hash, kept.v, %s AS expected_value
                            FROM (%s) AS kept) AS kept) AS stored
                LEFT JOIN (SELECT rows.*, pg_catalog.row_number() OVER (PARTITION BY rows.hash%s ORDER BY %srows.part, rows.place) AS n
                           FROM (SELECT live.tableoid AS part, live.ctid AS place, %s AS hash, %s AS c%s FROM %s AS live) AS rows) AS live
                ON live.hash OPERATOR(pg_catalog.=) stored.hash AND live.n OPERATOR(pg_catalog.=) stored.n%s""".formatted(
                        told
                                ? "pg_catalog.row_number() OVER (PARTITION BY kept.hash, "
                                        + OutputText.of("kept.expected_value") + " ORDER BY kept.row_id)"
                                : StoredRecords.number("kept.row_id"),
                        expected == null ? "NULL::pg_catalog.text" : expected.apply("kept.v"),
                        records.values(),
                        told ? ", " + OutputText.of("rows.c") : "",
                        texts,
                        records.hash(name -> live(names.getOrDefault(name, name))),
                        live(column),
                        earlierColumns,
                        rows(),
                        told
                                ? " AND " + OutputText.of("live.c") + " IS NOT DISTINCT FROM "
                                        + OutputText.of("stored.expected_value")
                                : "");
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
            equal.add(keyEquals(keys.get(i), "target." + Identifier.quote(now(keys.get(i))), "found.k" + i));
        }
        return String.join(" AND ", equal);
    }

    private String keyEquals(ColumnType key, String column, String stored) {
        List<AlterColumnType> changes = retyped.getOrDefault(key.name(), List.of());
        if (changes.isEmpty()) {
            return StoredRecords.liveKey(key, column) + " OPERATOR(pg_catalog.=) " + stored;
        }
        String made = RetypedColumns.apply(changes, stored);
        return changes.get(changes.size() - 1).to().schema() == null && key.builtIn()
                ? column + " OPERATOR(pg_catalog.=) " + made
                : OutputText.of(column) + " OPERATOR(pg_catalog.=) " + OutputText.of("(" + made + ")");
    }

    private String now(ColumnType key) {
        return names.getOrDefault(key.name(), key.name());
    }

    private static String live(String name) {
        return "live." + Identifier.quote(name);
    }
}
