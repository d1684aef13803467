package io.qail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a database, without a terminal. */
@PostgresTest
class DatabaseCommandTests {

    private static final String ONE = """
            table users {
              id bigint primary_key
              email text
            }
            table sessions {
              id bigint primary_key
            }
            """;
    private static final String TWO = """
            table users {
              id bigint primary_key
            }
            """;

    private TestDatabase database;
    private Cli cli;
    private String url;
    private String one;
    private String two;

    @BeforeEach
    void begin(TestDatabase server, @TempDir Path directory) {
        database = server.fresh();
        cli = new Cli(directory);
        url = Cli.url(database);
        one = cli.file("one.qail", ONE);
        two = cli.file("two.qail", TWO);
        database.execute(
                "CREATE TABLE users (id bigint PRIMARY KEY, email text)",
                "CREATE TABLE sessions (id bigint PRIMARY KEY)",
                "INSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 3) i",
                "INSERT INTO sessions SELECT generate_series(1, 4)");
    }

    private long count(String sql) {
        return database.jdbc().sql(sql).query(Long.class).single();
    }

    @Test
    void aDestructiveStepIsRefusedWhereNobodySaysWhatShallHappen() {
        Cli.Result refused = Cli.run("migrate", "up", one + ":" + two, url);
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.out()).contains("DROP COLUMN users.email → 3 values at risk", "Total: 7 records at risk");
        assertThat(refused.err())
                .contains("7 records at risk")
                .contains("--backup-mode database")
                .doesNotContain("\tat ", database.password());
        assertThat(Cli.run("migrate", "up", one + ":" + two, url, "--backup-mode", "fail")
                        .code())
                .isEqualTo(3);
        assertThat(count("SELECT count(*) FROM sessions")).isEqualTo(4);
    }

    @Test
    void aBackupModeConfirmsAndTheWayBackBringsTheRecords() {
        Cli.Result up = Cli.run("migrate", "up", one + ":" + two, url, "--backup-mode", "database");
        assertThat(up.err()).isEmpty();
        assertThat(up.code()).isZero();
        assertThat(up.out())
                .contains("[1/3] Backing up 7 records: _qail_data_snapshots (snapshot 1) ✓")
                .contains("The database is at version 2 (two.qail).");
        assertThat(Cli.run("migrate", "up", one + ":" + two, url).out()).contains("Nothing to do");
        assertThat(Cli.run("migrate", "status", url).out())
                .contains("baseline", "one.qail to two.qail", "success")
                .contains("_qail_data_snapshots");
        assertThat(Cli.run("snapshot", "list", url).out()).contains("Snapshot  Version  Records");
        assertThat(Cli.run("snapshot", "show", "1", url).out()).contains("DROP COLUMN  users.email  3     3       id");
        assertThat(Cli.run("snapshot", "restore", "1", "users.email", url, "--into", "old_emails")
                        .out())
                .isEqualTo("3 records are in the table old_emails.\n");
        assertThat(count("SELECT count(*) FROM old_emails")).isEqualTo(3);
        database.execute("DROP TABLE old_emails");
        assertThat(Cli.run("snapshot", "restore", "1", "nothing", url, "--into", "x")
                        .code())
                .isEqualTo(2);
        assertThat(Cli.run("rollback", "--to", "1", "--dry-run", url).out()).contains("7 records come back");

        Cli.Result down = Cli.run("migrate", "down", two + ":" + one, url);
        assertThat(down.err()).isEmpty();
        assertThat(down.out()).contains("users.email: 3 of 3 records restored", "sessions: 4 of 4 records restored");
        assertThat(count("SELECT count(email) FROM users")).isEqualTo(3);
        assertThat(Cli.run("drift", one, url)).isEqualTo(new Cli.Result(0, "No drift.\n", ""));
        assertThat(Cli.run("migrate", "status", url).out()).contains("rolled back");
    }

    @Test
    void withoutDataTheStructureAloneComesBack() {
        Cli.run("migrate", "up", one + ":" + two, url, "--backup-mode", "proceed");
        Cli.Result refused = Cli.run("migrate", "down", two + ":" + one, url);
        assertThat(refused.code()).isEqualTo(5);
        assertThat(Cli.run("migrate", "down", two + ":" + one, url, "--no-data").code())
                .isZero();
        assertThat(count("SELECT count(*) FROM sessions")).isZero();
    }

    @Test
    void aStepThatDestroysNothingNeedsNoWord() {
        String three = cli.file("three.qail", ONE + "table more {\n  id int\n}\n");
        Cli.Result up = Cli.run("migrate", "up", one + ":" + three, url, "--json");
        assertThat(up.code()).isZero();
        assertThat(up.out()).startsWith("{").contains("\"version\" : \"2\"", "\"recordsAtRisk\" : 0");
    }

    @Test
    void driftNamesWhatWasChangedByHand() {
        database.execute("ALTER TABLE users ALTER email SET NOT NULL");
        Cli.Result drift = Cli.run("drift", one, url);
        assertThat(drift.code()).isEqualTo(5);
        assertThat(drift.out()).contains("changed column users.email: not null: expected no, found yes");
        Cli.Result up = Cli.run("migrate", "up", one + ":" + two, url, "--backup-mode", "database");
        assertThat(up.code()).isEqualTo(5);
        assertThat(up.err()).contains("The database is not what one.qail says");
    }

    @Test
    void aPlanFromADatabaseCountsItsRecords() {
        Cli.Result plan = Cli.run("migrate", "plan", "--fail-on-data-loss", "--json", url + ":" + two);
        assertThat(plan.code()).isEqualTo(3);
        assertThat(plan.out()).contains("\"recordsAtRisk\" : 7");
        assertThat(Cli.run("diff", "--format", "sql", url, two).out()).contains("DROP TABLE public.sessions;");
        assertThat(Cli.run("diff", two, url).out()).contains("+ CREATE TABLE sessions");
    }

    @Test
    void versionsAreAppliedAsByTheStarter() {
        TestDatabase empty = database.fresh();
        String there = url.replace("/" + database.name(), "/" + empty.name());
        cli.file("db/V1__users.qail", TWO + "add users.email text\n");
        String db = cli.path("db");
        assertThat(Cli.run("migrate", "apply", db, there, "--dry-run").out()).contains("CREATE TABLE public.users");
        assertThat(Cli.run("migrate", "apply", db, there).out()).contains("The database is at version 1.");
        empty.execute("INSERT INTO users VALUES (1, 'x')");
        cli.file("db/V2__email.qail", "drop users.email\n");
        assertThat(Cli.run("migrate", "status", "--dir", db, there).out()).contains("Pending\n  2 - email");
        assertThat(Cli.run("migrate", "plan", "--fail-on-data-loss", there + ":" + db)
                        .code())
                .isEqualTo(3);
        assertThat(Cli.run("migrate", "apply", db, there).code()).isEqualTo(3);
        assertThat(Cli.run("migrate", "apply", db, there, "--backup-mode", "database")
                        .code())
                .isZero();
        assertThat(Cli.run("migrate", "up", one + ":" + two, there, "--backup-mode", "database")
                        .err())
                .contains("versioned scripts");
        assertThat(Cli.run("rollback", "--to", "1", there).code()).isZero();
        cli.file("db/V1__users.qail", TWO + "add users.email text -- edited\n");
        assertThat(Cli.run("migrate", "apply", db, there).code()).isEqualTo(5);
        assertThat(Cli.run("repair", "--dir", db, there).out()).isEqualTo("Accepted as they are now: 1\n");
        assertThat(Cli.run("snapshot", "purge", "1", there).out()).contains("can no longer be rolled back");
        assertThat(Cli.run("snapshot", "purge", "1", there).code()).isEqualTo(2);
    }

    @Test
    void aPulledFileIsInOrderHasNoDriftAndIsWhereUpBegins() {
        String pulled = cli.path("pulled.qail");
        assertThat(Cli.run("pull", url, "-o", pulled).code()).isZero();
        assertThat(Cli.run("check", pulled).code()).isZero();
        assertThat(Cli.run("fmt", "--check", pulled).code()).isZero();
        assertThat(Cli.run("drift", pulled, url).code()).isZero();
        assertThat(Cli.run("pull", url).out()).contains("table users {");
        assertThat(Cli.run("migrate", "up", pulled + ":" + two, url, "--backup-mode", "database")
                        .code())
                .isZero();
    }

    @Test
    void aDatabaseThatCannotBeReachedIsSaidWithoutThePassword() {
        Cli.Result result = Cli.run("migrate", "status", "postgres://u:topsecret@localhost:1/d");
        assertThat(result.code()).isEqualTo(7);
        assertThat(result.err()).contains("cannot be reached").doesNotContain("topsecret", "spring.", "\tat ");
        Cli.Result wrong = Cli.run("migrate", "status", url.replace("/" + database.name(), "/nowhere_at_all"));
        assertThat(wrong.code()).isEqualTo(7);
    }
}
