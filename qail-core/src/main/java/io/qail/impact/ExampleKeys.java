package io.qail.impact;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that make an operation fail, by their keys. They are values of rows: for the command line and the DEBUG log only,
 * never for an endpoint, a meter, an INFO log or the history.
 *
 * @param action as in the report
 * @param object as in the report
 * @param keys up to five, {@code id = 7}; duplicates by what they are equal in
 */
public record ExampleKeys(String action, String object, List<String> keys) {

    public ExampleKeys {
        keys = List.copyOf(keys);
    }

    static List<String> read(Connection connection, String query) throws SQLException {
        List<String> keys = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                keys.add(row.getString(1));
            }
        }
        return keys;
    }
}
