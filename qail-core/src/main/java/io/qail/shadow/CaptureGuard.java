package io.qail.shadow;

import io.qail.history.LockOptions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Proves that capture has seen every change of a table, from facts that nothing but a gap changes, and closes the gap where
 * it has not.
 *
 * <ol>
 *   <li>When a table is captured, the identity of its content (OID, file node, the transactions that wrote its rows in
 *       {@code pg_class} and {@code pg_attribute}) and of its capture (triggers, functions, marks, and the transactions
 *       that wrote them) is kept, for each partition too.
 *   <li>Whatever goes past the triggers leaves a trace there: a rewrite has another file node; a trigger that was disabled,
 *       dropped or made again was written by another transaction, even when it is as before by now; so were a replaced
 *       function and a partition that was away for a time. An unlogged table is emptied by a crash, and so is the unlogged
 *       table that is kept beside it.
 *   <li>A gap is closed by what a TRUNCATE does too: a mark for the whole table. Capture is installed again where it is not
 *       what it was. What does not change content, VACUUM FULL for example, costs another copy and blocks nothing.
 * </ol>
 */
final class CaptureGuard {

    private static final String WATCHED = StateTables.SCHEMA + ".watched";
    private static final String ALIVE = StateTables.SCHEMA + ".alive";

    /** Takes the numbers of tables and their names. */
    private static final String NOW = """
            member AS (
                SELECT t.number, r.oid AS relation FROM unnest(?::int[], ?::text[]) AS t(number, name)
                CROSS JOIN LATERAL (SELECT to_regclass(t.name)::oid AS root) AS c
                CROSS JOIN LATERAL (SELECT c.root UNION SELECT p.relid FROM pg_partition_tree(c.root) p) AS r(oid)
                WHERE r.oid IS NOT NULL
            ), now AS (
                SELECT m.number, m.relation,
                    concat_ws(' ', c.xmin, c.relfilenode,
                        (SELECT sum(hashtextextended(concat(a.attnum, ' ', a.xmin), 0)) FROM pg_attribute a
                         WHERE a.attrelid = m.relation AND a.attnum > 0),
                        CASE c.relpersistence WHEN 'u' THEN (SELECT coalesce(max(l.token), '-') FROM %2$s l) END) AS content,
                    concat_ws(' ',
                        (SELECT string_agg(concat_ws(' ', g.tgname, g.oid, g.xmin, g.tgenabled, g.tgfoid, p.xmin), ',' ORDER BY g.oid)
                         FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid
                         WHERE g.tgrelid = m.relation AND g.tgname IN ('_qail_shadow', '_qail_shadow_whole')),
                        (SELECT concat_ws(' ', k.oid, k.xmin, k.relfilenode, (SELECT sum(hashtextextended(
                             concat(a.attnum, ' ', a.xmin), 0)) FROM pg_attribute a WHERE a.attrelid = k.oid AND a.attnum > 0))
                         FROM pg_class k WHERE k.oid = to_regclass('%1$s.m' || m.number))) AS capture
                FROM member m JOIN pg_class c ON c.oid = m.relation
            )""".formatted(StateTables.SCHEMA, ALIVE);

    private final Session primary;
    private final LockOptions locks;

    CaptureGuard(Session primary, LockOptions locks) {
        this.primary = primary;
        this.locks = locks;
    }

    /** Makes what is kept, in the primary. */
    static void create(Session primary) throws SQLException {
        primary.execute("CREATE TABLE " + WATCHED + " (number int, relation oid, content text NOT NULL,"
                + " capture text NOT NULL, PRIMARY KEY (number, relation))");
        primary.execute("CREATE UNLOGGED TABLE " + ALIVE + " (token text NOT NULL)");
    }

    /** A crash of the server empties every unlogged table, and with them this one. */
    private static void beAlive(Session primary) throws SQLException {
        primary.update("INSERT INTO " + ALIVE + " SELECT pg_catalog.gen_random_uuid() WHERE NOT EXISTS (SELECT FROM "
                + ALIVE + ")");
    }

    /** Keeps the state of a table whose capture was just installed by the open transaction, which still locks it. */
    static void keep(Session primary, ShadowTable table) throws SQLException {
        beAlive(primary);
        primary.underCatalogPath(() -> {
            primary.update("DELETE FROM " + WATCHED + " WHERE number = ?", table.number());
            return primary.update(
                    "WITH " + NOW + " INSERT INTO " + WATCHED + " SELECT number, relation, content, capture FROM now",
                    List.of(String.valueOf(table.number())),
                    List.of(table.source().sql()));
        });
    }

    /**
     * The tables of which capture may have missed a change, and which the next round does not copy whole anyway. One
     * query where there is none.
     */
    List<ShadowTable> gaps(List<ShadowTable> tables) throws SQLException {
        List<ShadowTable> gaps = new ArrayList<>();
        for (Map.Entry<ShadowTable, Boolean> found : found(tables).entrySet()) {
            // Whoever truncates a table changes its file node too.
            if (found.getValue()
                    || !primary.isTrue(
                            "SELECT EXISTS (SELECT FROM " + found.getKey().marks() + " WHERE k1 IS NULL)")) {
                gaps.add(found.getKey());
            }
        }
        return gaps;
    }

    private Map<ShadowTable, Boolean> found(List<ShadowTable> tables) throws SQLException {
        List<String> numbers = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Map<Integer, ShadowTable> byNumber = new TreeMap<>();
        for (ShadowTable table : tables) {
            numbers.add(String.valueOf(table.number()));
            names.add(table.source().sql());
            byNumber.put(table.number(), table);
        }
        Map<ShadowTable, Boolean> found = new LinkedHashMap<>();
        primary.underCatalogPath(() -> primary.list(
                "WITH " + NOW
                        + " SELECT number, bool_or(n.capture IS DISTINCT FROM w.capture) AS again FROM now n FULL JOIN "
                        + WATCHED + " w USING (number, relation)"
                        + " WHERE (n.content, n.capture) IS DISTINCT FROM (w.content, w.capture)"
                        + " GROUP BY number ORDER BY number",
                row -> {
                    ShadowTable table = byNumber.get(row.getInt(1));
                    if (table != null) {
                        found.put(table, row.getBoolean(2));
                    }
                    return true;
                },
                numbers,
                names));
        return found;
    }

    /** Closes the gaps: these tables are copied again, whole, by the next round. */
    void close(List<ShadowTable> tables) throws SQLException {
        for (Map.Entry<ShadowTable, Boolean> gap : found(tables).entrySet()) {
            if (gap.getValue()) {
                new Capture(primary, locks).installAgain(gap.getKey());
            } else {
                mark(gap.getKey());
            }
        }
    }

    /** What was read before the mark is older than it; what is written to the catalogs afterwards is a gap of its own. */
    private void mark(ShadowTable table) throws SQLException {
        primary.begin();
        try {
            beAlive(primary);
            primary.underCatalogPath(() -> primary.update(
                    "WITH " + NOW + " UPDATE " + WATCHED + " w SET content = n.content FROM now n"
                            + " WHERE w.number = n.number AND w.relation = n.relation",
                    List.of(String.valueOf(table.number())),
                    List.of(table.source().sql())));
            primary.execute("INSERT INTO " + table.marks() + " DEFAULT VALUES");
            primary.commit();
        } finally {
            primary.rollback();
        }
    }
}
