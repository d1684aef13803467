package io.qail.migrate;

import java.sql.Connection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Who holds locks on the tables that a migration waits for. Read from {@code pg_locks} right after the wait ended:
 * {@code pg_blocking_pids} is empty by then.
 *
 * @param pids in ascending order
 * @param description one line for each holder
 */
record Blockers(List<Integer> pids, String description) {

    private record Holder(int pid, String line) {}

    static Blockers of(Connection connection, List<String> tables) {
        List<Holder> holders = JdbcClient.create(new SingleConnectionDataSource(connection, true))
                .sql("""
                        SELECT l.pid, pg_catalog.format('pid %s (%s, application %s) holds %s on %s since %s: %s',
                               l.pid, coalesce(a.usename, 'unknown role'),
                               pg_catalog.quote_literal(coalesce(a.application_name, '')), l.modes, l.tables,
                               coalesce(a.xact_start::pg_catalog.text, 'unknown'),
                               CASE WHEN a.query IS NULL OR a.query = '<insufficient privilege>'
                                    THEN 'its query is hidden from this role; GRANT pg_read_all_stats shows it'
                                    ELSE pg_catalog.quote_literal(pg_catalog.left(a.query, 200)) END) AS line
                        FROM (SELECT pid, pg_catalog.string_agg(DISTINCT mode, ', ') AS modes,
                                     pg_catalog.string_agg(DISTINCT relation::pg_catalog.regclass::pg_catalog.text, ', ') AS tables
                              FROM pg_catalog.pg_locks
                              WHERE locktype = 'relation' AND granted AND pid <> pg_catalog.pg_backend_pid()
                                AND relation = ANY (SELECT pg_catalog.to_regclass(t) FROM pg_catalog.unnest(?::pg_catalog.text[]) AS t)
                              GROUP BY pid) l
                        LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
                        ORDER BY l.pid""")
                .param(tables.toArray(String[]::new))
                .query((rs, row) -> new Holder(rs.getInt("pid"), rs.getString("line")))
                .list();
        return new Blockers(
                holders.stream().map(Holder::pid).toList(),
                holders.isEmpty()
                        ? "whoever held the lock has ended meanwhile"
                        : String.join("; ", holders.stream().map(Holder::line).toList()));
    }
}
