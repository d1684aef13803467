package io.qail.snapshot;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The search path for queries of the catalogs: PostgreSQL then prints every name that is not its own qualified. */
final class CatalogPath {

    private CatalogPath() {}

    interface Work<T> {
        T run() throws SQLException;
    }

    /** Runs, and puts the path back for the rest of the transaction; after an error the caller's rollback does. */
    static <T> T on(Connection connection, Work<T> work) throws SQLException {
        String before = query(connection, "SELECT pg_catalog.current_setting(?)", "search_path");
        set(connection, "pg_catalog, pg_temp");
        T result = work.run();
        set(connection, before);
        return result;
    }

    private static void set(Connection connection, String path) throws SQLException {
        query(connection, "SELECT pg_catalog.set_config('search_path', ?, true)", path);
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
