package io.qail.impact;

import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.schema.ObjectName;
import io.qail.schema.SchemaBuilder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What is in the database of the tables that a plan knows: somebody may have dropped a column by hand. */
public final class LiveColumns {

    private static final String QUERY = """
            SELECT n.nspname, c.relname, a.attname
            FROM ROWS FROM (pg_catalog.unnest(?), pg_catalog.unnest(?)) AS wanted(schema, name)
            JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.schema
            JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            """;

    private LiveColumns() {}

    /** The plan without the columns that are gone, so that what counts the others does not name them. */
    public static Plan keepExisting(Connection connection, Plan plan) throws SQLException {
        SchemaBuilder live = plan.from().toBuilder();
        read(connection, tables(plan))
                .forEach((name, columns) -> live.tables.computeIfPresent(
                        name,
                        (same, table) -> table.withColumns(table.columns().stream()
                                .filter(column -> columns.contains(column.name()))
                                .toList())));
        return new Plan(live.build(), plan.to(), plan.renames(), plan.operations());
    }

    /** The tables that the plan acts on, by the names before it. */
    static SortedSet<ObjectName> tables(Plan plan) {
        LiveTableNames names = new LiveTableNames(plan.from());
        SortedSet<ObjectName> tables = new TreeSet<>();
        plan.risks().forEach(risk -> tables.add(risk.liveTable()));
        for (Operation operation : plan.operations()) {
            operation.tables().forEach(table -> tables.add(names.live(table)));
            names.after(operation);
        }
        return tables;
    }

    private static Map<ObjectName, Set<String>> read(Connection connection, SortedSet<ObjectName> tables)
            throws SQLException {
        Map<ObjectName, Set<String>> columns = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", tables.stream().map(ObjectName::schema).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", tables.stream().map(ObjectName::name).toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    columns.computeIfAbsent(ObjectName.of(row.getString(1), row.getString(2)), name -> new HashSet<>())
                            .add(row.getString(3));
                }
            }
        }
        return columns;
    }
}
