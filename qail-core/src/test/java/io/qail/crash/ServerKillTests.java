package io.qail.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qail.error.QailException;
import io.qail.history.BackupMode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** S8: the whole server dies by SIGKILL in the middle of a migration and comes back on what is on its disk. */
@DisabledOnOs(OS.WINDOWS)
class ServerKillTests {

    private static final int ROUNDS = 3;

    private Path data = Path.of("");
    private int port;
    private EmbeddedPostgres server;

    @BeforeEach
    void start() throws IOException {
        data = Files.createTempDirectory("qail-server");
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        server = newServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private EmbeddedPostgres newServer() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data.toFile())
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                // The lock file of a socket would outlive the server.
                .setServerConfig("unix_socket_directories", "")
                .setPGStartupWait(Duration.ofSeconds(30))
                .start();
    }

    @ParameterizedTest
    @EnumSource(
            value = BackupMode.class,
            names = {"DATABASE", "FILE"})
    void aServerKilledInTheMiddleOfAMigrationLosesNothing(BackupMode mode) throws IOException {
        assertThat(JdbcClient.create(server.getPostgresDatabase())
                        .sql("SELECT current_setting('fsync') || current_setting('synchronous_commit')")
                        .query(String.class)
                        .single())
                .isEqualTo("onon");
        int calls = calls(mode);
        for (int round = 1; round <= ROUNDS; round++) {
            PGSimpleDataSource database = database("round" + round);
            Scenario scenario = new Scenario(database, Files.createTempDirectory("qail-crash"), mode);
            scenario.prepare();
            int place = calls * round / (ROUNDS + 1);
            FaultyDataSource faulty = new FaultyDataSource(database, place, false, connection -> kill());
            try {
                scenario.qail(faulty.dataSource()).migrate();
            } catch (QailException e) {
                assertThat(e.action()).as("killed at call %s", place).isNotBlank();
            }
            assertThat(faulty.count()).isGreaterThanOrEqualTo(place);
            server.close();
            server = newServer();
            scenario.assertNothingIsLost();
        }
    }

    private int calls(BackupMode mode) throws IOException {
        PGSimpleDataSource database = database("counted");
        Scenario scenario = new Scenario(database, Files.createTempDirectory("qail-crash"), mode);
        scenario.prepare();
        FaultyDataSource counting = new FaultyDataSource(database, 0, false, connection -> {});
        scenario.qail(counting.dataSource()).migrate();
        return counting.count();
    }

    private PGSimpleDataSource database(String name) {
        JdbcClient.create(server.getPostgresDatabase())
                .sql("CREATE DATABASE " + name)
                .update();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl("jdbc:postgresql://localhost:" + port + "/" + name);
        database.setUser("postgres");
        return database;
    }

    /** SIGKILL to the postmaster; its children notice and end, and only then can another one start. */
    private void kill() {
        try {
            Path pidFile = data.resolve("postmaster.pid");
            long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            List<ProcessHandle> all = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .toList();
            postmaster.destroyForcibly();
            await().atMost(Duration.ofSeconds(30)).until(() -> all.stream().noneMatch(ServerKillTests::runs));
            // A container without an init keeps the dead process in its table, where the next postmaster would find it.
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean runs(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            Path stat = Path.of("/proc", String.valueOf(process.pid()), "stat");
            return !Files.exists(stat) || !Files.readString(stat).contains(") Z");
        } catch (IOException e) {
            return false;
        }
    }
}
