package io.qail.shadow;

import io.qail.schema.Identifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One round: what was touched in the primary is carried over as it is now.
 *
 * <ol>
 *   <li>One snapshot of the primary tells the marks, and the present row of every marked key.
 *   <li>One transaction of the shadow deletes those keys and inserts the present rows; a whole table where one is marked.
 *   <li>It commits, and then exactly the marks of that snapshot are deleted: those that another transaction commits
 *       meanwhile are not seen, and stay. A crash in between repeats the round, to the same effect.
 * </ol>
 */
final class CatchUp {

    private final Session primary;
    private final Session shadow;
    private final List<ShadowTable> tables;

    CatchUp(Session primary, Session shadow, List<ShadowTable> tables) {
        this.primary = primary;
        this.shadow = shadow;
        this.tables = tables;
    }

    private record Marked(long rows, boolean whole) {}

    /**
     * A round with a snapshot of its own.
     *
     * @param keyless whether tables without a key are copied too, whole, when somebody wrote to them
     * @return how many marks were worked off
     */
    long round(boolean keyless) throws SQLException {
        primary.beginSnapshot(null);
        try {
            long done = carryOver(keyless);
            primary.commit();
            return done;
        } finally {
            primary.rollback();
            shadow.rollback();
        }
    }

    /** The same inside an open transaction of the primary; the caller commits it, and only then the marks are gone. */
    long carryOver(boolean keyless) throws SQLException {
        Map<ShadowTable, Marked> marked = marked();
        if (!keyless) {
            for (ShadowTable table : tables) {
                if (table.keyless() && marked.remove(table) != null) {
                    // One mark says as much as many.
                    primary.execute("DELETE FROM " + table.marks());
                    primary.execute("INSERT INTO " + table.marks() + " DEFAULT VALUES");
                }
            }
        }
        if (marked.isEmpty()) {
            return 0;
        }
        // The marks have no statistics, and a scan of a large table for a few keys would make the round long.
        primary.execute("SET LOCAL enable_hashjoin = off");
        primary.execute("SET LOCAL enable_mergejoin = off");
        shadow.begin();
        long done = 0;
        for (Map.Entry<ShadowTable, Marked> entry : marked.entrySet()) {
            ShadowTable table = entry.getKey();
            if (entry.getValue().whole()) {
                whole(table);
            } else {
                keys(table);
            }
            done += entry.getValue().rows();
        }
        shadow.commit();
        for (ShadowTable table : marked.keySet()) {
            primary.execute("DELETE FROM " + table.marks());
        }
        return done;
    }

    private Map<ShadowTable, Marked> marked() throws SQLException {
        Map<ShadowTable, Marked> marked = new LinkedHashMap<>();
        StringBuilder sql = new StringBuilder();
        for (ShadowTable table : tables) {
            sql.append(sql.isEmpty() ? "" : " UNION ALL ")
                    .append("SELECT ")
                    .append(table.number())
                    .append(", count(*), coalesce(pg_catalog.bool_or(k1 IS NULL), false) FROM ")
                    .append(table.marks());
        }
        if (sql.isEmpty()) {
            return marked;
        }
        Map<Integer, Marked> byNumber = new LinkedHashMap<>();
        primary.list(sql.toString(), row -> byNumber.put(row.getInt(1), new Marked(row.getLong(2), row.getBoolean(3))));
        for (ShadowTable table : tables) {
            Marked found = byNumber.get(table.number());
            if (found != null && found.rows() > 0) {
                marked.put(table, found);
            }
        }
        return marked;
    }

    private void whole(ShadowTable table) throws SQLException {
        shadow.execute("TRUNCATE " + table.targetOnly());
        primary.pipe(table.query(), shadow, table.into());
    }

    private void keys(ShadowTable table) throws SQLException {
        String keys = "pg_temp._qail_keys_" + table.number();
        shadow.execute("CREATE TEMPORARY TABLE _qail_keys_" + table.number() + " ON COMMIT DROP AS SELECT "
                + ShadowTable.list(table.targetKey()) + " FROM "
                + table.target().sql() + " WHERE false");
        primary.pipe(table.markedKeys(), shadow, keys);
        shadow.execute("ANALYZE " + keys);
        shadow.execute("DELETE FROM " + table.targetOnly() + " AS _qail_target USING " + keys + " AS _qail_key WHERE "
                + same(table));
        primary.pipe(
                table.markedRows(KeyOperators.of(primary, table.source(), table.sourceKey())), shadow, table.into());
    }

    private String same(ShadowTable table) throws SQLException {
        List<String> operators = KeyOperators.of(shadow, table.target(), table.targetKey());
        List<String> same = new ArrayList<>();
        for (int i = 0; i < operators.size(); i++) {
            String column = Identifier.quote(table.targetKey().get(i));
            same.add("_qail_target." + column + " " + operators.get(i) + " _qail_key." + column);
        }
        return String.join(" AND ", same);
    }
}
