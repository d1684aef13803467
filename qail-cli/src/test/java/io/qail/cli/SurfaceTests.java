package io.qail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What pipelines build on: the same for every command. */
@PostgresTest
class SurfaceTests {

    private static final String ONE = "table users {\n  id bigint primary_key\n  email text\n}\n";
    private static final String TWO = "table users {\n  id bigint primary_key\n}\n";

    private TestDatabase database;
    private Cli cli;
    private String url;
    private String one;
    private String two;

    @BeforeEach
    void begin(TestDatabase server, @TempDir Path directory) throws SQLException {
        database = server.fresh();
        cli = new Cli(directory);
        url = Cli.url(database);
        one = cli.file("one.qail", ONE);
        two = cli.file("two.qail", TWO);
        database.execute(
                "CREATE TABLE users (id bigint PRIMARY KEY, email text)",
                "INSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 3) i");
        asSuperuser("ALTER ROLE " + database.user() + " CREATEDB");
    }

    @AfterEach
    void dropOthers() throws SQLException {
        for (String name : database.jdbc()
                .sql("SELECT datname FROM pg_database WHERE starts_with(datname, current_database() || '_')")
                .query(String.class)
                .list()) {
            asSuperuser("DROP DATABASE \"" + name + "\" WITH (FORCE)");
        }
    }

    private void asSuperuser(String sql) throws SQLException {
        try (Connection connection = database.superuserConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Every command once, in an order in which each of them succeeds. */
    private List<List<String>> walk() {
        String db = cli.path("db");
        TestDatabase other = database.fresh();
        String versions = Cli.url(other);
        cli.file("db/V1__users.qail", ONE);
        return List.of(
                List.of("check", one),
                List.of("fmt", one),
                List.of("diff", one, two),
                List.of("migrate", "plan", one + ":" + two),
                List.of("create", "--dir", cli.path("new"), "users"),
                List.of("pull", "-o", cli.path("pulled.qail"), url),
                List.of("drift", one, url),
                List.of("migrate", "shadow", one + ":" + two, url),
                List.of("migrate", "promote", url),
                List.of("migrate", "promote", "--back", url),
                List.of("migrate", "shadow", "--replace", one + ":" + two, url),
                List.of("migrate", "abort", url, "--drop", database.name() + "_shadow"),
                List.of("migrate", "up", one + ":" + two, url, "--backup-mode", "database"),
                List.of("migrate", "status", url),
                List.of("snapshot", "list", url),
                List.of("snapshot", "show", "1", url),
                List.of("snapshot", "export", "1", cli.path("exported"), url),
                List.of("snapshot", "show", cli.path("exported")),
                List.of("snapshot", "restore", cli.path("exported"), "users.email", "--into", "look", url),
                List.of("migrate", "down", two + ":" + one, url),
                List.of("snapshot", "purge", "1", url),
                List.of("migrate", "apply", db, versions),
                List.of("repair", "--dir", db, versions),
                List.of("rollback", "--to", "0", versions));
    }

    @Test
    void everyCommandWritesOneJsonDocumentAndNothingElse() {
        Set<String> seen = new TreeSet<>();
        for (List<String> command : walk()) {
            Cli.Result result = with(command, "--json");
            assertThat(result.err()).as("%s", command).isEmpty();
            assertThat(result.code()).as("%s", command).isZero();
            JsonMapper.shared().readTree(result.out());
            seen.add(command.stream()
                    .limit(List.of("migrate", "snapshot").contains(command.get(0)) ? 2 : 1)
                    .collect(Collectors.joining(" ", "qail ", "")));
        }
        assertThat(seen).as("every command").isEqualTo(HelpTests.names());
        Cli.Result failed = Cli.run("drift", two, url, "--json");
        assertThat(JsonMapper.shared().readTree(failed.out()).isArray()).isTrue();
        Cli.Result wrong = Cli.run("drift", "--json", "--nonsense");
        assertThat(JsonMapper.shared().readTree(wrong.out()).at("/error/code").asString())
                .isEqualTo("USAGE");
    }

    @Test
    void quietCommandsPrintNothingWhereAllIsWell() {
        for (List<String> command : walk()) {
            if (command.contains("promote") || command.contains("shadow") || command.contains("abort")) {
                continue; // A shadow takes seconds; ShadowCommandTests has them.
            }
            assertThat(with(command, "--quiet")).as("%s", command).isEqualTo(new Cli.Result(0, "", ""));
        }
        assertThat(Cli.run("drift", "--quiet", two, url).out()).contains("users.email");
    }

    private static Cli.Result with(List<String> command, String option) {
        return Cli.run(Stream.concat(command.stream(), Stream.of(option)).toArray(String[]::new));
    }

    /** But for the prompt and Ctrl-C, which need a terminal. */
    @Test
    void everyExitCodeIsProduced() throws SQLException {
        cli.file("db/V1__fails.qail", "sql $$ select 1 / 0 $$ confirm\n");
        Map<ExitCode, Cli.Result> results = new LinkedHashMap<>();
        results.put(ExitCode.OK, Cli.run("check", one));
        results.put(
                ExitCode.FAILED,
                Cli.run("migrate", "apply", cli.path("db"), Cli.url(database.fresh()), "--backup-mode", "proceed"));
        results.put(ExitCode.USAGE, Cli.run("check"));
        results.put(ExitCode.REFUSED, Cli.run("migrate", "up", one + ":" + two, url));
        results.put(ExitCode.DRIFTED, Cli.run("drift", two, url));
        results.put(ExitCode.WRONG_SCRIPT, Cli.run("check", cli.file("wrong.qail", "tabel users {}\n")));
        results.put(ExitCode.UNREACHABLE, Cli.run("migrate", "status", "postgres://u:p@localhost:1/d"));
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE users IN ACCESS SHARE MODE");
            results.put(
                    ExitCode.LOCKED,
                    Cli.run(
                            "migrate",
                            "up",
                            one + ":" + two,
                            url,
                            "--backup-mode",
                            "proceed",
                            "--lock-timeout",
                            "20ms",
                            "--lock-retries",
                            "0"));
        }
        results.forEach((code, result) ->
                assertThat(result.code()).as("%s %s", code, result).isEqualTo(code.code()));
        assertThat(results.keySet())
                .isEqualTo(EnumSet.complementOf(EnumSet.of(ExitCode.CANCELLED, ExitCode.INTERRUPTED)));
    }
}
