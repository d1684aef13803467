package io.qail.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import io.qail.test.EnabledOnPostgres;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a server, a database and a role stands in the way of a shadow, and what a shadow takes over from its primary. */
@PostgresTest
class ShadowObstacleTests {

    private static final String TABLE = "table users {\n  id bigint generated_identity primary_key\n}\n";

    private final TestDatabase databases;

    ShadowObstacleTests(TestDatabase databases) {
        this.databases = databases;
    }

    private ShadowProject shop() throws SQLException {
        ShadowProject shop = new ShadowProject(databases.fresh());
        shop.script("V1__users.qail", TABLE);
        shop.project().migrate();
        return shop;
    }

    private static void assertRefused(ShadowProject shop, String... words) {
        assertThatThrownBy(() -> shop.shadow().create())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContainingAll(words);
        assertThat(shop.databases()).containsExactly(shop.name());
        assertThat(shop.value("SELECT count(*) FROM pg_namespace WHERE nspname = '_qail_shadow'", Long.class))
                .isZero();
    }

    @Test
    void aPreparedTransactionIsRefusedByName() throws SQLException {
        try (ShadowProject shop = shop()) {
            Assumptions.assumeTrue(
                    shop.value("SELECT current_setting('max_prepared_transactions')::int > 0", Boolean.class),
                    "the server takes no prepared transactions");
            try (Connection connection = shop.database().connection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("INSERT INTO users DEFAULT VALUES");
                statement.execute("PREPARE TRANSACTION 'payment 7'");
                connection.setAutoCommit(true);
                try {
                    assertRefused(shop, "prepared transaction", "payment 7", "ROLLBACK PREPARED");
                } finally {
                    statement.execute("ROLLBACK PREPARED 'payment 7'");
                }
            }
        }
    }

    @Test
    void aLogicalReplicationSlotIsRefusedByName() throws SQLException {
        try (ShadowProject shop = shop()) {
            Assumptions.assumeTrue(
                    shop.value("SELECT current_setting('wal_level') = 'logical'", Boolean.class),
                    "the server has no logical slots");
            String slot = "feed_" + shop.name();
            shop.asSuperuser("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
            try {
                assertRefused(shop, "replication slot " + slot);
            } finally {
                shop.asSuperuser("SELECT pg_drop_replication_slot('" + slot + "')");
            }
        }
    }

    @Test
    void aSubscriptionIsRefusedByName() throws SQLException {
        try (ShadowProject shop = shop()) {
            shop.asSuperuser("CREATE SUBSCRIPTION incoming CONNECTION 'dbname=nowhere' PUBLICATION changes"
                    + " WITH (connect = false, enabled = false, create_slot = false, slot_name = NONE)");
            try {
                assertRefused(shop, "subscription incoming");
            } finally {
                shop.asSuperuser("DROP SUBSCRIPTION incoming");
            }
        }
    }

    @Test
    void aNameThatIsTooLongIsRefused() throws SQLException {
        try (ShadowProject shop = shop()) {
            String name = shop.name() + "_" + "x".repeat(63);
            shop.options(options -> options.withName(name));
            assertRefused(shop, name, "63 bytes", "qail.shadow.name");
        }
    }

    @Test
    void aDiskWithoutRoomIsRefused(@TempDir Path directory) {
        assertThat(Disk.shortage(1, directory)).isEmpty();
        assertThat(Disk.shortage(Long.MAX_VALUE, directory)).get().asString().contains("only", "bytes", "left");
        assertThat(Disk.shortage(Long.MAX_VALUE, directory.resolve("of another machine")))
                .isEmpty();
    }

    @Test
    void whatTheRoleMayNotDoIsRefusedByName() throws SQLException {
        // S35
        try (ShadowProject shop = shop()) {
            String clerk = "clerk_" + shop.name();
            shop.asSuperuser(
                    "CREATE ROLE " + clerk + " LOGIN PASSWORD 'secret'",
                    "CREATE VIEW hers AS SELECT 1 AS one",
                    "ALTER VIEW hers OWNER TO " + clerk);
            try (Connection session = shop.database().superuserConnection()) {
                assertRefused(shop, "Objects belong to " + clerk, "A session that", "pid " + pid(session));
            }
            shop.asSuperuser("DROP VIEW hers", "DROP ROLE " + clerk);
        }
    }

    private static int pid(Connection session) throws SQLException {
        return session.unwrap(org.postgresql.PGConnection.class).getBackendPID();
    }

    @Test
    void aSecondShadowIsRefusedAndTheFirstStays() throws SQLException {
        try (ShadowProject shop = shop()) {
            Shadow shadow = shop.shadow();
            shadow.create();
            assertThatThrownBy(shadow::create)
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining(shop.name() + "_shadow exists already");
            assertThat(shadow.status().phase()).isEqualTo(ShadowPhase.CREATED);
        }
    }

    @Test
    void rowsOfAnExtensionsTableAreRefusedByName() throws SQLException {
        try (ShadowProject shop = shop()) {
            // As the script of an extension does with pg_extension_config_dump.
            shop.asSuperuser(
                    "CREATE EXTENSION pgcrypto",
                    "CREATE TABLE jobs (id int)",
                    "INSERT INTO jobs VALUES (1)",
                    "ALTER EXTENSION pgcrypto ADD TABLE jobs",
                    "UPDATE pg_extension SET extconfig = ARRAY['jobs'::regclass::oid],"
                            + " extcondition = ARRAY['WHERE id > 1'] WHERE extname = 'pgcrypto'");
            assertRefused(shop, "public.jobs of the extension pgcrypto", "grant SELECT");
            shop.asSuperuser("GRANT SELECT ON jobs TO PUBLIC");
            assertThat(shop.shadow().plan().refusals()).isEmpty();
            shop.asSuperuser("INSERT INTO jobs VALUES (2)");
            assertRefused(shop, "public.jobs of the extension pgcrypto holds rows");
        }
    }

    @Test
    void aPrimaryWithAShadowIsNotMigrated() throws SQLException {
        try (ShadowProject shop = shop()) {
            shop.script("V2__name.qail", "add users.name text\n");
            Shadow shadow = shop.shadow();
            shadow.create();
            assertThatThrownBy(() -> shop.qail().migrate())
                    .isInstanceOf(HistoryException.class)
                    .hasMessageContaining(shop.name() + "_shadow")
                    .extracting(e -> ((HistoryException) e).action())
                    .asString()
                    .contains("Promote", "abort");
            assertThat(shop.value("SELECT count(*) FROM _qail_migrations", Long.class))
                    .isOne();
            shadow.abort();
            assertThat(shop.project().migrateVersions()).containsExactly("2");
        }
    }

    @Test
    @EnabledOnPostgres(min = 15)
    void theLocaleOfIcuTravels() throws SQLException {
        sameLocale("LOCALE_PROVIDER icu ICU_LOCALE 'sv-SE' LC_COLLATE 'C' LC_CTYPE 'C'");
    }

    @Test
    @EnabledOnPostgres(min = 17)
    void theBuiltinLocaleTravels() throws SQLException {
        sameLocale("LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'");
    }

    private void sameLocale(String locale) throws SQLException {
        try (ShadowProject shop = new ShadowProject(databases.fresh())) {
            shop.in("postgres").sql("DROP DATABASE " + shop.name()).update();
            shop.in("postgres")
                    .sql("CREATE DATABASE " + shop.name() + " TEMPLATE template0 ENCODING 'UTF8' " + locale)
                    .update();
            shop.script("V1__users.qail", TABLE);
            shop.project().migrate();
            shop.shadow().create();
            List<String> locales = shop.in("postgres")
                    .sql("SELECT (to_jsonb(d) - ARRAY['oid', 'datname', 'datfrozenxid', 'datminmxid', 'datacl',"
                            + " 'dathasloginevt'])::text FROM pg_database d WHERE starts_with(datname, ?)")
                    .param(shop.name())
                    .query(String.class)
                    .list();
            assertThat(locales).hasSize(2);
            assertThat(locales.get(1)).isEqualTo(locales.get(0));
        }
    }
}
