package io.qail.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/**
 * Work on the catalogs under settings that make PostgreSQL print one text for one thing, whatever session it gets.
 *
 * <p>Inside a transaction of the caller the settings are LOCAL and are put back afterwards; a failed statement leaves that
 * to the caller's rollback. A connection in autocommit gets a transaction of its own, which is rolled back at the end.
 */
final class CatalogSession {

    /** Last, so that a temporary table cannot pass for a catalog; PostgreSQL searches them first where they are not named. */
    static final String CATALOG_PATH = "pg_catalog, pg_temp";

    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.of(
            // To compile one of these queries takes longer than to run it.
            "jit", "off",
            "search_path", CATALOG_PATH,
            "quote_all_identifiers", "off",
            "TimeZone", "UTC",
            "DateStyle", "ISO",
            "IntervalStyle", "postgres",
            "bytea_output", "hex",
            "extra_float_digits", "1"));

    private CatalogSession() {}

    interface Work<T> {

        T run(JdbcTemplate jdbc) throws SQLException;
    }

    /** Reads; a transaction of its own is one snapshot. */
    static <T> T read(Connection connection, Work<T> work) {
        return run(connection, "ISOLATION LEVEL REPEATABLE READ, READ ONLY", work);
    }

    /** Tries something that the caller's savepoint, or the rollback of the own transaction, takes back. */
    static <T> T attempt(Connection connection, Work<T> work) {
        return run(connection, "ISOLATION LEVEL READ COMMITTED, READ WRITE", work);
    }

    private static <T> T run(Connection connection, String characteristics, Work<T> work) {
        JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
        try {
            if (!connection.getAutoCommit()) {
                return pinned(jdbc, work);
            }
            connection.setAutoCommit(false);
            try {
                jdbc.execute("SET TRANSACTION " + characteristics);
                return pinned(jdbc, work);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new SQLStateSQLExceptionTranslator().translate("reading the catalogs", null, e);
        }
    }

    private static <T> T pinned(JdbcTemplate jdbc, Work<T> work) throws SQLException {
        Map<String, String> before = new TreeMap<>();
        for (Map<String, Object> row : jdbc.queryForList(
                "SELECT s.name, pg_catalog.current_setting(s.name) AS value FROM pg_catalog.unnest(?::text[]) AS s(name)",
                (Object) SETTINGS.keySet().toArray(String[]::new))) {
            before.put((String) row.get("name"), (String) row.get("value"));
        }
        set(jdbc, SETTINGS);
        T result = work.run(jdbc);
        set(jdbc, before);
        return result;
    }

    private static void set(JdbcTemplate jdbc, Map<String, String> settings) {
        jdbc.queryForList(
                "SELECT pg_catalog.set_config(s.name, s.value, true) FROM unnest(?::text[], ?::text[]) AS s(name, value)",
                settings.keySet().toArray(String[]::new),
                settings.values().toArray(String[]::new));
    }
}
