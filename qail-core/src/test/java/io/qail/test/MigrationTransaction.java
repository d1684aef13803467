package io.qail.test;

import io.qail.catalog.Catalog;
import io.qail.plan.Change;
import io.qail.plan.Plan;
import io.qail.plan.Planner;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** A transaction under the settings that QAIL's transactions have; rolled back at its end. */
public final class MigrationTransaction implements AutoCloseable {

    public static final String DEFAULT_SCHEMA = "public";

    private final Connection connection;

    public MigrationTransaction(TestDatabase database) throws SQLException {
        this(database.connection());
    }

    public MigrationTransaction(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE");
        for (String setting : List.of(
                "row_security = off",
                "TimeZone = 'UTC'",
                "DateStyle = 'ISO'",
                "IntervalStyle = 'postgres'",
                "bytea_output = 'hex'",
                "extra_float_digits = 1",
                "xmloption = 'content'",
                "search_path = public")) {
            execute("SET LOCAL " + setting);
        }
    }

    public Connection connection() {
        return connection;
    }

    public Schema live() {
        return Catalog.read(connection, DEFAULT_SCHEMA).schema();
    }

    /** The plan from what is in the database to what the change makes of it. */
    public Plan plan(List<Statement> renames, List<Statement> steps, Consumer<SchemaBuilder> change) {
        Schema live = live();
        SchemaBuilder target = live.toBuilder();
        change.accept(target);
        return Planner.plan(live, new Change(target.build(), renames, steps));
    }

    public Plan plan(Consumer<SchemaBuilder> change) {
        return plan(List.of(), List.of(), change);
    }

    public void execute(String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of the first row, as text. */
    public String query(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    public void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
        }
    }
}
