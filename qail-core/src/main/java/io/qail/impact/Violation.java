package io.qail.impact;

import io.qail.schema.SqlLiteral;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are there and that make an operation fail, as SQL that finds them.
 *
 * @param count a query of how many there are, rows or groups of equal ones
 * @param examples a query that describes some of them by their keys, in a single text column; null for rows without a key
 */
record Violation(String count, @Nullable String examples) {

    private static final int EXAMPLES = 5;

    /**
     * An expression under a name for people.
     *
     * @param sql over the rows
     */
    record KeyPart(String name, String sql) {

        private String text() {
            return SqlLiteral.quote(name + " = ") + " || COALESCE((" + sql + ")::pg_catalog.text, 'null')";
        }
    }

    /**
     * Rows for which a condition holds.
     *
     * @param from the item of a FROM clause
     * @param key what tells them apart; empty where nothing does
     */
    static Violation ofRows(String from, String condition, List<KeyPart> key) {
        return new Violation(
                "SELECT " + TableScan.countOf(condition) + " FROM " + from,
                key.isEmpty() ? null : "SELECT " + described(key) + " FROM " + from + " WHERE " + condition + limit());
    }

    /**
     * Groups of rows that are equal.
     *
     * @param key what they are equal in
     * @param where which rows are compared; null for all
     * @param nullsCollide whether two nulls are equal
     */
    static Violation ofGroups(LiveRows rows, List<KeyPart> key, @Nullable String where, boolean nullsCollide) {
        List<String> conditions = new ArrayList<>();
        if (where != null) {
            conditions.add("(" + where + ")");
        }
        if (!nullsCollide) {
            key.forEach(column -> conditions.add("(" + column.sql() + ") IS DISTINCT FROM NULL"));
        }
        // Behind a subquery: a key that is a plain number would be taken for a column's position.
        List<KeyPart> grouped = IntStream.range(0, key.size())
                .mapToObj(i -> new KeyPart(key.get(i).name(), "_qail_key_" + i))
                .toList();
        String groups = " FROM (SELECT "
                + IntStream.range(0, key.size())
                        .mapToObj(i -> key.get(i).sql() + " AS _qail_key_" + i)
                        .collect(Collectors.joining(", "))
                + " FROM " + rows.from()
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + ") AS _qail_keys GROUP BY "
                + grouped.stream().map(KeyPart::sql).collect(Collectors.joining(", "))
                + " HAVING pg_catalog.count(*) > 1";
        return new Violation(
                "SELECT pg_catalog.count(*) FROM (SELECT" + groups + ") AS _qail_duplicates",
                "SELECT " + described(grouped) + groups + limit());
    }

    private static String described(List<KeyPart> key) {
        return key.stream().map(KeyPart::text).collect(Collectors.joining(" || ', ' || "));
    }

    /** The same ones each time. */
    private static String limit() {
        return " ORDER BY 1 LIMIT " + EXAMPLES;
    }
}
