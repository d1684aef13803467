package io.qail.impact;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** A limit for each statement of an analysis that is only shown: a migration must not wait long for a report. */
final class DisplayTimeout {

    private static final String NOW = "SELECT setting FROM pg_catalog.pg_settings WHERE name = ?";
    private static final String SET = "SELECT pg_catalog.set_config('statement_timeout', ?, true)";

    private DisplayTimeout() {}

    /**
     * Runs under the limit, unless a stricter one holds already, and then under what held before. After an exception the
     * transaction is the caller's to roll back.
     */
    static <T> T within(Connection connection, Duration timeout, Attempt.Work<T> work) throws SQLException {
        long before = Long.parseLong(query(connection, NOW, "statement_timeout"));
        long limit = before == 0 ? timeout.toMillis() : Math.min(before, timeout.toMillis());
        query(connection, SET, String.valueOf(limit));
        T result = work.run();
        query(connection, SET, String.valueOf(before));
        return result;
    }

    private static String query(Connection connection, String sql, String argument) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, argument);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
