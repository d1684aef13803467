package io.qail.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.shadow.Shadow;
import io.qail.shadow.SyncResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A shadow of four tables with two secondary indexes each: its making and filling against {@code pg_dump -Fd -j2} and
 * {@code pg_restore -j2}, the memory of the JVM that copies, and what the capture costs those who write. The tools are those
 * of {@code -Dqail.pg_dump=…}, or of the path; they must be of the server's major version or newer.
 */
@Benchmark
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ShadowBenchmarkTests {

    private static final int ROWS = Integer.getInteger("qail.benchmark.rows", 1_000_000);
    private static final int ROUNDS = Integer.getInteger("qail.benchmark.rounds", 3);
    private static final int TABLES = 4;
    private static final int FACTOR = 3;

    private static final String PG_DUMP = System.getProperty("qail.pg_dump", "pg_dump");

    @TempDir
    private static Path directory;

    private static DurableServer server;

    @BeforeAll
    static void start(BenchmarkReport report) throws IOException {
        server = DurableServer.start();
        report.note(server.describe());
        server.execute("CREATE DATABASE bank");
        Files.createDirectories(directory.resolve("scripts"));
        Files.writeString(directory.resolve("scripts/V1__tables.qail"), script());
        ShadowingJvm.qail(server.dataSource("bank"), directory).migrate();
        fill(1);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static String script() {
        StringBuilder script = new StringBuilder();
        for (int table = 1; table <= TABLES; table++) {
            script.append("""
                    table t%1$d {
                      id bigint primary_key
                      email text
                      name text
                      bio text
                      created_at timestamptz
                    }
                    index t%1$d_email on t%1$d (email)
                    index t%1$d_created on t%1$d (created_at)
                    """.formatted(table));
        }
        return script.toString();
    }

    /** The n-th million, about 190 bytes a row. */
    private static void fill(int part) {
        for (int table = 1; table <= TABLES; table++) {
            server.in("bank")
                    .sql("INSERT INTO t" + table + " SELECT n, 'user' || n || '@example.com', 'Name ' || n,"
                            + " repeat(md5(n::text), 3), timestamptz '2026-01-01' + n * interval '1 second'"
                            + " FROM generate_series(" + ((part - 1L) * ROWS + 1) + ", " + (long) part * ROWS + ") n")
                    .update();
            server.in("bank").sql("VACUUM ANALYZE t" + table).update();
        }
    }

    @Test
    @Order(1)
    void copyOfFourTables(BenchmarkReport report) throws Exception {
        int dump = dumpVersion();
        long major = server.count("SELECT current_setting('server_version_num')::int / 10000");
        String figure = String.format(Locale.ROOT, "Shadow: create and sync of %d tables × %,d rows", TABLES, ROWS);
        if (dump < major) {
            report.state(figure, BenchmarkReport.text(shadow()), "");
            report.note("No pg_dump of PostgreSQL " + major + ": the copy of a shadow was not compared");
            return;
        }
        report.compare(
                figure,
                Medians.of(ROUNDS, ShadowBenchmarkTests::shadow, () -> dumpAndRestore("-Fd")),
                "pg_dump -Fd -j2, pg_restore -j2",
                1.0);
        report.compare(
                figure + ", against a dump that is not compressed",
                Medians.of(ROUNDS, ShadowBenchmarkTests::shadow, () -> dumpAndRestore("-Fd", "-Z0")),
                "pg_dump -Fd -Z0 -j2, pg_restore -j2",
                1.0);
    }

    private static Duration shadow() throws Exception {
        server.execute("CHECKPOINT");
        Shadow shadow = ShadowingJvm.qail(server.dataSource("bank"), directory).shadow();
        Duration took = Medians.time(() -> {
            shadow.create();
            SyncResult synced = shadow.sync();
            assertThat(synced.rows()).isGreaterThanOrEqualTo((long) TABLES * ROWS);
        });
        assertCopied("bank_shadow");
        shadow.abort();
        return took;
    }

    private static Duration dumpAndRestore(String... format) throws Exception {
        Path dump = directory.resolve("dump");
        server.execute("CHECKPOINT");
        List<String> dumping = new ArrayList<>(List.of(PG_DUMP, "-j2", "--file=" + dump));
        dumping.addAll(List.of(format));
        dumping.add(server.url("bank"));
        Duration took = Medians.time(() -> {
            tool(dumping);
            server.execute("CREATE DATABASE restored");
            tool(List.of(
                    PG_DUMP.replaceFirst("pg_dump$", "pg_restore"),
                    "-j2",
                    "--dbname=" + server.url("restored"),
                    dump.toString()));
        });
        assertCopied("restored");
        server.execute("DROP DATABASE restored");
        try (Stream<Path> files = Files.walk(dump)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        return took;
    }

    private static void tool(List<String> command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(command.toString())
                .isZero();
    }

    private static void assertCopied(String database) {
        for (int table = 1; table <= TABLES; table++) {
            assertThat(server.in(database)
                            .sql("SELECT count(*) FROM t" + table)
                            .query(Long.class)
                            .single())
                    .isGreaterThanOrEqualTo(ROWS);
        }
        assertThat(server.in(database)
                        .sql("SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
                                + " WHERE c.relname ~ '^t[0-9]$' AND i.indisvalid")
                        .query(Long.class)
                        .single())
                .isEqualTo(3L * TABLES);
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

    /** Leaves three times the rows. */
    @Test
    @Order(2)
    @EnabledOnOs(OS.LINUX)
    void peakOfTheProcess(BenchmarkReport report) throws Exception {
        long few = peak();
        for (int part = 2; part <= FACTOR; part++) {
            fill(part);
        }
        long many = peak();
        report.state(
                "Memory at -Xmx64m, shadow",
                String.format(
                        Locale.ROOT,
                        "peak RSS %d MB at %d × %,d rows, %d MB at %d × %,d rows (%.2f ×)",
                        few / 1024,
                        TABLES,
                        ROWS,
                        many / 1024,
                        TABLES,
                        FACTOR * ROWS,
                        (double) many / few),
                "flat");
    }

    /** In kB, of a JVM that makes and fills a shadow. */
    private static long peak() throws IOException, InterruptedException {
        Map<String, Long> figures =
                ChildJvm.run(List.of("-Xmx64m"), ShadowingJvm.class, server.jdbcUrl("bank"), directory.toString());
        assertThat(figures).containsKeys("rows", "rss");
        assertCopied("bank_shadow");
        ShadowingJvm.qail(server.dataSource("bank"), directory).shadow().abort();
        return figures.getOrDefault("rss", 0L);
    }
}
