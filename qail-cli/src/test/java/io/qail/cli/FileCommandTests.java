package io.qail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no database. */
class FileCommandTests {

    private static final String ONE = "table users {\n  id bigint primary_key\n  email text\n}\n";
    private static final String TWO = "table users {\n  id bigint primary_key\n  name text\n}\n";

    private Cli cli;

    @BeforeEach
    void begin(@TempDir Path directory) {
        cli = new Cli(directory);
    }

    @Test
    void checkSaysNothingAboutGoodFiles() {
        Cli.Result result = Cli.run("check", cli.file("one.qail", ONE), cli.file("two.qail", TWO));
        assertThat(result).isEqualTo(new Cli.Result(0, "No finding.\n", ""));
    }

    @Test
    void checkShowsEveryFindingWithItsPlace() {
        String wrong = cli.file("wrong.qail", "table users {\n  id bigintt(\n}\nfoo\n");
        Cli.Result result = Cli.run("check", wrong);
        assertThat(result.code()).isEqualTo(6);
        assertThat(result.err()).contains(wrong + ":2:").contains(wrong + ":4:1");
        Cli.Result json = Cli.run("check", "--json", wrong);
        assertThat(json.code()).isEqualTo(6);
        assertThat(json.out()).contains("\"line\" : 4");
    }

    @Test
    void checkReadsVersionsAsOneHistory() {
        cli.file("db/V1__users.qail", ONE);
        cli.file("db/V2__name.qail", "rename users.email -> users.name\n");
        assertThat(Cli.run("check", cli.path("db")).code()).isZero();
        cli.file("db/V3__gone.qail", "drop users.email\n");
        assertThat(Cli.run("check", cli.path("db")).err()).contains("V3__gone.qail:1:");
        assertThat(Cli.run("check", cli.path("db/V3__gone.qail")).code())
                .as("alone it can be read")
                .isZero();
    }

    @Test
    void checkReadsADirectoryAsTheModulesOfOneSchema() {
        cli.file("modules/a.qail", ONE);
        cli.file("modules/b.qail", "table orders {\n  user_id bigint references users(id)\n}\n");
        assertThat(Cli.run("check", cli.path("modules")).code()).isZero();
        assertThat(Cli.run("check", cli.path("modules/b.qail")).code()).isEqualTo(6);
    }

    @Test
    void aFileThatIsNotThereIsSaidAsThat() {
        Cli.Result result = Cli.run("check", cli.path("nowhere.qail"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: there is no file ").doesNotContain("\tat ");
    }

    @Test
    void fmtPutsFilesInOrderAndItsCheckOnlyNamesThem() throws IOException {
        String file = cli.file("untidy.qail", "-- ours\r\ntable  users {\r\n    id   bigint\r\n}");
        Cli.Result check = Cli.run("fmt", "--check", file);
        assertThat(check).isEqualTo(new Cli.Result(6, file + " is not in order\n", ""));
        assertThat(Cli.run("fmt", file).code()).isZero();
        assertThat(Files.readString(Path.of(file))).isEqualTo("-- ours\ntable users {\n  id bigint\n}\n");
        assertThat(Cli.run("fmt", "--check", file)).isEqualTo(new Cli.Result(0, "", ""));
    }

    @Test
    void diffHasThreeFormats() {
        String one = cli.file("one.qail", ONE);
        String two = cli.file("two.qail", TWO);
        assertThat(Cli.run("diff", one, two).out())
                .contains("+ ADD COLUMN users.name\n")
                .contains("- DROP COLUMN users.email\n");
        assertThat(Cli.run("diff", "--format", "sql", one, two).out())
                .contains("ALTER TABLE public.users DROP COLUMN email;\n");
        assertThat(Cli.run("diff", "--format", "json", one, two).out())
                .contains("\"hazard\" : \"destroys every value\"");
        assertThat(Cli.run("diff", one, one).out()).isEqualTo("No difference.\n");
    }

    @Test
    void planShowsSqlLocksAndHazardsAndCanFailOnThem() {
        String sides = cli.file("one.qail", ONE) + ":" + cli.file("two.qail", TWO);
        Cli.Result plan = Cli.run("migrate", "plan", sides);
        assertThat(plan.code()).isZero();
        assertThat(plan.out())
                .contains("  ALTER TABLE public.users DROP COLUMN email;")
                .contains("DROP COLUMN users.email: ACCESS EXCLUSIVE")
                .contains("Hazards\n  DROP COLUMN users.email: destroys every value");
        Cli.Result json = Cli.run("migrate", "plan", "--json", "--fail-on-data-loss", sides);
        assertThat(json.code()).isEqualTo(3);
        assertThat(json.out()).contains("\"dataLoss\" : true");
        assertThat(Cli.run("migrate", "plan", "--fail-on-data-loss", cli.path("one.qail") + ":" + cli.path("one.qail")))
                .isEqualTo(new Cli.Result(0, "Nothing to do.\n", ""));
    }

    @Test
    void createTakesTheNextVersion() throws IOException {
        String db = cli.path("db");
        assertThat(Cli.run("create", "--dir", db, "users").code()).isZero();
        cli.file("db/V1__users.qail", ONE);
        assertThat(Cli.run("create", "--dir", db, " split  name! ").out()).isEqualTo(db + "/V2__split_name.qail\n");
        assertThat(Files.readString(Path.of(db, "V2__split_name.qail"))).isEqualTo("-- migration: split  name!\n");
        assertThat(Cli.run("check", db).code()).isZero();
    }

    @Test
    void aWrongCommandLineIsTwoLines() {
        Cli.Result result = Cli.run("migrate", "plan", "--nonsense");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("`qail migrate plan --help` shows how it is used.");
        assertThat(Cli.run("migrate").code()).isEqualTo(2);
        assertThat(Cli.run("migrate", "plan", "x").err()).contains("OLD:NEW");
        assertThat(Cli.run("--version").code()).isZero();
    }

    /** S32: whatever is wrong about an argument, the password in it is not shown. */
    @Test
    void anArgumentThatIsNotUnderstoodIsShownWithoutItsPassword() {
        String directory = cli.path("db");
        for (String url : List.of(
                "POSTGRES://u:s3cr3t@127.0.0.1:1/x",
                "postgre://u:s3cr3t@127.0.0.1/x",
                "postgres:/u:s3cr3t@127.0.0.1/x",
                "jdbc:postgresql://u:s3cr3t@127.0.0.1/x",
                "jdbc:postgresql://127.0.0.1:1/x?user=u&password=s3cr3t")) {
            for (String[] arguments : new String[][] {
                {"diff", url, directory},
                {"diff", directory, url},
                {"check", url},
                {"migrate", "status", url, "--verbose"},
                {"migrate", "status", url, "--json"},
                {"migrate", "apply", directory, url, url},
                {"migrate", "up", url, url},
                {"migrate", "apply", url},
                {"rollback", "--to", url, url},
                {"pull", "--lock-timeout", url},
                {"pull", "--no-such-option=" + url},
                {url}
            }) {
                Cli.Result result = Cli.run(arguments);
                assertThat(result.out() + result.err())
                        .as(String.join(" ", arguments))
                        .doesNotContain("s3cr3t");
                assertThat(result.code()).isNotZero();
            }
        }
    }
}
