package io.qail.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.HistoryException;
import io.qail.language.SourceFile;
import io.qail.migrate.Transition;
import io.qail.script.Scripts;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A shadow by a step between two written schemas, of a database with and without a history. */
@PostgresTest
class ShadowTransitionTests {

    private static final Scripts.Declarative ONE = schema("one.qail", """
            table users {
              id bigint primary_key
              email text
            }
            table sessions {
              id bigint primary_key
            }
            """);
    private static final Scripts.Declarative TWO = schema("two.qail", """
            table users {
              id bigint primary_key
              name text
            }
            """);

    private final TestDatabase databases;

    ShadowTransitionTests(TestDatabase databases) {
        this.databases = databases;
    }

    private static Scripts.Declarative schema(String name, String text) {
        return Scripts.Declarative.of(name, List.of(new SourceFile(name, text)));
    }

    private static void create(ShadowProject shop) {
        shop.database()
                .execute(
                        "CREATE TABLE users (id bigint PRIMARY KEY, email text)",
                        "CREATE TABLE sessions (id bigint PRIMARY KEY)",
                        "INSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 50) i",
                        "INSERT INTO sessions SELECT generate_series(1, 70)");
    }

    @Test
    void aDatabaseWithoutHistoryIsFollowedAndBeginsOneInTheShadow() throws SQLException {
        try (ShadowProject shop = new ShadowProject(databases.fresh())) {
            create(shop);
            Shadow shadow = shop.shadow().towards(Transition.between(ONE, TWO));
            ShadowPlan plan = shadow.plan();
            assertThat(plan.refusals()).isEmpty();
            assertThat(plan.versions().get(0).impact().recordsAtRisk()).isEqualTo(120);
            shadow.create(plan.hash());
            shadow.sync();
            assertThat(shadow.plan().hash())
                    .as("the same step is known again")
                    .isEqualTo(shadow.status().planHash());
            shop.database().execute("INSERT INTO users VALUES (51, 'late')");
            assertThat(shadow.validate().valid()).isTrue();
            assertThat(shop.project().exists("_qail_migrations")).isFalse();

            PromotionResult promoted = shadow.promote();
            assertThat(shop.project().count("SELECT count(*) FROM users WHERE name IS NULL"))
                    .isEqualTo(51);
            assertThat(shop.project().exists("sessions")).isFalse();
            assertThat(shop.project()
                            .value("SELECT string_agg(type, ' ' ORDER BY id) FROM _qail_migrations", String.class))
                    .isEqualTo("BASELINE DECLARATIVE");
            assertThat(shop.qail().plan(Transition.between(ONE, TWO)))
                    .as("nothing is left to do")
                    .isEmpty();
            assertThat(promoted.oldDatabase()).isNotNull();

            shadow.promoteBack();
            assertThat(shop.project().count("SELECT count(*) FROM sessions")).isEqualTo(70);
        }
    }

    @Test
    void anotherSchemaAndAVersionedHistoryAreRefused() throws SQLException {
        try (ShadowProject shop = new ShadowProject(databases.fresh())) {
            create(shop);
            shop.database().execute("ALTER TABLE users ALTER email SET NOT NULL");
            assertThatThrownBy(() ->
                            shop.shadow().towards(Transition.between(ONE, TWO)).create())
                    .isInstanceOf(HistoryException.class)
                    .hasMessageContaining("The database is not what one.qail says");
            assertThat(shop.databases()).containsExactly(shop.name());
        }
        try (ShadowProject shop = new ShadowProject(databases.fresh())) {
            shop.script("V1__users.qail", "table users {\n  id bigint primary_key\n}\n");
            shop.project().migrate();
            assertThatThrownBy(() ->
                            shop.shadow().towards(Transition.between(ONE, TWO)).plan())
                    .isInstanceOf(HistoryException.class)
                    .hasMessageContaining("versioned scripts");
        }
    }

    /** Else a shadow made for one schema would be promoted for another. */
    @Test
    void aShadowKnowsByWhichStepItWasMade() throws SQLException {
        try (ShadowProject shop = new ShadowProject(databases.fresh())) {
            create(shop);
            shop.shadow().towards(Transition.between(ONE, TWO)).create();
            Scripts.Declarative three = schema("three.qail", "table users {\n  id bigint primary_key\n}\n");
            ShadowPlan other =
                    shop.shadow().towards(Transition.between(ONE, three)).plan();
            assertThat(other.versions().get(0).migration().version())
                    .isEqualTo(shop.shadow().status().versions().get(0));
            assertThat(other.hash()).isNotEqualTo(shop.shadow().status().planHash());
            shop.shadow().abort();
            assertThat(shop.databases()).containsExactly(shop.name());
        }
    }
}
