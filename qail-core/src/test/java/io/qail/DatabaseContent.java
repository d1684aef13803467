package io.qail;

import io.qail.catalog.Catalog;
import io.qail.language.QailFormatter;
import io.qail.schema.Schema;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything in the default schema of a database, to compare by.
 *
 * @param schema the canonical text of the catalogs
 * @param rows of every table: a hash over the sorted texts of its rows, and how many they are
 * @param sequences where each stands
 */
public record DatabaseContent(String schema, SortedMap<String, String> rows, SortedMap<String, String> sequences) {

    public static DatabaseContent of(TestDatabase database) {
        try (Connection connection = database.dataSource().getConnection()) {
            Schema schema = Catalog.read(connection, "public").schema();
            SortedMap<String, String> rows = new TreeMap<>();
            schema.tables().forEach((name, table) -> {
                // By name: a column that comes back is the last one, which no SQL can see but *.
                String columns = schema.allColumns(table).stream()
                        .map(column -> column.name())
                        .sorted()
                        .map(column -> '"' + column.replace("\"", "\"\"") + '"')
                        .reduce((a, b) -> a + ", " + b)
                        .map(list -> "ROW(" + list + ")::text")
                        .orElse("''");
                rows.put(
                        name.sql(),
                        database.jdbc()
                                .sql(
                                        "SELECT count(*) || ' ' || coalesce(md5(string_agg(t, E'\\n' ORDER BY t COLLATE \"C\")), '')"
                                                + " FROM (SELECT " + columns + " AS t FROM " + name.sql() + ") AS x")
                                .query(String.class)
                                .single());
            });
            SortedMap<String, String> sequences = new TreeMap<>();
            database.jdbc()
                    .sql(
                            "SELECT schemaname || '.' || sequencename, coalesce(last_value::text, 'none') FROM pg_sequences"
                                    + " WHERE sequencename NOT LIKE '\\_qail\\_%'")
                    .query(row -> {
                        sequences.put(row.getString(1), row.getString(2));
                    });
            return new DatabaseContent(QailFormatter.format(sorted(schema), "public"), rows, sequences);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Schema sorted(Schema schema) {
        var builder = schema.toBuilder();
        builder.tables.replaceAll((name, table) -> table.withColumns(table.columns().stream()
                .sorted(java.util.Comparator.comparing(io.qail.schema.Column::name))
                .toList()));
        return builder.build();
    }
}
