package io.qail.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.catalog.Catalog;
import io.qail.schema.Column;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Plans against a real server: what PostgreSQL has afterwards is what the target alone would have made. */
@PostgresTest
class PlanOnPostgresTests {

    private static final int ROUNDS = Integer.getInteger("qail.test.rounds", 60);

    private final TestDatabase database;

    PlanOnPostgresTests(TestDatabase database) {
        this.database = database;
    }

    @Test
    void aRandomChangeLeadsToItsTargetAndItsInverseLeadsBack() throws SQLException {
        long first = Long.getLong("qail.test.seed", 0);
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(false);
            for (long seed = first; seed < first + ROUNDS; seed++) {
                RandomChanges.Pair pair = RandomChanges.pair(seed);
                Plan plan = Planner.plan(pair.base(), pair.change());
                String description = "seed " + seed + "\n" + plan.describe("public");

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
                run(connection, description + "\n-- back\n" + plan.inverse().describe("public"), plan.inverse());
                assertSame(description + "\n-- back\n" + plan.inverse().describe("public"), read(connection), base);
                connection.rollback();
            }
        }
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
        assertThat(inOrder(actual).tables())
                .as(description)
                .isEqualTo(inOrder(expected).tables());
        assertThat(inOrder(actual)).as(description).isEqualTo(inOrder(expected));
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
