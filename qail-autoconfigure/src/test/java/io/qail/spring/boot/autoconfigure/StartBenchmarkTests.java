package io.qail.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.benchmark.Benchmark;
import io.qail.benchmark.BenchmarkReport;
import io.qail.benchmark.ChildJvm;
import io.qail.benchmark.Medians;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start with nothing to do: the same application, once with QAIL and once with Flyway, each in a JVM of its own. */
@Benchmark
@PostgresTest
class StartBenchmarkTests {

    private static final int SCRIPTS = 50;
    private static final int ROUNDS = 5;

    @TempDir
    private Path directory;

    private final TestDatabase database;

    StartBenchmarkTests(TestDatabase database) {
        this.database = database;
    }

    @Test
    void aStartWithNothingToDo(BenchmarkReport report) throws Exception {
        Path qail = Files.createDirectory(directory.resolve("qail"));
        Path flyway = Files.createDirectory(directory.resolve("flyway"));
        for (int i = 1; i <= SCRIPTS; i++) {
            Files.writeString(
                    qail.resolve("V" + i + "__table.qail"),
                    "table t" + i + " {\n  id bigint primary_key\n  name text not_null\n}\n");
            Files.writeString(
                    flyway.resolve("V" + i + "__table.sql"),
                    "CREATE TABLE t" + i + " (id bigint PRIMARY KEY, name text NOT NULL);\n");
        }
        Application ours = new Application(database, qail, flyway, "qail");
        Application peers = new Application(database.fresh(), qail, flyway, "flyway");
        ours.start();
        peers.start();
        assertThat(ours.rows("_qail_migrations")).isEqualTo(SCRIPTS);
        assertThat(peers.rows("flyway_schema_history")).isEqualTo(SCRIPTS);

        Medians firsts = Medians.of(ROUNDS, ours::start, peers::start);

        assertThat(ours.rows("_qail_migrations")).isEqualTo(SCRIPTS);
        assertThat(peers.rows("flyway_schema_history")).isEqualTo(SCRIPTS);
        String peer = "Flyway with " + SCRIPTS + " applied SQL scripts";
        report.compare("Start with nothing to do: first migrate() of a fresh JVM, pool warm", firsts, peer, 1);
        for (Map.Entry<String, String> figure : FIGURES.entrySet()) {
            report.compare(
                    figure.getValue(),
                    new Medians(ours.median(figure.getKey()), peers.median(figure.getKey())),
                    peer,
                    1);
        }
        report.note("Start: median of " + ROUNDS + " JVMs each by turns, a Spring Boot application with a pool, "
                + SCRIPTS + " applied scripts on both sides; the server of the tests, which only reads here");
    }

    private static final Map<String, String> FIGURES = Map.of(
            StartedJvm.REPEATED, "Start with nothing to do: repeated migrate() in one JVM",
            StartedJvm.CONTEXT, "Start with nothing to do: the whole application context, pool included");

    /** An application with one of the two turned on. */
    private static final class Application {

        private final TestDatabase database;
        private final String[] arguments;
        private final Map<String, List<Duration>> times = new HashMap<>();

        Application(TestDatabase database, Path qail, Path flyway, String enabled) {
            this.database = database;
            this.arguments = StartArguments.of(
                    database,
                    qail,
                    List.of(
                            "spring.flyway.locations=filesystem:" + flyway,
                            "spring.flyway.enabled=" + enabled.equals("flyway"),
                            "qail.enabled=" + enabled.equals("qail")));
        }

        /** How long the first call of {@code migrate} took. */
        Duration start() throws IOException, InterruptedException {
            Map<String, Long> figures = ChildJvm.run(List.of("-Xmx256m"), StartedJvm.class, arguments);
            assertThat(figures).containsKeys(StartedJvm.FIRST, StartedJvm.REPEATED, StartedJvm.CONTEXT);
            figures.forEach((figure, nanos) ->
                    times.computeIfAbsent(figure, key -> new ArrayList<>()).add(Duration.ofNanos(nanos)));
            return Duration.ofNanos(figures.getOrDefault(StartedJvm.FIRST, 0L));
        }

        Duration median(String figure) {
            List<Duration> all = times.getOrDefault(figure, List.of());
            // The first start migrated.
            return Medians.median(all.subList(1, all.size()));
        }

        long rows(String table) {
            return database.jdbc()
                    .sql("SELECT count(*) FROM " + table + " WHERE version IS NOT NULL")
                    .query(Long.class)
                    .single();
        }
    }
}
