package io.qail.history;

import io.qail.schema.Identifier;
import io.qail.schema.SqlLiteral;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one place that says under which settings QAIL's transactions run. All are LOCAL: they end with the transaction, so
 * a pooled connection goes back as it came.
 */
public final class SessionSettings {

    private SessionSettings() {}

    /**
     * Begins a transaction on a connection without auto-commit and pins its settings. The isolation level comes first: a
     * READ COMMITTED statement sees every row committed before the lock was had, an inherited REPEATABLE READ does not.
     */
    public static void begin(Connection connection, LockOptions locks, String defaultSchema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE");
        }
        apply(connection, settings(locks, defaultSchema));
    }

    /**
     * The same for a transaction that sees one moment of the database all the time.
     *
     * @param snapshot of {@code pg_export_snapshot}, to see what another transaction sees; null for the present moment
     */
    public static void beginSnapshot(
            Connection connection, @Nullable String snapshot, LockOptions locks, String defaultSchema)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE");
            if (snapshot != null) {
                statement.execute("SET TRANSACTION SNAPSHOT " + SqlLiteral.quote(snapshot));
            }
        }
        apply(connection, settings(locks, defaultSchema));
    }

    private static Map<String, String> settings(LockOptions locks, String defaultSchema) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("lock_timeout", locks.lockTimeout().toMillis() + "ms");
        settings.put("statement_timeout", locks.statementTimeout().toMillis() + "ms");
        // PostgreSQL 17: a limit for whole transactions would end a long migration in the middle.
        settings.put("transaction_timeout", "0");
        settings.put("idle_in_transaction_session_timeout", "0");
        // Without it a killed JVM leaves ACCESS EXCLUSIVE held until the running statement ends.
        settings.put("client_connection_check_interval", "2s");
        // A policy must never make a count or a copy partial; with off PostgreSQL raises an error instead.
        settings.put("row_security", "off");
        settings.put("TimeZone", "UTC");
        settings.put("DateStyle", "ISO");
        settings.put("IntervalStyle", "postgres");
        settings.put("bytea_output", "hex");
        settings.put("extra_float_digits", "1");
        settings.put("xmloption", "content");
        settings.put("search_path", searchPath(defaultSchema));
        return settings;
    }

    /** The path that user text runs under. */
    public static String searchPath(String defaultSchema) {
        String own = Identifier.quote(defaultSchema);
        return own.equals("public") ? own : own + ", public";
    }

    /**
     * One statement for all; a setting that this server does not know is left out, and so is the connection check where
     * the server's operating system cannot do it and PostgreSQL refuses any value but 0.
     */
    private static void apply(Connection connection, Map<String, String> settings) throws SQLException {
        String sql =
                "SELECT count(pg_catalog.set_config(s.name, v.value, true)) FROM ROWS FROM (pg_catalog.unnest(?), pg_catalog.unnest(?))"
                        + " AS v(name, value) JOIN pg_catalog.pg_settings s ON pg_catalog.lower(s.name) = pg_catalog.lower(v.name)"
                        + " WHERE s.name <> 'client_connection_check_interval'"
                        + " OR pg_catalog.version() !~* '(windows|visual c|mingw|apple-darwin)'";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1, connection.createArrayOf("text", settings.keySet().toArray()));
            statement.setArray(
                    2, connection.createArrayOf("text", settings.values().toArray()));
            statement.executeQuery().close();
        }
    }
}
