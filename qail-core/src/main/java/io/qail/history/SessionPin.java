package io.qail.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of statements that PostgreSQL refuses in a transaction, where nothing can be LOCAL: set for the session, and
 * set back when closed.
 */
public final class SessionPin {

    private static final List<String> KEPT = List.of(
            "role",
            "search_path",
            "statement_timeout",
            "lock_timeout",
            "default_transaction_read_only",
            "TimeZone",
            "DateStyle");

    private final Connection connection;
    private final Map<String, String> before;

    private SessionPin(Connection connection, Map<String, String> before) {
        this.connection = connection;
        this.before = before;
    }

    /** Pins search path and timeouts on a connection in auto-commit; a lock is waited for without a limit. */
    public static SessionPin apply(Connection connection, LockOptions locks, String defaultSchema) throws SQLException {
        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put("search_path", SessionSettings.searchPath(defaultSchema));
        wanted.put("statement_timeout", locks.statementTimeout().toMillis() + "ms");
        wanted.put("lock_timeout", "0");
        wanted.put("default_transaction_read_only", "off");
        Map<String, String> before = new LinkedHashMap<>();
        for (String name : wanted.keySet()) {
            before.put(name, current(connection, name));
        }
        SessionPin pin = new SessionPin(connection, before);
        set(connection, wanted);
        return pin;
    }

    /** Changes nothing, but sets back what a {@code sql} block of a script may change for the whole session. */
    public static SessionPin keep(Connection connection) throws SQLException {
        Map<String, String> before = new LinkedHashMap<>();
        for (String name : KEPT) {
            before.put(name, current(connection, name));
        }
        return new SessionPin(connection, before);
    }

    /** Sets back. A transaction that is still open is rolled back; the connection is in auto-commit afterwards. */
    public void close() throws SQLException {
        if (!connection.isClosed()) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            set(connection, before);
        }
    }

    private static String current(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_catalog.current_setting(?)")) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getString(1);
            }
        }
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
