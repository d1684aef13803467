package io.qail.corpus;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything that two databases can differ in, as sorted lines {@code kind identity: property = value}: they are alike if,
 * and only if, their lines are. It reads PostgreSQL's catalogs by statements of its own, so that it finds what
 * {@link io.qail.catalog} overlooks. Members of extensions and what QAIL keeps for itself are left out.
 */
public final class FullCatalog {

    private FullCatalog() {}

    /** The lines of the whole database. */
    public static SortedSet<String> read(Connection connection) throws SQLException {
        SortedSet<String> lines = new TreeSet<>();
        try (Statement statement = connection.createStatement()) {
            String searchPath = show(statement, "search_path");
            int version = Integer.parseInt(show(statement, "server_version_num")) / 10000;
            // Under an empty path PostgreSQL prints the schema of every name that is not its own.
            statement.execute("SELECT pg_catalog.set_config('search_path', 'pg_catalog', false)");
            for (String query : FullCatalogQueries.all(version)) {
                try (ResultSet rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        String value = rows.getString(4);
                        if (value != null) {
                            lines.add(rows.getString(1) + " " + rows.getString(2) + ": " + rows.getString(3) + " = "
                                    + value.replace("\r", "\\r").replace("\n", "\\n"));
                        }
                    }
                }
            }
            statement.execute(
                    "SELECT pg_catalog.set_config('search_path', '" + searchPath.replace("'", "''") + "', false)");
        }
        return lines;
    }

    /** What only one of the two has: {@code -} in front of the lines of the first, {@code +} of the second. */
    public static List<String> difference(Collection<String> one, Collection<String> other) {
        List<String> difference = new ArrayList<>();
        SortedSet<String> all = new TreeSet<>(one);
        all.addAll(other);
        for (String line : all) {
            if (!other.contains(line)) {
                difference.add("- " + line);
            } else if (!one.contains(line)) {
                difference.add("+ " + line);
            }
        }
        return difference;
    }

    private static String show(Statement statement, String setting) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT pg_catalog.current_setting('" + setting + "')")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
