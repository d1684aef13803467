package io.qail.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.schema.ObjectName;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@PostgresTest
class DependentsTests {

    private static final ObjectName USERS = ObjectName.of("public", "Users");

    @BeforeAll
    static void createObjects(TestDatabase database) {
        database.execute(
                "CREATE TABLE \"Users\" (id int PRIMARY KEY, a int, b int, c int DEFAULT 1, d int GENERATED ALWAYS AS (a + 1) STORED)",
                "CREATE TABLE orders (user_id int CONSTRAINT fk_user REFERENCES \"Users\")",
                "CREATE INDEX ix_a_b ON \"Users\" (a, b)",
                "ALTER TABLE \"Users\" ADD CONSTRAINT ck_a_b CHECK (a + b > 0)",
                "CREATE VIEW active AS SELECT a FROM \"Users\"",
                "CREATE VIEW on_active AS SELECT * FROM active",
                "CREATE FUNCTION of_user(\"Users\") RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER trg BEFORE UPDATE OF b ON \"Users\" FOR EACH ROW EXECUTE FUNCTION touch()",
                "CREATE POLICY pol ON \"Users\" USING (b > 0)");
    }

    @Test
    void aColumnNamesWhatBlocksItsDropAndWhatGoesAlong(TestDatabase database) throws SQLException {
        assertThat(dependents(database, "a"))
                .containsExactly(
                        new Dependent("index public.ix_a_b", true),
                        new Dependent("table column public.\"Users\".d", database.serverVersion() < 15),
                        new Dependent("table constraint ck_a_b on public.\"Users\"", true),
                        new Dependent("view public.active", false),
                        new Dependent("view public.on_active", false));
        assertThatThrownBy(() -> database.execute("ALTER TABLE \"Users\" DROP COLUMN a"))
                .hasMessageContaining("other objects depend on it");
    }

    @Test
    void triggersAndPoliciesOfAColumnAreNamed(TestDatabase database) throws SQLException {
        assertThat(dependents(database, "b"))
                .extracting(Dependent::description)
                .contains("trigger trg on public.\"Users\"", "policy pol on public.\"Users\"");
    }

    @Test
    void nothingStandsOnAColumnButItsDefault(TestDatabase database) throws SQLException {
        assertThat(dependents(database, "c")).isEmpty();
        assertThat(dependents(database, "absent")).isEmpty();
    }

    @Test
    void aTableNamesForeignKeysViewsAndFunctionsOfOthers(TestDatabase database) throws SQLException {
        try (Connection connection = database.connection()) {
            assertThat(Catalog.dependents(connection, USERS))
                    .extracting(Dependent::description)
                    .containsExactly(
                            "function public.of_user(public.\"Users\")",
                            "policy pol on public.\"Users\"",
                            "table constraint fk_user on public.orders",
                            "trigger trg on public.\"Users\"",
                            "view public.active",
                            "view public.on_active");
        }
    }

    private static List<Dependent> dependents(TestDatabase database, String column) throws SQLException {
        try (Connection connection = database.connection()) {
            return Catalog.dependents(connection, USERS, column);
        }
    }
}
