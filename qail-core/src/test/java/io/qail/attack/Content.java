package io.qail.attack;

import io.qail.corpus.FullCatalog;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.postgresql.PGConnection;

/**
 * Rows as PostgreSQL's COPY writes them, and the catalogs, in a session whose settings are pinned. QAIL's own reading of
 * rows and catalogs is not used.
 *
 * @param rows by table; each by column, {@code \N} for NULL
 */
record Content(Map<String, List<Map<String, String>>> rows, SortedSet<String> catalog) {

    static final String NULL = "\\N";

    static final String PINNED = """
            RESET ALL;
            SET jit = off;
            SET search_path = public, pg_catalog;
            SET TimeZone = 'UTC';
            SET DateStyle = 'ISO, YMD';
            SET IntervalStyle = postgres;
            SET bytea_output = hex;
            SET extra_float_digits = 3;
            SET array_nulls = on;
            SET standard_conforming_strings = on;
            SET quote_all_identifiers = off;
            SET lc_monetary = 'C';
            SET xmloption = content;
            SET transform_null_equals = off;
            SET row_security = on;
            SET default_transaction_isolation = 'read committed';
            SET backslash_quote = safe_encoding;
            """;

    static void pin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(PINNED);
        }
    }

    /** The columns of tables, by the tables' names, and everything in the catalogs but the positions of columns. */
    static Content read(Connection connection, Map<String, List<String>> columns) throws SQLException {
        pin(connection);
        Map<String, List<Map<String, String>>> rows = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> table : columns.entrySet()) {
            rows.put(table.getKey(), copy(connection, table.getKey(), table.getValue()));
        }
        SortedSet<String> catalog = new TreeSet<>();
        for (String line : FullCatalog.read(connection)) {
            // A column that comes back is the last one, which only * can see.
            if (!line.contains(": position = ")) {
                catalog.add(line);
            }
        }
        pin(connection);
        catalog.addAll(Sequences.read(connection));
        return new Content(rows, catalog);
    }

    private static List<Map<String, String>> copy(Connection connection, String table, List<String> columns)
            throws SQLException {
        StringWriter text = new StringWriter();
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (SELECT " + Sql.names(columns) + " FROM " + Sql.name(table) + ") TO STDOUT", text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : text.toString().split("\n", -1)) {
            if (line.isEmpty() && columns.size() > 1) {
                continue;
            }
            String[] values = line.split("\t", -1);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i), values[i]);
            }
            rows.add(row);
        }
        return rows;
    }
}
