package io.qail.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.history.BackupMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The memory of a JVM that migrates: the same for a small table and a large one. */
@Benchmark
@EnabledOnOs(OS.LINUX)
class MemoryBenchmarkTests {

    private static final int FEW = 100_000;
    private static final int MANY = Integer.getInteger("qail.benchmark.memory-rows", 5_000_000);
    private static final List<String> HEAP = List.of("-Xmx64m");

    @TempDir
    private Path directory;

    /** Peaks in kB. */
    private record Peaks(long database, long files) {}

    @Test
    void peakOfTheProcess(BenchmarkReport report) throws Exception {
        Peaks few = peaks(FEW);
        Peaks many = peaks(MANY);
        state(report, "Memory at -Xmx64m, snapshot in the database", few.database(), many.database());
        state(report, "Memory at -Xmx64m, snapshot in files", few.files(), many.files());
    }

    private static void state(BenchmarkReport report, String figure, long few, long many) {
        report.state(
                figure,
                String.format(
                        Locale.ROOT,
                        "peak RSS %d MB at %,d rows, %d MB at %,d rows (%.2f ×)",
                        few / 1024,
                        FEW,
                        many / 1024,
                        MANY,
                        (double) many / few),
                "flat");
    }

    private Peaks peaks(int rows) throws IOException, InterruptedException {
        Path project = Files.createDirectory(directory.resolve("rows-" + rows));
        Files.createDirectory(project.resolve("scripts"));
        script(project, "V1__users.qail", """
                table users {
                  id bigint primary_key
                  email text
                  name text
                  bio text
                  created_at timestamptz
                }
                """);
        try (DurableServer server = DurableServer.start()) {
            MigratingJvm.qail(server.dataSource(), project, BackupMode.FAIL).migrate();
            server.execute(DurableServer.fillUsers(rows), "VACUUM ANALYZE users");
            script(project, "V2__drop_email.qail", "drop users.email\n");
            long database = peak(server, project, BackupMode.DATABASE, rows);
            assertThat(server.count("SELECT count(*) FROM _qail_data_snapshots"))
                    .isEqualTo(rows);
            script(project, "V3__drop_users.qail", "drop users\n");
            long files = peak(server, project, BackupMode.FILE, rows);
            assertThat(project.resolve("snapshots")).isNotEmptyDirectory();
            return new Peaks(database, files);
        }
    }

    private static long peak(DurableServer server, Path project, BackupMode mode, int rows)
            throws IOException, InterruptedException {
        Map<String, Long> figures =
                ChildJvm.run(HEAP, MigratingJvm.class, server.url(), project.toString(), mode.name());
        assertThat(figures).containsEntry("records", (long) rows).containsKey("rss");
        return figures.getOrDefault("rss", 0L);
    }

    private static void script(Path project, String name, String text) throws IOException {
        Files.writeString(project.resolve("scripts").resolve(name), text);
    }
}
