package io.qail.impact;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Optional;

/** Statements that may fail without harm to the transaction. */
final class Attempt {

    private Attempt() {}

    /** Something that runs SQL. */
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Runs behind a savepoint; a failure leads back to it before it is thrown. */
    static <T> T run(Connection connection, Work<T> work) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        T result;
        try {
            result = work.run();
        } catch (SQLException e) {
            connection.rollback(savepoint);
            connection.releaseSavepoint(savepoint);
            throw e;
        }
        connection.releaseSavepoint(savepoint);
        return result;
    }

    /** Runs behind a savepoint and goes back to it in any case. */
    static <T> T undone(Connection connection, Work<T> work) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            return work.run();
        } finally {
            connection.rollback(savepoint);
            connection.releaseSavepoint(savepoint);
        }
    }

    /** Why PostgreSQL does not understand a query; empty where it does. */
    static Optional<String> staticFailure(Connection connection, String query) throws SQLException {
        try {
            run(connection, () -> {
                try (Statement statement = connection.createStatement()) {
                    statement.executeQuery(query).close();
                }
                return query;
            });
            return Optional.empty();
        } catch (SQLException e) {
            if (isStatic(e)) {
                return Optional.of(SqlErrors.message(e));
            }
            if (SqlErrors.isData(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** An unknown name, a missing cast: the text is wrong or too early, whatever the rows hold. */
    private static boolean isStatic(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("42") && !SqlErrors.isPrivilege(e);
    }
}
