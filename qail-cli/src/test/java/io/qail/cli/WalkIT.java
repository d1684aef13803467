package io.qail.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole walk, through the launcher, the jar and a pseudo-terminal. What is seen becomes {@code docs/walk.md};
 * {@code -Dqail.docs.write=true} writes it anew.
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
        assumeTrue(Files.exists(Path.of("target", "qail.jar")), "needs the jar");
        assumeTrue(isThere("python3"), "needs python3 for the pseudo-terminal");
        Files.writeString(directory.resolve("empty.qail"), "");
        Files.writeString(directory.resolve("v1.qail"), V1);
        Files.writeString(directory.resolve("v2.qail"), V2);
        say("""
                # A walk with the command line

                Every command below ran through `bin/qail` and, where it asks, through a pseudo-terminal, in the build that made
                this page. `DATABASE_URL` names an empty database.

                ## Two schemas

                `v1.qail`:

                ```qail
                %s```

                `v2.qail` has no e-mail addresses and no sessions:

                ```qail
                %s```
                """.formatted(V1, V2));
        section("Before the first migration");
        run(0, null, "check", "v1.qail", "v2.qail");
        run(0, null, "migrate", "up", "empty.qail:v1.qail", url());
        database.execute(
                "INSERT INTO users (name, email) SELECT 'user ' || i, CASE WHEN i <= 1234 THEN 'u' || i || '@example.org' END"
                        + " FROM generate_series(1, 2000) i",
                "INSERT INTO sessions (user_id, token) SELECT 1 + i % 2000, 'token ' || i FROM generate_series(1, 5678) i",
                "INSERT INTO orders (user_id, total) SELECT 1 + i % 2000, i FROM generate_series(1, 500) i");
        say("\nSomebody fills it: 2,000 users, 1,234 of them with an address, 5,678 sessions, 500 orders.\n");
        String before = content();

        section("What would happen");
        run(0, null, "migrate", "plan", "v1.qail:v2.qail");
        run(0, null, "migrate", "plan", url() + ":v2.qail");
        run(3, null, "migrate", "up", "v1.qail:v2.qail", url(), "--quiet", "--backup-mode", "fail");

        section("[4] Cancel");
        run(4, "4", "migrate", "up", "v1.qail:v2.qail", url());
        assertThat(content()).isEqualTo(before);

        section("[2] Backup to files, and back");
        say("\nThe way back destroys what came later, here the new column, and so it asks as well.\n");
        run(0, "2", "migrate", "up", "v1.qail:v2.qail", url());
        run(0, null, "drift", "v2.qail", url());
        run(0, "3", "migrate", "down", "v2.qail:v1.qail", url());
        assertThat(content()).as("every record is back").isEqualTo(before);

        section("[3] Backup to database, and back");
        run(0, "3", "migrate", "up", "v1.qail:v2.qail", url());
        run(0, null, "migrate", "status", url());
        run(0, null, "snapshot", "show", "3", url());
        run(0, "3", "migrate", "down", "v2.qail:v1.qail", url());
        assertThat(content()).as("every record is back").isEqualTo(before);

        section("[1] Proceed, and no way back for the records");
        run(0, "1", "migrate", "up", "v1.qail:v2.qail", url());
        run(5, null, "migrate", "down", "v2.qail:v1.qail", url());
        run(0, "1", "migrate", "down", "v2.qail:v1.qail", url(), "--no-data");
        assertThat(content()).isNotEqualTo(before);

        section("Changed by hand");
        database.execute("ALTER TABLE orders ALTER total DROP DEFAULT");
        say("\nSomebody runs `ALTER TABLE orders ALTER total DROP DEFAULT`.\n");
        run(5, null, "drift", "v1.qail", url());
        checkPage();
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
        return database.url().replace("jdbc:", "").replace("//", "//" + database.user() + "@");
    }

    private static boolean isThere(String program) {
        try {
            return new ProcessBuilder(program, "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void section(String title) {
        say("\n## " + title + "\n");
    }

    private void say(String text) {
        page.append(text);
    }

    /**
     * Runs a command.
     *
     * @param answer to the prompt; null for a command that asks nothing
     */
    private void run(int code, @Nullable String answer, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("python3", pty().toString(), answer == null ? "" : answer));
        command.add(Path.of("bin", "qail").toAbsolutePath().toString());
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", database.password());
        builder.environment().put("QAIL_ARCHIVE", "off");
        builder.environment().put("TERM", "xterm");
        builder.environment().remove("NO_COLOR");
        Process process = builder.start();
        String seen = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = text(seen);
        assertThat(process.exitValue()).as("%s%n%s", List.of(arguments), text).isEqualTo(code);
        assertThat(seen).doesNotContain(database.password()).doesNotContain("\tat ");
        say("\n```\n$ qail " + text(String.join(" ", arguments)) + "\n" + text
                + (code == 0 ? "" : "[exit code " + code + "]\n") + "```\n");
    }

    private Path pty() throws IOException {
        Path script = directory.resolve("terminal.py");
        try (InputStream in = Objects.requireNonNull(WalkIT.class.getResourceAsStream("/terminal.py"))) {
            Files.write(script, in.readAllBytes());
        }
        return script;
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

    /** The sizes of tables are PostgreSQL's, of each version. */
    private static String masked(String text) {
        return text.replaceAll("\\d+(\\.\\d+)? (bytes|kB|MB)", "some kB");
    }
}
