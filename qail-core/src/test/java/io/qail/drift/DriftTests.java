package io.qail.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.catalog.Catalog;
import io.qail.schema.Expression;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

@PostgresTest
class DriftTests {

    private final TestDatabase database;

    DriftTests(TestDatabase template) {
        this.database = template.fresh();
        database.execute(
                "CREATE SCHEMA app",
                "CREATE SCHEMA theirs",
                "CREATE TABLE theirs.t (id int)",
                "CREATE TABLE app.users (id bigint PRIMARY KEY, name varchar(20) DEFAULT 'x', CONSTRAINT ck CHECK (name <> ''))",
                "CREATE VIEW app.v AS SELECT 1 AS one");
    }

    @Test
    void aDatabaseAsExpectedHasNoDriftWhateverTheWords() throws SQLException {
        SchemaBuilder declared = expected().toBuilder();
        declared.tables.computeIfPresent(
                ObjectName.of("app", "users"),
                (name, table) -> table.changingColumn("name", column -> column.withDefault(new Expression("'x'"))));
        assertThat(check(declared.build())).isEmpty();
    }

    @Test
    void whatSomebodyChangedIsDriftAndOtherSchemasAreNot() throws SQLException {
        Schema expected = expected();
        database.execute(
                "ALTER TABLE app.users ALTER id TYPE int, ADD COLUMN extra text, DROP CONSTRAINT ck",
                "CREATE TABLE app.more (id int)",
                "CREATE TABLE theirs.more (id int)");
        assertThat(check(expected))
                .extracting(difference ->
                        difference.kind() + " " + difference.object().display("app"))
                .containsExactly("UNEXPECTED more", "UNEXPECTED users.extra", "CHANGED users.id", "MISSING users.ck");
    }

    @Test
    void whatDoesNotDoWhatItSaysIsDrift_S22() throws SQLException {
        database.execute("CREATE UNIQUE INDEX ix ON app.users (name)", "CREATE UNIQUE INDEX later ON app.users (name)");
        SchemaBuilder expected = expected().toBuilder();
        expected.indexes.computeIfPresent(ObjectName.of("app", "later"), (name, index) -> index.withConcurrently(true));
        database.execute(
                "ALTER TABLE app.users DROP CONSTRAINT ck",
                "ALTER TABLE app.users ADD CONSTRAINT ck CHECK (name <> '') NOT VALID",
                "DROP INDEX app.ix",
                "DROP INDEX app.later",
                "INSERT INTO app.users VALUES (1, 'a'), (2, 'a')");
        for (String index : List.of("ix", "later")) {
            assertThatThrownBy(() ->
                            database.execute("CREATE UNIQUE INDEX CONCURRENTLY " + index + " ON app.users (name)"))
                    .hasMessageContaining("could not create unique index");
        }
        assertThat(check(expected.build()))
                .extracting(difference -> difference.object().display("app") + " " + difference.detail())
                .containsExactly(
                        "users.ck is NOT VALID: rows older than it may violate it", "ix is INVALID: no query uses it");
    }

    private Schema expected() throws SQLException {
        try (Connection connection = database.connection()) {
            SchemaBuilder schema = Catalog.read(connection, "app").schema().toBuilder();
            schema.schemas.clear();
            schema.tables.keySet().removeIf(name -> name.schema().equals("theirs"));
            return schema.build();
        }
    }

    private List<Difference> check(Schema expected) throws SQLException {
        try (Connection connection = database.connection()) {
            return Drift.check(connection, expected, "app");
        }
    }
}
