package io.qail.shadow;

import io.qail.history.LockOptions;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Triggers on the primary that record which key of which table was touched, and nothing else: of two images of one row
 * nobody could tell which is the later one.
 *
 * <ol>
 *   <li>AFTER ROW, so that a key of every way to write is seen: nested triggers, cascades, COPY, key updates (old and new).
 *   <li>ENABLE ALWAYS: sessions in replica role are captured too.
 *   <li>The function is SECURITY DEFINER under a fixed search_path: the application's roles need no right on QAIL's tables.
 *   <li>TRUNCATE, and every statement on a table without a key, marks the whole table: a row of NULLs.
 * </ol>
 */
final class Capture {

    static final String TRIGGER = "_qail_shadow";
    static final String WHOLE = "_qail_shadow_whole";

    private final Session session;
    private final LockOptions locks;

    Capture(Session session, LockOptions locks) {
        this.session = session;
        this.locks = locks;
    }

    /** Makes marks, function and triggers of each table; one table in a transaction, within the lock timeout. */
    void install(List<ShadowTable> tables) throws SQLException {
        for (ShadowTable table : tables) {
            LockRetry.run(
                    locks,
                    "a trigger on " + table.source().sql(),
                    session,
                    List.of(table.source().sql()),
                    () -> {
                        session.begin();
                        try {
                            install(table);
                            session.commit();
                        } finally {
                            session.rollback();
                        }
                    });
        }
    }

    /** The same once more, of a table whose capture is not what it was; all of its rows are marked. */
    void installAgain(ShadowTable table) throws SQLException {
        LockRetry.run(
                locks,
                "a trigger on " + table.source().sql(),
                session,
                List.of(table.source().sql()),
                () -> {
                    session.begin();
                    try {
                        remove(table);
                        install(table);
                        session.execute("INSERT INTO " + table.marks() + " DEFAULT VALUES");
                        session.commit();
                    } finally {
                        session.rollback();
                    }
                });
    }

    private void remove(ShadowTable table) throws SQLException {
        // The root first: it takes along what PostgreSQL made for it on the partitions.
        for (ObjectName member : members(table)) {
            session.execute("DROP TRIGGER IF EXISTS " + TRIGGER + " ON " + member.sql());
            session.execute("DROP TRIGGER IF EXISTS " + WHOLE + " ON " + member.sql());
        }
        for (String function : List.of("row_", "whole_")) {
            // On tables that are no partition any more.
            session.execute(
                    "DROP FUNCTION IF EXISTS " + StateTables.SCHEMA + "." + function + table.number() + "() CASCADE");
        }
        session.execute("DROP TABLE IF EXISTS " + table.marks());
    }

    private void install(ShadowTable table) throws SQLException {
        String keys = table.keyless() ? "NULL::boolean AS k1" : keys(table);
        session.execute("CREATE TABLE " + table.marks() + " AS SELECT " + keys + ", pg_catalog.now() AS at FROM "
                + table.source().sql() + " WITH NO DATA");
        session.execute(
                "ALTER TABLE " + table.marks() + " ALTER at SET DEFAULT pg_catalog.now(), ALTER at SET NOT NULL");
        session.execute(function(
                table, "whole_" + table.number(), "INSERT INTO " + table.marks() + " DEFAULT VALUES; RETURN NULL;"));
        List<ObjectName> members = members(table);
        // A statement on a parent fires no statement trigger of its children, but each row's.
        boolean byRow = table.keyless() && isChild(table.source());
        String events = table.keyless() && !byRow ? "INSERT OR UPDATE OR DELETE OR TRUNCATE" : "TRUNCATE";
        for (ObjectName member : members) {
            session.execute("CREATE TRIGGER " + WHOLE + " AFTER " + events + " ON " + member.sql()
                    + " FOR EACH STATEMENT EXECUTE FUNCTION " + StateTables.SCHEMA + ".whole_" + table.number() + "()");
            always(member, WHOLE);
        }
        if (byRow || !table.keyless()) {
            session.execute(function(
                    table,
                    "row_" + table.number(),
                    byRow ? "INSERT INTO " + table.marks() + " DEFAULT VALUES; RETURN NULL;" : rowBody(table)));
            // On a partitioned table PostgreSQL makes it on every partition, also on those to come.
            session.execute("CREATE TRIGGER " + TRIGGER + " AFTER INSERT OR UPDATE OR DELETE ON "
                    + table.source().sql() + " FOR EACH ROW EXECUTE FUNCTION " + StateTables.SCHEMA + ".row_"
                    + table.number() + "()");
            for (ObjectName member : members) {
                always(member, TRIGGER);
            }
        }
        String owner = Identifier.quote(Access.owner(session));
        session.execute("ALTER TABLE " + table.marks() + " OWNER TO " + owner);
        for (String function : session.strings(
                "SELECT pg_catalog.format('%I.%I()', n.nspname, p.proname) FROM pg_catalog.pg_proc p"
                        + " JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace"
                        + " WHERE n.nspname = ? AND p.proname IN (?, ?)",
                StateTables.SCHEMA, "row_" + table.number(), "whole_" + table.number())) {
            session.execute("ALTER FUNCTION " + function + " OWNER TO " + owner);
        }
        CaptureGuard.keep(session, table);
    }

    private boolean isChild(ObjectName table) throws SQLException {
        return session.isTrue(
                "SELECT EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhrelid = ?::pg_catalog.regclass)",
                table.sql());
    }

    private void always(ObjectName table, String trigger) throws SQLException {
        session.execute("ALTER TABLE ONLY " + table.sql() + " ENABLE ALWAYS TRIGGER " + trigger);
    }

    private List<ObjectName> members(ShadowTable table) throws SQLException {
        if (!table.parted()) {
            return List.of(table.source());
        }
        return session.list(
                """
                SELECT n.nspname, c.relname FROM pg_catalog.pg_partition_tree(?::pg_catalog.regclass) t
                JOIN pg_catalog.pg_class c ON c.oid = t.relid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                ORDER BY t.level, n.nspname, c.relname""",
                row -> ObjectName.of(row.getString(1), row.getString(2)),
                table.source().sql());
    }

    private static String keys(ShadowTable table) {
        List<String> keys = new ArrayList<>();
        table.sourceKey().forEach(column -> keys.add(Identifier.quote(column) + " AS k" + (keys.size() + 1)));
        return String.join(", ", keys);
    }

    private static String rowBody(ShadowTable table) {
        String before = values("OLD", table);
        String after = values("NEW", table);
        String insert = "INSERT INTO " + table.marks() + " VALUES (";
        return "IF TG_OP = 'INSERT' THEN " + insert + after + ");"
                + " ELSE " + insert + before + ");"
                // Of images, which every type has: the operators of a type could be in any schema.
                + " IF TG_OP = 'UPDATE' AND pg_catalog.record_image_ne(ROW(" + before + "), ROW(" + after + ")) THEN "
                + insert + after + "); END IF; END IF; RETURN NULL;";
    }

    private static String values(String row, ShadowTable table) {
        return table.sourceKey().stream()
                .map(column -> row + "." + Identifier.quote(column))
                .collect(Collectors.joining(", "));
    }

    /**
     * In a copy of the database the function does nothing: the path of the table of marks names the database by its OID,
     * and the table is asked for by its own, which a restored dump does not keep.
     */
    private String function(ShadowTable table, String name, String body) throws SQLException {
        String guard = session.strings(
                        "SELECT pg_catalog.format('IF pg_catalog.strpos(pg_catalog.pg_relation_filepath(%s), ''/%s/'') > 0"
                                + " THEN NULL; ELSE RETURN NULL; END IF; ', ?::pg_catalog.regclass::oid, d.oid)"
                                + " FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()",
                        table.marks())
                .get(0);
        return "CREATE FUNCTION " + StateTables.SCHEMA + "." + name
                + "() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER" + " SET search_path = pg_catalog, pg_temp AS "
                + dollars("BEGIN " + guard + body + " END");
    }

    private static String dollars(String body) {
        String tag = "$qail$";
        while (body.contains(tag)) {
            tag = "$q" + tag.substring(1);
        }
        return tag + body + tag;
    }

    /** Takes every trigger away, also of what a crash left half done; the state stays. */
    void removeTriggers() throws SQLException {
        List<String> drops = session.strings("""
                SELECT pg_catalog.format('DROP TRIGGER IF EXISTS %I ON %I.%I', t.tgname, n.nspname, c.relname)
                FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
                JOIN pg_catalog.pg_namespace f ON f.oid = p.pronamespace
                WHERE f.nspname = ? AND t.tgparentid = 0
                ORDER BY n.nspname, c.relname, t.tgname""", StateTables.SCHEMA);
        for (String drop : drops) {
            transaction(drop);
        }
    }

    /** Takes everything else away: marks, functions, state. */
    void removeSchema() throws SQLException {
        transaction("DROP SCHEMA IF EXISTS " + StateTables.SCHEMA + " CASCADE");
    }

    private void transaction(String sql) throws SQLException {
        LockRetry.run(locks, sql, () -> {
            session.begin();
            try {
                session.execute(sql);
                session.commit();
            } finally {
                session.rollback();
            }
        });
    }
}
