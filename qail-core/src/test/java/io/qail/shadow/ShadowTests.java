package io.qail.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A shadow database from its creation to its promotion and back. */
@PostgresTest
class ShadowTests {

    private final TestDatabase databases;

    ShadowTests(TestDatabase databases) {
        this.databases = databases;
    }

    private ShadowProject shop() throws SQLException {
        ShadowProject shop = new ShadowProject(databases.fresh());
        shop.script("V1__shop.qail", """
                table users {
                  id bigint generated_identity primary_key
                  name text not_null
                  mail text unique
                }
                table orders {
                  id bigint generated_identity primary_key
                  user_id bigint not_null references users(id)
                  total numeric(10,2) not_null
                }
                index orders_user on orders (user_id)
                """);
        shop.project().migrate();
        shop.database()
                .execute(
                        "INSERT INTO users (name, mail) SELECT 'First Last' || i, 'u' || i FROM generate_series(1, 500) i",
                        "INSERT INTO orders (user_id, total) SELECT 1 + i % 500, i FROM generate_series(1, 2000) i");
        shop.script("V2__names.qail", """
                add users.first_name text
                transform split_part(name, ' ', 1) -> users.first_name
                drop users.mail
                rename orders.total -> orders.amount
                alter orders.amount numeric(12,2)
                """);
        return shop;
    }

    /** S26: new sequences of the shadow, and one that replaces another. */
    @Test
    void sequencesGoOnWhereThoseOfThePrimaryAreAndNewOnesBeginAtTheirStart() throws SQLException {
        try (ShadowProject shop = new ShadowProject(databases.fresh())) {
            shop.script("V1__ids.qail", """
                    table a {
                      id bigserial primary_key
                    }
                    table b {
                      id bigint primary_key
                    }
                    table c {
                      id bigint primary_key
                    }
                    """);
            shop.project().migrate();
            shop.database()
                    .execute(
                            "SELECT setval('a_id_seq', 700, false)",
                            "INSERT INTO b VALUES (20); INSERT INTO c VALUES (-20), (5)");
            shop.script("V2__identities.qail", """
                    alter a.id bigint no_default generated_identity
                    drop sequence a_id_seq
                    alter b.id bigint generated_identity(start 1000)
                    alter c.id bigint generated_identity(increment -1)
                    """);
            shop.ready().promote();
            assertThat(shop.value("INSERT INTO a DEFAULT VALUES RETURNING id", Long.class))
                    .isEqualTo(700);
            assertThat(shop.value("INSERT INTO b DEFAULT VALUES RETURNING id", Long.class))
                    .isEqualTo(1000);
            assertThat(shop.value("INSERT INTO c DEFAULT VALUES RETURNING id", Long.class))
                    .isEqualTo(-21);
        }
    }

    @Test
    void aShadowIsCreatedFilledComparedAndPromoted() throws SQLException {
        try (ShadowProject shop = shop()) {
            Shadow shadow = shop.shadow();
            ShadowPlan plan = shadow.plan();
            assertThat(plan.refusals()).isEmpty();
            assertThat(shadow.create().phase()).isEqualTo(ShadowPhase.CREATED);
            shop.database()
                    .execute("INSERT INTO users (name) VALUES ('Late Comer')", "DELETE FROM orders WHERE id = 7");
            SyncResult synced = shadow.sync();
            assertThat(synced.tables()).isGreaterThanOrEqualTo(2);
            shop.database().execute("UPDATE users SET name = 'Other Name' WHERE id = 3");
            assertThat(shadow.status().lagRows()).isEqualTo(1);
            ValidationResult valid = shadow.validate();
            assertThat(valid.problems()).isEmpty();
            PromotionResult promoted = shadow.promote();
            assertThat(promoted.remarks()).isEmpty();
            assertThat(shop.databases()).containsExactly(shop.name(), promoted.oldDatabase());
            assertThat(shop.value("SELECT first_name FROM users WHERE id = 3", String.class))
                    .isEqualTo("Other");
            assertThat(shop.value("SELECT count(*) FROM users", Long.class)).isEqualTo(501);
            assertThat(shop.value("SELECT count(*) FROM orders", Long.class)).isEqualTo(1999);
            assertThat(shop.value("INSERT INTO users (name) VALUES ('x y') RETURNING id", Long.class))
                    .isEqualTo(502);
            assertThat(shop.qail().migrate().applied()).isEmpty();
            assertThat(shadow.status().phase()).isEqualTo(ShadowPhase.PROMOTED);
            assertThat(shop.qail().info(true).drift()).isEmpty();
            shop.script("V3__later.qail", "add users.later text\n");
            assertThat(shop.project().migrateVersions()).containsExactly("3");
        }
    }
}
