package io.qail.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole walk. What asks, or shows how far it is, runs through the launcher, the jar and a pseudo-terminal, the rest in
 * this JVM. What is seen becomes {@code docs/walk.md}; {@code -Dqail.docs.write=true} writes it anew.
 */
@PostgresTest
class WalkIT {

    private static final Path PAGE = Path.of("..", "docs", "walk.md");

    private static final String V1 = """
            table users {
              id bigint generated_identity primary_key
              name text not_null
              email varchar(320)
            }

            table sessions {
              id bigint generated_identity primary_key
              user_id bigint not_null references users(id) on_delete cascade
              token text not_null unique
            }

            table orders {
              id bigint generated_identity primary_key
              user_id bigint not_null references users(id)
              total numeric(12,2) not_null default 0
            }
            """;

    private static final String V2 = """
            table users {
              id bigint generated_identity primary_key
              name text not_null
            }

            table orders {
              id bigint generated_identity primary_key
              user_id bigint not_null references users(id)
              total numeric(12,2) not_null default 0
              currency char(3) not_null default 'EUR'
            }
            """;

    private final StringBuilder page = new StringBuilder();
    private final TestDatabase database;
    private final Path directory;

    WalkIT(TestDatabase database, @TempDir Path directory) {
        this.database = database;
        this.directory = directory;
    }

    @Test
    void everyAnswerAndEveryWayBack() throws Exception {
        Terminal.assumeThere();
        shadows("ALTER ROLE " + database.user() + " CREATEDB");
        Files.writeString(directory.resolve("empty.qail"), "");
        Files.writeString(directory.resolve("v1.qail"), V1);
        Files.writeString(directory.resolve("v2.qail"), V2);
        say("""
                # A walk with the command line

                Every command below ran in the build that made this page; what asks, or shows how far it is, through `bin/qail`
                and a pseudo-terminal. `DATABASE_URL` names an empty database.

                ## Two schemas

                `v1.qail`:

                ```qail
                %s```

                `v2.qail` has no e-mail addresses and no sessions:

                ```qail
                %s```
                """.formatted(V1, V2));
        section("Before the first migration");
        run(0, "check", "v1.qail", "v2.qail");
        run(0, "migrate", "up", "empty.qail:v1.qail", url());
        database.execute(
                "INSERT INTO users (name, email) SELECT 'user ' || i, CASE WHEN i <= 1234 THEN 'u' || i || '@example.org' END"
                        + " FROM generate_series(1, 2000) i",
                "INSERT INTO sessions (user_id, token) SELECT 1 + i % 2000, 'token ' || i FROM generate_series(1, 5678) i",
                "INSERT INTO orders (user_id, total) SELECT 1 + i % 2000, i FROM generate_series(1, 500) i");
        say("\nSomebody fills it: 2,000 users, 1,234 of them with an address, 5,678 sessions, 500 orders.\n");
        String before = content();

        section("What would happen");
        run(0, "migrate", "plan", "v1.qail:v2.qail");
        run(0, "migrate", "plan", url() + ":v2.qail");
        run(3, "migrate", "up", "v1.qail:v2.qail", url(), "--quiet", "--backup-mode", "fail");

        section("[4] Cancel");
        assertThat(ask(4, "4", "migrate", "up", "v1.qail:v2.qail", url()))
                .as("NO_COLOR")
                .doesNotContain("\033");
        assertThat(content()).isEqualTo(before);

        section("[2] Backup to files, and back");
        say("\nThe way back destroys what came later, here the new column, and so it asks as well.\n");
        assertThat(ask(0, "2", "migrate", "up", "v1.qail:v2.qail", url())).contains("\033[32m✓", "\r\033[K");
        run(0, "drift", "v2.qail", url());
        ask(0, "3", "migrate", "down", "v2.qail:v1.qail", url());
        assertThat(content()).as("every record is back").isEqualTo(before);

        section("[3] Backup to database, and back");
        ask(0, "3", "migrate", "up", "v1.qail:v2.qail", url());
        run(0, "migrate", "status", url());
        run(0, "snapshot", "show", "3", url());
        run(0, "snapshot", "export", "3", "exported", url());
        run(0, "migrate", "down", "v2.qail:v1.qail", url(), "--backup-mode", "database");
        assertThat(content()).as("every record is back").isEqualTo(before);

        shadow(before);

        section("[1] Proceed, and no way back for the records");
        ask(0, "1", "migrate", "up", "v1.qail:v2.qail", url());
        run(5, "migrate", "down", "v2.qail:v1.qail", url());
        run(0, "migrate", "down", "v2.qail:v1.qail", url(), "--no-data", "--backup-mode", "proceed");
        assertThat(content()).isNotEqualTo(before);
        say("\nThe export has them still, for this database or another one.\n");
        run(0, "snapshot", "restore", "exported", "users.email", url(), "--into", "old_emails");
        assertThat(count("SELECT count(*) FROM old_emails")).isEqualTo(1234);

        section("Changed by hand");
        database.execute("DROP TABLE old_emails", "ALTER TABLE orders ALTER total DROP DEFAULT");
        say("\nSomebody runs `ALTER TABLE orders ALTER total DROP DEFAULT`.\n");
        run(5, "drift", "v1.qail", url());
        checkPage();
    }

    private void shadow(String before) throws Exception {
        section("A shadow database: promote and abort");
        say("\nNobody waits while it is filled. It can be taken away,\n");
        ask(0, "", "migrate", "shadow", "v1.qail:v2.qail", url());
        database.execute("UPDATE orders SET total = total + 1 WHERE id = 1");
        run(0, "migrate", "status", url());
        run(0, "migrate", "abort", url(), "--drop", database.name() + "_shadow");
        database.execute("UPDATE orders SET total = total - 1 WHERE id = 1");
        assertThat(content()).as("as it was").isEqualTo(before);
        say("\nor take the name, with what was written meanwhile; and the database before can serve again.\n");
        run(0, "migrate", "shadow", "v1.qail:v2.qail", url());
        ask(0, "", "migrate", "promote", url());
        run(0, "drift", "v2.qail", url());
        assertThat(count("SELECT count(*) FROM orders WHERE currency = 'EUR'")).isEqualTo(500);
        run(0, "migrate", "promote", "--back", url());
        assertThat(content()).as("the database before").isEqualTo(before);
    }

    /** As a superuser, about databases beside the one of the walk. */
    private void shadows(String... statements) throws SQLException {
        try (Connection connection = database.superuserConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @AfterEach
    void dropOthers() throws SQLException {
        shadows(database.jdbc()
                .sql("SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database"
                        + " WHERE starts_with(datname, current_database() || '_')")
                .query(String.class)
                .list()
                .toArray(String[]::new));
    }

    private long count(String sql) {
        return database.jdbc().sql(sql).query(Long.class).single();
    }

    private String content() {
        return String.join(
                "\n",
                List.of("users", "sessions", "orders").stream()
                        .map(table -> database.jdbc()
                                .sql(
                                        "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' ORDER BY id)), '') FROM "
                                                + table + " t")
                                .query(String.class)
                                .single())
                        .toList());
    }

    private String url() {
        return Cli.url(database);
    }

    private void section(String title) {
        say("\n## " + title + "\n");
    }

    private void say(String text) {
        page.append(text);
    }

    /** Runs a command in this JVM, where there is no terminal. */
    private void run(int code, String... arguments) {
        Cli.Result result = Cli.run(Arrays.stream(arguments)
                .map(argument -> argument.replaceAll("\\b(\\w+\\.qail|exported)\\b", directory + "/$1"))
                .toArray(String[]::new));
        assertThat(result.out() + result.err()).as("no terminal").doesNotContain("\033", "\r");
        show(code, result.code(), result.out() + result.err(), arguments);
    }

    /** Runs a command through a pseudo-terminal; one that is cancelled without colours. */
    private String ask(int code, String answer, String... arguments) throws Exception {
        Map<String, String> environment = code == 4 ? Map.of("NO_COLOR", "1") : Map.of();
        Terminal.Seen seen = new Terminal(directory, environment).run(answer, arguments);
        show(code, seen.code(), seen.text(), arguments);
        return seen.text();
    }

    private void show(int expected, int code, String seen, String... arguments) {
        String text = inOrder(text(seen));
        assertThat(code).as("%s%n%s", List.of(arguments), text).isEqualTo(expected);
        assertThat(seen).doesNotContain(database.password()).doesNotContain("\tat ");
        say("\n```\n$ qail " + text(String.join(" ", arguments)) + "\n" + text
                + (code == 0 ? "" : "[exit code " + code + "]\n") + "```\n");
    }

    /** What stands on the terminal at the end, with the names of this run replaced. */
    private String text(String seen) {
        return seen.replace("\r\n", "\n")
                .replaceAll("\033\\[[0-9;]*m", "")
                .replaceAll("[^\n]*\r\033\\[K", "")
                .replace(url(), "$DATABASE_URL")
                .replace(directory.toString() + "/", "")
                .replace(directory.toAbsolutePath().toString(), "")
                .replace(database.name(), "shop")
                .replace(database.user(), "shop")
                .replaceAll("_(old|back)_\\d{8}", "_$1_20261130")
                .replaceAll("PostgreSQL \\d+[.\\d]*.*", "PostgreSQL 18")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ", "2026-11-30 12:00:00Z")
                .replaceAll("(_qail_snapshots/\\S*/\\d+-)[0-9a-zA-Z-]+", "$1f00d");
    }

    private void checkPage() throws IOException {
        if (Boolean.getBoolean("qail.docs.write")) {
            Files.writeString(PAGE, page.toString());
        }
        assumeTrue(database.serverVersion() == 18, "the page was made by PostgreSQL 18");
        assertThat(masked(page.toString()))
                .as("mvn verify -pl qail-cli -am -Dqail.docs.write=true writes it")
                .isEqualTo(masked(Files.readString(PAGE)));
    }

    /** Tables are copied side by side: which one comes first is chance. */
    private static String inOrder(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        for (int i = 0, first = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("      ✓ ")) {
                lines.subList(first, i).sort(Comparator.naturalOrder());
                first = i + 1;
            }
        }
        return String.join("\n", lines);
    }

    /** Sizes of tables are PostgreSQL's, of each version; times are the machine's. */
    private static String masked(String text) {
        return text.replaceAll("[\\d,]+(\\.\\d+)? (bytes|kB|MB)", "some kB").replaceAll("\\d+ ms", "some ms");
    }
}
