package io.qail.history;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Who holds the locks that QAIL waits for. Read from {@code pg_locks} right after the wait ended: {@code pg_blocking_pids}
 * is empty by then. Of another session's statement only the command is told, never its text: it holds values and passwords.
 *
 * @param pids of sessions, in ascending order; a prepared transaction has none
 * @param description one part for each holder
 */
public record LockHolders(List<Integer> pids, String description) {

    private static final String GONE =
            "the session that held the lock has ended, and no other transaction of this database has changed anything";

    /** The first words of statements; any other word may be a value. */
    private static final Set<String> COMMANDS = Set.of(
            "ALTER",
            "ANALYZE",
            "BEGIN",
            "CALL",
            "CHECKPOINT",
            "CLOSE",
            "CLUSTER",
            "COMMENT",
            "COMMIT",
            "COPY",
            "CREATE",
            "DEALLOCATE",
            "DECLARE",
            "DELETE",
            "DISCARD",
            "DO",
            "DROP",
            "END",
            "EXECUTE",
            "EXPLAIN",
            "FETCH",
            "GRANT",
            "IMPORT",
            "INSERT",
            "LISTEN",
            "LOCK",
            "MERGE",
            "MOVE",
            "NOTIFY",
            "PREPARE",
            "REASSIGN",
            "REFRESH",
            "REINDEX",
            "RELEASE",
            "RESET",
            "REVOKE",
            "ROLLBACK",
            "SAVEPOINT",
            "SELECT",
            "SET",
            "SHOW",
            "START",
            "TABLE",
            "TRUNCATE",
            "UPDATE",
            "VACUUM",
            "VALUES",
            "WITH");

    /** Everybody who holds one of the locks of {@code held}, a query of pid, virtual transaction and what is held. */
    private static final String HOLDERS = """
            SELECT h.pid, h.what, a.usename, a.application_name, a.state, a.backend_type,
                   coalesce(a.client_addr::pg_catalog.text, 'local') AS client,
                   a.xact_start::pg_catalog.text AS since,
                   (a.query = '<insufficient privilege>') IS NOT FALSE AS hidden,
                   pg_catalog.upper(pg_catalog.substring(a.query, '^[ \\t\\r\\n(]*([A-Za-z]{2,12})')) AS command,
                   a.query LIKE '%(to prevent wraparound)' AS wraparound,
                   p.gid, p.owner, p.prepared::pg_catalog.text AS prepared
            FROM ({held}) h
            LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = h.pid
            LEFT JOIN pg_catalog.pg_locks x ON h.pid IS NULL AND x.pid IS NULL AND x.locktype = 'transactionid'
                 AND x.mode = 'ExclusiveLock' AND x.virtualtransaction = h.virtualtransaction
            LEFT JOIN pg_catalog.pg_prepared_xacts p ON p.transaction = x.transactionid
            WHERE h.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
            ORDER BY coalesce(a.xact_start, p.prepared), h.pid LIMIT 20""";

    private static final String DATABASE =
            "(SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())";

    /** The tables, and what hangs below them: LOCK TABLE locks partitions and inheriting tables too. */
    private static final String ON_TABLES = """
            WITH RECURSIVE t(oid) AS (
                SELECT pg_catalog.to_regclass(n)::pg_catalog.oid FROM pg_catalog.unnest(?::pg_catalog.text[]) AS n
                UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN t ON t.oid = i.inhparent)
            SELECT l.pid, l.virtualtransaction,
                   'holds ' || pg_catalog.string_agg(DISTINCT l.mode, ', ') || ' on '
                   || pg_catalog.string_agg(DISTINCT l.relation::pg_catalog.regclass::pg_catalog.text, ', ') AS what
            FROM pg_catalog.pg_locks l
            WHERE l.locktype = 'relation' AND l.granted AND l.relation IN (SELECT oid FROM t)
              AND l.database = {database}
            GROUP BY l.pid, l.virtualtransaction""".replace("{database}", DATABASE);

    /** Whoever has a transaction id has changed something, and may be waited for by a row or a unique key. */
    private static final String WRITERS = """
            SELECT l.pid, l.virtualtransaction, 'has changed something' AS what
            FROM pg_catalog.pg_locks l
            WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted
              AND (l.pid IN (SELECT o.pid FROM pg_catalog.pg_stat_activity o
                             WHERE o.datname = pg_catalog.current_database())
                   OR l.transactionid IN (SELECT o.transaction FROM pg_catalog.pg_prepared_xacts o
                                          WHERE o.database = pg_catalog.current_database()))""";

    private static final String ADVISORY = """
            SELECT l.pid, l.virtualtransaction, 'holds it' AS what
            FROM pg_catalog.pg_locks l
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.database = {database}
              AND l.classid::pg_catalog.int8 = ? AND l.objid::pg_catalog.int8 = ?""".replace("{database}", DATABASE);

    private record Holder(@Nullable Integer pid, String line) {}

    public LockHolders {
        pids = List.copyOf(pids);
    }

    /**
     * Who holds locks on tables or on what hangs below them; where it is none of them, whose changes may be waited for.
     *
     * @param tables quoted names
     */
    public static LockHolders ofTables(Connection connection, List<String> tables) {
        List<Holder> holders = read(connection, ON_TABLES, List.of((Object) tables.toArray(String[]::new)));
        return of(holders.isEmpty() ? read(connection, WRITERS, List.of()) : holders, GONE);
    }

    /** Who holds a transaction-level or session-level advisory lock of this database. */
    static LockHolders ofAdvisory(Connection connection, long key) {
        return of(read(connection, ADVISORY, List.of(key >>> 32, key & 0xFFFFFFFFL)), "it has just been released");
    }

    private static LockHolders of(List<Holder> holders, String none) {
        List<Integer> pids = new ArrayList<>();
        for (Holder holder : holders) {
            Integer pid = holder.pid();
            if (pid != null) {
                pids.add(pid);
            }
        }
        pids.sort(null);
        return new LockHolders(
                pids,
                holders.isEmpty()
                        ? none
                        : String.join("; ", holders.stream().map(Holder::line).toList()));
    }

    private static List<Holder> read(Connection connection, String held, List<Object> parameters) {
        return JdbcClient.create(new SingleConnectionDataSource(connection, true))
                .sql(HOLDERS.replace("{held}", held))
                .params(parameters)
                .query((row, number) -> {
                    Integer pid = row.getObject("pid", Integer.class);
                    String what = row.getString("what");
                    if (pid == null) {
                        return new Holder(
                                null,
                                "prepared transaction " + quoted(row.getString("gid")) + " (role "
                                        + row.getString("owner")
                                        + ", prepared " + row.getString("prepared") + ") " + what
                                        + "; COMMIT PREPARED or ROLLBACK PREPARED ends it");
                    }
                    StringBuilder line = new StringBuilder("pid " + pid + " (");
                    String role = row.getString("usename");
                    if ("autovacuum worker".equals(row.getString("backend_type"))) {
                        line.append("autovacuum worker");
                        if (row.getBoolean("wraparound")) {
                            line.append(" that prevents wraparound of transaction ids, let it finish");
                        }
                    } else {
                        line.append(role == null ? "unknown role" : "role " + role)
                                .append(", application ")
                                .append(quoted(row.getString("application_name")))
                                .append(", client ")
                                .append(row.getString("client"));
                    }
                    line.append(") ").append(what);
                    String since = row.getString("since");
                    if (since != null) {
                        line.append(" since ").append(since);
                    }
                    if (row.getBoolean("hidden") && since == null) {
                        line.append(", its state is hidden from this role; GRANT pg_read_all_stats shows it");
                    } else if (row.getString("state") != null) {
                        line.append(", ").append(row.getString("state"));
                        String command = row.getString("command");
                        if (command != null && COMMANDS.contains(command.toUpperCase(Locale.ROOT))) {
                            line.append(", last command ").append(command);
                        }
                    }
                    return new Holder(pid, line.toString());
                })
                .list();
    }

    private static String quoted(@Nullable String text) {
        return "'" + (text == null ? "" : text.replace("'", "''")) + "'";
    }
}
