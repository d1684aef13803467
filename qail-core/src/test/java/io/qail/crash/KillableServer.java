package io.qail.crash;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A server of its own that flushes what it commits, can die by SIGKILL, and comes back on what is on its disk. */
final class KillableServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    private KillableServer(Path data, int port) throws IOException {
        this.data = data;
        this.port = port;
        this.server = newServer();
    }

    static KillableServer start() throws IOException {
        return new KillableServer(Files.createTempDirectory("qail-server"), freePort());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
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
                .setPGStartupWait(PATIENCE)
                .start();
    }

    JdbcClient jdbc() {
        return JdbcClient.create(server.getPostgresDatabase());
    }

    /** A new, empty database. */
    PGSimpleDataSource database(String name) {
        jdbc().sql("CREATE DATABASE " + name).update();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl("jdbc:postgresql://localhost:" + port + "/" + name);
        database.setUser("postgres");
        return database;
    }

    /** SIGKILL to the postmaster; its children notice and end, and only then can another one start. */
    void kill() {
        try {
            Path pidFile = data.resolve("postmaster.pid");
            long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            List<ProcessHandle> all = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .toList();
            postmaster.destroyForcibly();
            await().atMost(PATIENCE).until(() -> all.stream().noneMatch(KillableServer::runs));
            // A container without an init keeps the dead process in its table, where the next postmaster would find it.
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean answers() {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** After {@link #kill}. */
    void comeBack() throws IOException {
        server.close();
        server = newServer();
    }

    /**
     * SIGKILL to the process behind a connection. The postmaster ends all other sessions too, since the dead one may have
     * left shared memory torn, and recovers; returns when it answers again.
     */
    void killBackend(Connection connection) throws SQLException {
        ProcessHandle backend = ProcessHandle.of(
                        connection.unwrap(PGConnection.class).getBackendPID())
                .orElseThrow();
        try (Connection other = server.getPostgresDatabase().getConnection()) {
            backend.destroyForcibly();
            // Its end tells that the postmaster has noticed.
            await().atMost(PATIENCE).until(() -> !other.isValid(1));
        }
        await().atMost(PATIENCE).until(this::answers);
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

    @Override
    public void close() throws IOException {
        server.close();
    }
}
