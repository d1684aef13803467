package io.qail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the making of a shadow to its end, without a terminal. */
@PostgresTest
class ShadowCommandTests {

    private TestDatabase shop;
    private Cli cli;
    private String url;
    private String db;

    @BeforeEach
    void begin(TestDatabase server, @TempDir Path directory) throws SQLException {
        shop = server.fresh();
        cli = new Cli(directory);
        url = Cli.url(shop);
        db = cli.path("db");
        cli.file("db/V1__users.qail", "table users {\n  id bigint primary_key\n}\n");
        asSuperuser("ALTER ROLE " + shop.user() + " CREATEDB");
    }

    /** What is left beside the database of the test. */
    @AfterEach
    void dropOthers() throws SQLException {
        for (String name : others()) {
            asSuperuser("DROP DATABASE \"" + name + "\" WITH (FORCE)");
        }
    }

    private List<String> others() {
        return shop.jdbc()
                .sql("SELECT datname FROM pg_database WHERE starts_with(datname, current_database() || '_')")
                .query(String.class)
                .list();
    }

    private void asSuperuser(String sql) throws SQLException {
        try (Connection connection = shop.superuserConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void applyAndWriteTheNext() {
        assertThat(Cli.run("migrate", "apply", db, url).code()).isZero();
        cli.file("db/V2__email.qail", "add users.email text\n");
    }

    private long count(String sql) {
        return shop.jdbc().sql(sql).query(Long.class).single();
    }

    @Test
    void aShadowIsFilledPromotedAndTheWayBackSaysWhatItLacks() {
        applyAndWriteTheNext();
        shop.execute("INSERT INTO users SELECT generate_series(1, 1234)");

        Cli.Result plan = Cli.run("migrate", "shadow", "--dir", db, url, "--dry-run");
        assertThat(plan.err()).isEmpty();
        assertThat(plan.out()).contains("with version 2", "users", "id");
        Cli.Result made = Cli.run("migrate", "shadow", "--dir", db, url);
        assertThat(made.err()).isEmpty();
        assertThat(made.code()).isZero();
        assertThat(made.out())
                .contains(
                        "[1/4] Creating shadow database: " + shop.name() + "_shadow ✓\n",
                        "[2/4] Applying schema ✓\n",
                        "[3/4] Syncing data …\n",
                        "      ✓ users (1,234 rows)\n",
                        "[3/4] Comparing both databases ✓\n");
        shop.execute("INSERT INTO users VALUES (5000)");
        assertThat(Cli.run("migrate", "status", url).out())
                .contains("Shadow\n  " + shop.name() + "_shadow: valid since", "with version 2, 1 changed key behind");
        Cli.Result again = Cli.run("migrate", "shadow", "--dir", db, url, "--json");
        assertThat(again.code()).isZero();
        assertThat(again.out()).startsWith("{").contains("\"phase\" : \"VALID\"", "\"changes\" : 1");

        Cli.Result promoted = Cli.run("migrate", "promote", url);
        assertThat(promoted.err()).isEmpty();
        assertThat(promoted.out()).contains("[4/4] Promoting ✓\n", "The other one is kept as " + shop.name() + "_old_");
        assertThat(count("SELECT count(*) FROM users WHERE email IS NULL")).isEqualTo(1235);
        assertThat(Cli.run("migrate", "status", "--json", url).out())
                .contains("\"phase\" : \"PROMOTED\"", "\"pending\" : [");
        assertThat(Cli.run("migrate", "abort", url).code()).isEqualTo(5);

        shop.execute("INSERT INTO users VALUES (6000)");
        Cli.Result refused = Cli.run("migrate", "promote", url, "--back");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.out()).contains("users: 1 rows that only the present database has");
        assertThat(Cli.run("migrate", "promote", url, "--back", "--accept-loss").code())
                .isZero();
        assertThat(count("SELECT count(*) FROM users")).isEqualTo(1235);
    }

    @Test
    void anAbortedShadowLeavesNothing() {
        applyAndWriteTheNext();
        assertThat(Cli.run("migrate", "promote", url).code()).isEqualTo(5);
        assertThat(Cli.run("migrate", "shadow", "--dir", db, url, "-q")).isEqualTo(new Cli.Result(0, "", ""));
        cli.file("db/V3__name.qail", "add users.name text\n");
        Cli.Result other = Cli.run("migrate", "shadow", "--dir", db, url);
        assertThat(other.code()).isEqualTo(5);
        assertThat(other.err()).contains("was made with the versions [2], and pending are now [2, 3]");

        Cli.Result unnamed = Cli.run("migrate", "abort", url);
        assertThat(unnamed.code()).isEqualTo(3);
        assertThat(unnamed.err()).contains("--drop=" + shop.name() + "_shadow");
        assertThat(Cli.run("migrate", "abort", url, "--drop", shop.name()).code())
                .isEqualTo(4);
        assertThat(Cli.run("migrate", "shadow", "--dir", db, url, "--replace").code())
                .isEqualTo(3);
        assertThat(Cli.run("migrate", "abort", url, "--drop", shop.name() + "_shadow")
                        .out())
                .isEqualTo("The shadow " + shop.name() + "_shadow is gone; " + shop.name() + " is as it was.\n");
        assertThat(Cli.run("migrate", "abort", url).out()).isEqualTo("There is no shadow.\n");
        assertThat(count("SELECT (SELECT count(*) FROM pg_namespace WHERE nspname = '_qail_shadow')"
                        + " + (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal)"))
                .isZero();
        assertThat(others()).isEmpty();
        assertThat(Cli.run("migrate", "status", url).out()).doesNotContain("Shadow");
    }

    @Test
    void aShadowNeedsAHistoryAndSaysSo() {
        shop.execute("CREATE TABLE users (id bigint PRIMARY KEY)");
        Cli.Result refused = Cli.run("migrate", "shadow", "--dir", db, url);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .contains("no history of migrations yet", "qail migrate apply --baseline")
                .doesNotContain("qail.baseline", "\tat ");
    }

    @Test
    void aSchemaFileGoesOnFromAStepBetweenSchemas() {
        shop.execute("CREATE TABLE users (id bigint PRIMARY KEY)", "INSERT INTO users VALUES (1)");
        String one = cli.file("one.qail", "table users {\n  id bigint primary_key\n}\n");
        String two = cli.file("two.qail", "table users {\n  id bigint primary_key\n  email text\n}\n");
        assertThat(Cli.run("migrate", "up", one + ":" + two, url).code()).isZero();
        cli.file("next/schema.qail", "table users {\n  id bigint primary_key\n  email text\n  name text\n}\n");
        Cli.Result made = Cli.run("migrate", "shadow", "--dir", cli.path("next"), url);
        assertThat(made.err()).isEmpty();
        assertThat(Cli.run("migrate", "promote", url).code()).isZero();
        assertThat(count("SELECT count(*) FROM users WHERE name IS NULL")).isEqualTo(1);
    }
}
