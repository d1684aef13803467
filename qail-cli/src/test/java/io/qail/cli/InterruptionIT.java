package io.qail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

/** S8: Ctrl-C in the middle of a migration. The database is named as to psql, by the environment and a pass file. */
@PostgresTest
class InterruptionIT {

    private static final String ONE = "table users {\n  id bigint primary_key\n  email text\n}\n";
    private static final String TWO = "table users {\n  id bigint primary_key\n}\n";

    @Test
    @Timeout(120)
    void ctrlCLeavesWhatAKillWouldLeaveAndSaysSo(TestDatabase database, @TempDir Path directory) throws Exception {
        Terminal.assumeThere();
        database.execute(
                "CREATE TABLE users (id bigint PRIMARY KEY, email text)",
                "INSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 1000) i");
        Cli cli = new Cli(directory);
        cli.file("one.qail", ONE);
        cli.file("two.qail", TWO);
        String up = cli.path("one.qail") + ":" + cli.path("two.qail");
        Terminal.Seen seen;
        try (Connection other = database.connection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE users IN ROW EXCLUSIVE MODE");
            Terminal terminal = new Terminal(directory, environment(database, directory));
            Process process = terminal.start("", "migrate", "up", up, "--backup-mode", "file", "--lock-timeout", "1m");
            awaitWaiting(database, process);
            process.getOutputStream().write(3);
            process.getOutputStream().flush();
            seen = terminal.end(process);
            other.rollback();
        }
        assertThat(seen.code()).as(seen.text()).isEqualTo(ExitCode.INTERRUPTED.code());
        assertThat(seen.text()).contains("Interrupted. The database rolls back").doesNotContain(database.password());

        String url = Cli.url(database);
        assertThat(Cli.run("drift", cli.path("one.qail"), url)).isEqualTo(new Cli.Result(0, "No drift.\n", ""));
        assertThat(Cli.run("migrate", "status", url).out()).contains("No history.");
        assertThat(Cli.run("migrate", "up", up, url, "--backup-mode", "database")
                        .out())
                .contains("Backing up 1,000 records");
    }

    private static Map<String, String> environment(TestDatabase database, Path directory) throws Exception {
        var parsed = Driver.parseURL(database.url(), null);
        assertThat(parsed).isNotNull();
        String host = parsed.getProperty("PGHOST");
        String port = parsed.getProperty("PGPORT");
        Path passwords = directory.resolve("pgpass");
        Files.writeString(
                passwords, String.join(":", host, port, database.name(), database.user(), database.password()) + "\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        return Map.of(
                "PGHOST", host,
                "PGPORT", port,
                "PGDATABASE", database.name(),
                "PGUSER", database.user(),
                "PGPASSFILE", passwords.toString());
    }

    /** Until the migration stands before the lock. */
    private static void awaitWaiting(TestDatabase database, Process process) throws Exception {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            boolean waiting = false;
            while (!waiting) {
                assertThat(process.isAlive()).isTrue();
                try (var row = statement.executeQuery("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted"
                        + " AND relation = 'users'::regclass), pg_sleep(0.05)")) {
                    row.next();
                    waiting = row.getBoolean(1);
                }
            }
        }
    }
}
