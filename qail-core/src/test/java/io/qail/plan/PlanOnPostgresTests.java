package io.qail.plan;

import io.qail.catalog.Catalog;
import io.qail.drift.SchemaComparison;
import io.qail.schema.Column;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Plans against a real server: what PostgreSQL has afterwards is what the target alone would have made. */
@PostgresTest
class PlanOnPostgresTests {

    private final TestDatabase database;

    PlanOnPostgresTests(TestDatabase database) {
        this.database = database;
    }

    @Test
    void aRandomChangeLeadsToItsTargetAndItsInverseLeadsBack() throws SQLException {
        thereAndBack(Integer.getInteger("qail.test.rounds", 60), RandomChanges::pair);
    }

    /** Some of the changes lead over several kinds of objects at once, in an order that only their dependencies tell. */
    @Test
    void aRandomChangeOfTablesAndAllThatStandsOnThemLeadsToItsTargetAndBack() throws SQLException {
        thereAndBack(Integer.getInteger("qail.test.rounds", 20), RandomObjectChanges::pair);
    }

    private void thereAndBack(int rounds, LongFunction<RandomChanges.Pair> pairs) throws SQLException {
        long begin = Long.getLong("qail.test.seed", 0);
        NavigableMap<Long, AssertionError> failures = new TreeMap<>();
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(false);
            for (long seed = begin; seed < begin + rounds; seed++) {
                try {
                    thereAndBack(connection, "seed " + seed, pairs.apply(seed));
                } catch (AssertionError e) {
                    failures.put(seed, e);
                } finally {
                    connection.rollback();
                }
            }
        }
        Map.Entry<Long, AssertionError> first = failures.firstEntry();
        if (first != null) {
            throw new AssertionError(
                    "seeds " + failures.keySet() + ", the first:\n"
                            + first.getValue().getMessage(),
                    first.getValue());
        }
    }

    private static void thereAndBack(Connection connection, String seed, RandomChanges.Pair pair) throws SQLException {
        Plan plan = Planner.plan(pair.base(), pair.change());
        String description = seed + "\n" + plan.describe("public");

        run(
                connection,
                description,
                Planner.plan(Schema.EMPTY, Change.to(pair.change().target())));
        Schema target = read(connection);
        connection.rollback();

        run(connection, description, Planner.plan(Schema.EMPTY, Change.to(pair.base())));
        Schema base = read(connection);
        run(connection, description, plan);
        assertSame(description, read(connection), target);
        String back = description + "\n-- back\n" + plan.inverse().describe("public");
        run(connection, back, plan.inverse());
        assertSame(back, read(connection), base);
    }

    private static void run(Connection connection, String description, Plan plan) {
        for (String sql : plan.statements()) {
            try (var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new AssertionError(sql + "\n" + e.getMessage() + "\nin " + description, e);
            }
        }
    }

    private static Schema read(Connection connection) {
        return Catalog.read(connection, new TreeSet<>(List.of("public", "s1")), "public")
                .schema();
    }

    private static void assertSame(String description, Schema actual, Schema expected) {
        Schema is = inOrder(actual);
        Schema shouldBe = inOrder(expected);
        if (!is.equals(shouldBe)) {
            throw new AssertionError(SchemaComparison.compare(shouldBe, is) + "\nin " + description);
        }
    }

    /**
     * The order of columns has no meaning, and a dropped column comes back as the last. The name of a NOT NULL constraint is
     * that of the first name of table and column.
     */
    private static Schema inOrder(Schema schema) {
        SchemaBuilder builder = schema.toBuilder();
        builder.tables.replaceAll((name, table) -> table.withColumns(table.columns().stream()
                .map(column -> column.withNotNullName(null))
                .sorted(Comparator.comparing(Column::name))
                .toList()));
        return builder.build();
    }
}
