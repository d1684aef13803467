package io.qail.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import io.qail.error.LockException;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What is refused, by name and before anything is made; and what a shadow must notice. */
@PostgresTest
class ShadowSafetyTests {

    private final TestDatabase databases;

    ShadowSafetyTests(TestDatabase databases) {
        this.databases = databases;
    }

    private ShadowProject shop() throws SQLException {
        ShadowProject shop = new ShadowProject(databases.fresh());
        shop.script("V1__shop.qail", """
                table users {
                  id bigint generated_identity primary_key
                  name text not_null
                }
                table logs {
                  line text
                }
                """);
        shop.project().migrate();
        shop.database().execute("INSERT INTO users (name) SELECT 'n' || i FROM generate_series(1, 100) i");
        shop.script("V2__more.qail", "add users.big text\ntransform upper(name) -> users.big\n");
        return shop;
    }

    @Test
    void aRowThatIsChangedBehindItsBackMakesTheShadowInvalidAndBlocksThePromotion() throws SQLException {
        // S28
        try (ShadowProject shop = shop()) {
            Shadow shadow = shop.shadow();
            shadow.create();
            shadow.sync();
            shop.in(shop.name() + "_shadow")
                    .sql("UPDATE users SET name = 'tampered' WHERE id = 50")
                    .update();
            ValidationResult result = shadow.validate();
            assertThat(result.valid()).isFalse();
            assertThat(result.problems()).singleElement().asString().contains("users", "not the same values");
            assertThat(shadow.status().phase()).isEqualTo(ShadowPhase.INVALID);
            assertThatThrownBy(shadow::promote)
                    .isInstanceOf(HistoryException.class)
                    .hasMessageContaining("INVALID");
            shop.in(shop.name() + "_shadow")
                    .sql("DELETE FROM users WHERE id = 51")
                    .update();
            assertThat(shadow.validate().problems()).singleElement().asString().contains("99 in the shadow");
            shadow.abort();
            assertThat(shop.databases()).containsExactly(shop.name());
        }
    }

    @Test
    void whatCannotBeMappedOrCarriedIsRefusedByNameBeforeAnythingIsMade() throws SQLException {
        // S27, S35
        try (ShadowProject shop = shop()) {
            shop.options(options -> options.withLimits(1, Duration.ofSeconds(1), 1))
                    .script("V3__block.qail", "sql $$ UPDATE users SET name = 'x' $$ confirm\n")
                    .script("V4__clock.qail", "add users.seen timestamptz\ntransform clock_timestamp() -> users.seen\n")
                    .script(
                            "V5__other.qail",
                            "add users.lines bigint\ntransform (SELECT count(*) FROM logs) -> users.lines\n");
            shop.database()
                    .execute(
                            "INSERT INTO logs VALUES ('a row')",
                            "CREATE RULE nothing AS ON DELETE TO logs DO INSTEAD NOTHING",
                            "CREATE DATABASE " + shop.name() + "_shadow");
            shop.asSuperuser("ALTER ROLE " + shop.database().user() + " NOCREATEDB");
            Shadow shadow = shop.shadow();
            assertThat(shadow.plan().refusals())
                    .anyMatch(refusal -> refusal.contains("Version 3 holds a sql block"))
                    .anyMatch(refusal -> refusal.contains("clock_timestamp"))
                    .anyMatch(refusal -> refusal.contains("another table") && refusal.contains("logs"))
                    .anyMatch(refusal -> refusal.contains("rule nothing"))
                    .anyMatch(refusal -> refusal.contains("_shadow exists already"))
                    .anyMatch(refusal -> refusal.contains("CREATEDB"))
                    .anyMatch(refusal -> refusal.contains("logs") && refusal.contains("no key"));
            assertThatThrownBy(shadow::create)
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("CREATEDB");
            assertThat(shop.value("SELECT count(*) FROM pg_namespace WHERE nspname = '_qail_shadow'", Long.class))
                    .isZero();
            shadow.abort();
            assertThat(shop.databases()).containsExactly(shop.name(), shop.name() + "_shadow");
        }
    }

    @Test
    void aChangeOfThePrimarysSchemaBlocksThePromotion() throws SQLException {
        try (ShadowProject shop = shop()) {
            Shadow shadow = shop.ready();
            shop.database().execute("CREATE INDEX by_hand ON users (name)");
            assertThatThrownBy(shadow::promote)
                    .isInstanceOf(HistoryException.class)
                    .hasMessageContaining("changed the primary's schema");
            shop.database().execute("DROP INDEX by_hand");
            assertThat(shadow.promote().oldDatabase()).isNotNull();
        }
    }

    @Test
    void aLongTransactionDelaysAPromotionAndThePrimaryServesOn() throws SQLException {
        try (ShadowProject shop = shop()) {
            shop.options(options -> options.withPromoteTimeout(Duration.ofMillis(300)));
            shop.project()
                    .with(options -> options.withLocks(
                            new io.qail.history.LockOptions(Duration.ofMillis(200), 1, Duration.ZERO)));
            Shadow shadow = shop.ready();
            try (Connection connection = shop.dataSource(shop.name()).getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("UPDATE users SET name = 'long' WHERE id = 1");
                assertThatThrownBy(shadow::promote).isInstanceOf(LockException.class);
                connection.commit();
            }
            shop.database().execute("INSERT INTO users (name) VALUES ('still here')");
            assertThat(shop.databases()).containsExactly(shop.name(), shop.name() + "_shadow");
            shadow.promote();
            assertThat(shop.value("SELECT count(*) FROM users WHERE name IN ('long', 'still here')", Long.class))
                    .isEqualTo(2);
        }
    }

    @Test
    void theWayBackSaysWhatItLosesAndIsOneSwitch() throws SQLException {
        try (ShadowProject shop = shop()) {
            AtomicBoolean goingBack = new AtomicBoolean();
            Shadow shadow = shop.ready(new ShadowListener() {
                @Override
                public void beforeSwitch() {
                    if (goingBack.get()) {
                        shop.database().execute("INSERT INTO users (name) VALUES ('at the last moment')");
                    }
                }
            });
            String clerk = "clerk_" + shop.name();
            shop.asSuperuser(
                    "CREATE ROLE " + clerk + " LOGIN PASSWORD 'secret'",
                    "GRANT pg_signal_backend TO " + shop.database().user());
            String old;
            // A session of another role, which may be ended and not be looked at.
            try (Connection hers = shop.dataSource(shop.name()).getConnection(clerk, "secret")) {
                old = shadow.promote().oldDatabase();
                assertThat(hers.isValid(1)).isFalse();
            } finally {
                shop.asSuperuser(
                        "REVOKE pg_signal_backend FROM " + shop.database().user(), "DROP ROLE " + clerk);
            }
            assertThat(shadow.planBack().losses()).isEmpty();
            shop.database()
                    .execute(
                            "INSERT INTO users (name) VALUES ('new one')",
                            "UPDATE users SET name = 'changed' WHERE id = 2",
                            "DELETE FROM users WHERE id = 3");
            WayBack way = shadow.planBack();
            assertThat(way.losses()).containsExactly(new WayBack.Loss("users", 2, 2));
            assertThat(way.statement()).contains("loses", String.valueOf(old));
            goingBack.set(true);
            PromotionResult back = shadow.promoteBack();
            assertThat(back.remarks())
                    .singleElement()
                    .asString()
                    .contains("users: 3 rows that only the present database has", "2 that only the old one has");
            assertThat(shop.value("SELECT count(*) FROM users", Long.class)).isEqualTo(100);
            assertThat(shop.value(
                            "SELECT count(*) FROM information_schema.columns WHERE column_name = 'big'", Long.class))
                    .isZero();
            assertThat(shop.databases()).containsExactly(shop.name(), back.oldDatabase());
            assertThat(shadow.status().phase()).isEqualTo(ShadowPhase.NONE);
            assertThat(shop.project().migrateVersions()).containsExactly("2");
        }
    }

    @Test
    void aShadowWhoseMarksGrowBeyondTheirLimitIsGivenUp() throws SQLException {
        try (ShadowProject shop = shop()) {
            shop.options(options -> options.withLimits(1, Duration.ofDays(1), 1 << 20));
            Shadow shadow = shop.shadow();
            shadow.create();
            shop.database().execute("UPDATE users SET name = name || '!'");
            assertThatThrownBy(shadow::sync)
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("given up rather than endanger the primary");
            assertThat(shadow.status().phase()).isEqualTo(ShadowPhase.NONE);
            assertThat(shop.databases()).containsExactly(shop.name());
        }
    }

    @Test
    void aCloneForTestingIsFinishedLikeAPromotedDatabaseAndGoesWithTheShadow() throws SQLException {
        try (ShadowProject shop = shop()) {
            shop.script("V3__key.qail", "add logs.user_id bigint references users(id)\n");
            Shadow shadow = shop.ready();
            shop.database().execute("INSERT INTO users (name) VALUES ('just now')");
            String clone = shadow.cloneForTesting();
            assertThat(shop.in(clone)
                            .sql("SELECT count(*) FROM users WHERE big = 'JUST NOW'")
                            .query(Long.class)
                            .single())
                    .isOne();
            assertThat(shop.in(clone)
                            .sql("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated")
                            .query(Long.class)
                            .single())
                    .isOne();
            shop.in(clone).sql("INSERT INTO users (name) VALUES ('of a test')").update();
            shadow.abort();
            assertThat(shop.databases()).containsExactly(shop.name());
        }
    }
}
