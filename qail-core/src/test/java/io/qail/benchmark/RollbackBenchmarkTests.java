package io.qail.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.Qail;
import io.qail.history.BackupMode;
import io.qail.rollback.RollbackRequest;
import io.qail.rollback.RollbackResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way back of a dropped column and of a dropped table, as a whole, against the best SQL that can be written by hand for
 * the same snapshot, and against the UPDATE that one writes first; commit and fsync included.
 */
@Benchmark
class RollbackBenchmarkTests {

    private static final int ROWS = Integer.getInteger("qail.benchmark.rows", 2_000_000);
    private static final int FEW = 100_000;
    private static final int ROUNDS = Integer.getInteger("qail.benchmark.rounds", 3);

    @TempDir
    private static Path directory;

    private static DurableServer server;
    private static Qail qail;

    @BeforeAll
    static void start(BenchmarkReport report) throws IOException {
        server = DurableServer.start();
        report.note(server.describe());
        qail = project(server, directory, ROWS);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static Qail project(DurableServer server, Path directory, int rows) throws IOException {
        Files.createDirectories(directory.resolve("scripts"));
        script(directory, "V1__users.qail", """
                table users {
                  id bigint primary_key
                  email text
                  name text
                  bio text
                  created_at timestamptz
                }
                """);
        Qail made = MigratingJvm.qail(server.dataSource(), directory, BackupMode.DATABASE);
        made.migrate();
        server.execute(DurableServer.fillUsers(rows), "VACUUM ANALYZE users");
        return made;
    }

    private static void script(Path directory, String name, String text) throws IOException {
        Files.writeString(directory.resolve("scripts").resolve(name), text);
    }

    @Test
    void aDroppedColumn(BenchmarkReport report) throws Exception {
        script(directory, "V2__gone.qail", "drop users.email\n");
        Medians best = Medians.of(
                ROUNDS,
                () -> lap(RollbackBenchmarkTests::byQail),
                () -> lap(() -> byHand(
                        "SET LOCAL work_mem = '256MB'",
                        "ALTER TABLE users ADD COLUMN email text",
                        "UPDATE users SET email = s.value_json #>> '{}' FROM _qail_data_snapshots s"
                                + " WHERE s.id BETWEEN (SELECT min(id) FROM _qail_data_snapshots)"
                                + " AND (SELECT max(id) FROM _qail_data_snapshots) AND users.id = s.row_id::bigint",
                        "ANALYZE users")));
        report.compare(rows("Rollback: a dropped column of %,d rows"), best, "typed keys and work_mem by hand", 1.2);
        Medians naive = Medians.of(
                ROUNDS,
                () -> lap(RollbackBenchmarkTests::byQail),
                () -> lap(() -> byHand(
                        "ALTER TABLE users ADD COLUMN email text",
                        "UPDATE users SET email = s.value_json #>> '{}' FROM _qail_data_snapshots s WHERE s.table_name = 'users'"
                                + " AND s.column_name = 'email' AND s.row_id = users.id::text")));
        report.compare(
                rows("Rollback: a dropped column of %,d rows, against the naive way"),
                naive,
                "the UPDATE one writes first",
                0.5);
    }

    @Test
    void aDroppedTable(BenchmarkReport report) throws Exception {
        script(directory, "V2__gone.qail", "drop users\n");
        Medians best = Medians.of(
                ROUNDS,
                () -> lap(RollbackBenchmarkTests::byQail),
                () -> lap(() -> byHand(
                        "CREATE TABLE users (id bigint, email text, name text, bio text, created_at timestamptz)",
                        "INSERT INTO users SELECT (s.value_json ->> 'id')::bigint, s.value_json ->> 'email',"
                                + " s.value_json ->> 'name', s.value_json ->> 'bio', (s.value_json ->> 'created_at')::timestamptz"
                                + " FROM _qail_data_snapshots s ORDER BY s.id",
                        "ALTER TABLE users ADD PRIMARY KEY (id)",
                        "ANALYZE users")));
        report.compare(
                rows("Rollback: a dropped table of %,d rows"), best, "INSERT … SELECT, then the key, by hand", 1.2);
    }

    private interface Way {
        void back() throws Exception;
    }

    /** Forward, then the time of the way back, then as it was. */
    private static Duration lap(Way way) throws Exception {
        qail.migrate();
        server.execute("VACUUM ANALYZE _qail_data_snapshots", "CHECKPOINT");
        Duration took = Medians.time(way::back);
        assertThat(server.count("SELECT count(*) FROM users WHERE email = 'user' || id || '@example.com'"))
                .isEqualTo(ROWS);
        server.execute(
                "DELETE FROM _qail_migrations WHERE version = '2'",
                "TRUNCATE _qail_data_snapshots, _qail_snapshots",
                "VACUUM FULL users",
                "ANALYZE users");
        return took;
    }

    private static void byQail() {
        RollbackResult result = qail.rollback(RollbackRequest.to("1"));
        assertThat(result.restored())
                .singleElement()
                .satisfies(item -> assertThat(item.restored()).isEqualTo(ROWS));
    }

    private static void byHand(String... statements) throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void peakOfTheProcess(BenchmarkReport report) throws Exception {
        for (BackupMode mode : List.of(BackupMode.DATABASE, BackupMode.FILE)) {
            long few = peak(mode, FEW);
            long many = peak(mode, ROWS);
            report.state(
                    "Memory at -Xmx64m, rollback, " + mode,
                    String.format(
                            Locale.ROOT,
                            "peak RSS %d MB at %,d rows, %d MB at %,d rows (%.2f ×)",
                            few / 1024,
                            FEW,
                            many / 1024,
                            ROWS,
                            (double) many / few),
                    "flat");
        }
    }

    /** In kB, of a JVM that takes a dropped column and a dropped table back. */
    private static long peak(BackupMode mode, int rows) throws IOException, InterruptedException {
        Path project = Files.createTempDirectory(directory, "peak");
        try (DurableServer other = DurableServer.start()) {
            project(other, project, rows);
            script(project, "V2__column.qail", "drop users.email\n");
            script(project, "V3__table.qail", "drop users\n");
            MigratingJvm.qail(other.dataSource(), project, mode).migrate();
            Map<String, Long> figures = ChildJvm.run(
                    List.of("-Xmx64m"), RollingBackJvm.class, other.url(), project.toString(), mode.name());
            assertThat(figures).containsEntry("records", 2L * rows).containsKey("rss");
            return figures.getOrDefault("rss", 0L);
        }
    }

    private static String rows(String figure) {
        return String.format(Locale.ROOT, figure, ROWS);
    }
}
