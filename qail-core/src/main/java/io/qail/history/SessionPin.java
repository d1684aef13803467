package io.qail.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * What is set for a session because it cannot be LOCAL: where PostgreSQL refuses a transaction, and between two
 * transactions. Set back when closed, together with everything that a {@code sql} block of a script changed.
 *
 * <p>Behind a proxy that pools transactions a session belongs to many clients: there nothing is set for the session, and
 * {@link #beforeCommit} takes back what a script set.
 */
public final class SessionPin {

    /** QAIL waits between two transactions: for a lock, for a copy. */
    private static final Map<String, String> BETWEEN_TRANSACTIONS = Map.of("idle_session_timeout", "0");

    private static final Map<String, String> OUTSIDE_TRANSACTIONS = Map.of(
            "lock_timeout", "0",
            "idle_session_timeout", "0",
            "default_transaction_read_only", "off");

    private final Connection connection;
    /** Empty behind a proxy. */
    private final Map<String, String> before;

    private SessionPin(Connection connection, Map<String, String> before) {
        this.connection = connection;
        this.before = before;
    }

    /** Pins all settings on a connection in auto-commit; a lock is waited for without a limit. */
    public static SessionPin apply(Connection connection, LockOptions locks, String defaultSchema) throws SQLException {
        SessionPin pin = new SessionPin(connection, isProxied(connection) ? Map.of() : current(connection));
        if (!pin.before.isEmpty()) {
            SessionSettings.pinSession(connection, locks, defaultSchema, OUTSIDE_TRANSACTIONS);
        }
        return pin;
    }

    /** Keeps the session alive between transactions, and its settings as they are for whoever gets it next. */
    public static SessionPin keep(Connection connection) throws SQLException {
        SessionPin pin = new SessionPin(connection, isProxied(connection) ? Map.of() : current(connection));
        if (!pin.before.isEmpty()) {
            set(connection, BETWEEN_TRANSACTIONS);
        }
        return pin;
    }

    /** Keeps a session alive between transactions that is QAIL's own to its end. */
    public static void own(Connection connection) throws SQLException {
        if (!isProxied(connection)) {
            set(connection, BETWEEN_TRANSACTIONS);
        }
    }

    /**
     * The last thing before a commit: behind a proxy the session is anybody's afterwards, so what a script has set for it
     * is taken back while the transaction still holds it.
     */
    public static void beforeCommit(Connection connection) throws SQLException {
        if (isProxied(connection)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("RESET ALL");
                statement.execute("RESET ROLE");
            }
        }
    }

    /** Whether another session answers than the one that the driver connected to: a proxy hands out its own numbers. */
    static boolean isProxied(Connection connection) throws SQLException {
        if (!connection.isWrapperFor(PGConnection.class)) {
            return false;
        }
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
            result.next();
            return result.getInt(1) != connection.unwrap(PGConnection.class).getBackendPID();
        }
    }

    /** Sets back. A transaction that is still open is rolled back; the connection is in auto-commit afterwards. */
    public void close() throws SQLException {
        if (!connection.isClosed()) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            if (!before.isEmpty()) {
                Map<String, String> changed = new LinkedHashMap<>(before);
                changed.entrySet().removeAll(current(connection).entrySet());
                set(connection, changed);
            }
        }
    }

    /** What a role may set; the role itself comes first, because the rest is set back as the one that was before. */
    private static Map<String, String> current(Connection connection) throws SQLException {
        String sql = "SELECT 'role' AS name, pg_catalog.current_setting('role') AS value UNION ALL"
                + " SELECT s.name, s.setting FROM pg_catalog.pg_settings s WHERE s.context IN ('user', 'superuser')"
                + " AND s.name NOT IN ('transaction_isolation', 'transaction_read_only', 'transaction_deferrable')";
        Map<String, String> settings = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                settings.put(result.getString(1), result.getString(2));
            }
        }
        return settings;
    }

    private static void set(Connection connection, Map<String, String> settings) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_catalog.set_config(?, ?, false)")) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                statement.setString(1, setting.getKey());
                statement.setString(2, setting.getValue());
                statement.executeQuery().close();
            }
        }
    }
}
