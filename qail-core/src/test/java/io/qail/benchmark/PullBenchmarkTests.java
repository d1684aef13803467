package io.qail.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.Qail;
import io.qail.QailOptions;
import io.qail.migrate.MigrateOptions;
import io.qail.pull.Pulled;
import io.qail.script.ScriptOptions;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pull and drift of 1,000 tables × 20 columns. The peer is {@code pg_dump --schema-only} of the path, or of
 * {@code -Dqail.pg_dump=…}; it must be of the server's major version or newer.
 */
@Benchmark
@PostgresTest
class PullBenchmarkTests {

    private static final int TABLES = 1_000;
    private static final int COLUMNS = 20;
    private static final int ROUNDS = 9;

    /** So that both are measured at work: pg_dump is compiled when it comes, a JVM only by its work. */
    private static final int WARM_UP = 20;

    private static final String PG_DUMP = System.getProperty("qail.pg_dump", "pg_dump");

    @TempDir
    Path directory;

    @Test
    void pullOfAThousandTables(TestDatabase database, BenchmarkReport report) throws Exception {
        boolean comparable = dumpVersion() >= database.serverVersion();
        database.execute(tables());
        Qail qail = new Qail(database.dataSource(), QailOptions.defaults(), List.of());
        Duration first = Medians.time(() -> assertThat(qail.pull().unmanaged()).isEmpty());
        Pulled pulled = qail.pull();
        assertThat(count(pulled.text(), "(?m)^table ")).isEqualTo(TABLES);
        report.note("The first pull in this JVM: " + BenchmarkReport.text(first) + "; those measured came after "
                + WARM_UP + " others");
        for (int round = 0; round < WARM_UP; round++) {
            qail.pull();
        }
        if (comparable) {
            compare(qail, pulled, database, report);
        }
        report.state("Drift of 1,000 tables × 20 columns", BenchmarkReport.text(drift(database, pulled)), "< 2 s");
        Assumptions.assumeTrue(comparable, "no pg_dump of this server's version");
    }

    private void compare(Qail qail, Pulled pulled, TestDatabase database, BenchmarkReport report) throws Exception {
        Medians medians = Medians.of(
                ROUNDS,
                () -> Medians.time(() -> assertThat(qail.pull()).isEqualTo(pulled)),
                () -> Medians.time(() -> dump(database)));
        assertThat(count(Files.readString(directory.resolve("dump.sql")), "(?m)^CREATE TABLE "))
                .isEqualTo(TABLES);
        report.compare(
                "Pull of 1,000 tables × 20 columns, PostgreSQL " + database.serverVersion(),
                medians,
                "pg_dump --schema-only",
                1.0);
    }

    /** The live schema is taken as version 1, as an adopted database is; then it is compared with that. */
    private Duration drift(TestDatabase database, Pulled pulled) throws Exception {
        Path scripts = Files.createDirectories(directory.resolve("scripts"));
        Files.writeString(scripts.resolve("V1__pulled.qail"), pulled.text());
        Qail qail = new Qail(
                database.dataSource(),
                QailOptions.defaults()
                        .withScripts(new ScriptOptions(List.of("file:" + scripts), true))
                        .withMigrate(MigrateOptions.defaults().withBaseline(true, "1")),
                List.of());
        qail.migrate();
        List<Duration> times = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            times.add(Medians.time(() -> assertThat(qail.info(true).drift()).isEmpty()));
        }
        return Medians.median(times);
    }

    private void dump(TestDatabase database) throws IOException, InterruptedException {
        String url = database.url().substring("jdbc:".length());
        ProcessBuilder builder = new ProcessBuilder(
                PG_DUMP,
                "--schema-only",
                "--username",
                database.user(),
                "--file",
                directory.resolve("dump.sql").toString(),
                url);
        builder.environment().put("PGPASSWORD", database.password());
        assertThat(builder.inheritIO().start().waitFor()).isZero();
    }

    private static int dumpVersion() throws InterruptedException {
        try {
            Process process = new ProcessBuilder(PG_DUMP, "--version").start();
            String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher number = Pattern.compile("\\d+").matcher(line);
            return process.waitFor() == 0 && number.find() ? Integer.parseInt(number.group()) : 0;
        } catch (IOException none) {
            return 0;
        }
    }

    private static String[] tables() {
        List<String> statements = new ArrayList<>();
        for (int t = 0; t < TABLES; t++) {
            StringBuilder sql = new StringBuilder("CREATE TABLE t" + t + " (id bigint PRIMARY KEY, parent bigint"
                    + (t == 0 ? "" : " REFERENCES t" + (t - 1)));
            for (int c = 2; c < COLUMNS; c++) {
                sql.append(", c").append(c).append(c % 3 == 0 ? " int NOT NULL DEFAULT 0" : " varchar(40)");
            }
            statements.add(sql + ")");
            statements.add("CREATE INDEX i" + t + " ON t" + t + " (c4, c5)");
        }
        return new String[] {String.join(";\n", statements)};
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }
}
