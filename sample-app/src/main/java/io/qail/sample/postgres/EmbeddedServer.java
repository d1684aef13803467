package io.qail.sample.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A PostgreSQL server on a free port of this machine, whose data outlives it, and in it one database with an owner that
 * has no other privilege.
 */
final class EmbeddedServer implements AutoCloseable {

    static final String OWNER = "cities";

    private static final String DATABASE = "cities";
    private static final Logger logger = LoggerFactory.getLogger(EmbeddedServer.class);

    private final DirectoryLock lock;
    private final EmbeddedPostgres postgres;

    private EmbeddedServer(DirectoryLock lock, EmbeddedPostgres postgres) {
        this.lock = lock;
        this.postgres = postgres;
    }

    /**
     * Blocks until the server answers: seconds, more at the first start, which unpacks it and makes its data directory.
     *
     * @throws IllegalStateException if another application uses the directory, or the server does not start
     */
    static EmbeddedServer start(Path directory) {
        Path home = directory.toAbsolutePath().normalize();
        DirectoryLock lock = DirectoryLock.take(home);
        try {
            return start(home.resolve("cluster"), lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw new IllegalStateException(
                    "The embedded PostgreSQL did not start on " + home + " (" + e.getMessage()
                            + "). Its own messages are in the log at level INFO of io.zonky.test.db.postgres.embedded."
                            + " If its very first start was interrupted, delete the directory. To use another server,"
                            + " set spring.datasource.url.",
                    e);
        }
    }

    private static EmbeddedServer start(Path cluster, DirectoryLock lock) throws IOException {
        boolean existing = Files.exists(cluster);
        LeftoverPostmaster.stop(cluster);
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(cluster)
                .setCleanDataDirectory(false)
                // Spring closes it, after the connection pool.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofMinutes(1))
                // Made for tests, it would rather be fast than keep what was committed.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        EmbeddedServer server = new EmbeddedServer(lock, postgres);
        try {
            String version = server.prepareDatabase();
            logger.info(
                    "spring.datasource.url is not set: using an embedded PostgreSQL {} on port {}, {} {}",
                    version,
                    postgres.getPort(),
                    existing ? "with the data of" : "with new data in",
                    cluster);
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** No privilege but this one, and only where it is asked for. */
    void letOwnerCreateDatabases(boolean may) {
        new JdbcTemplate(postgres.getPostgresDatabase())
                .execute("ALTER ROLE " + OWNER + (may ? " CREATEDB" : " NOCREATEDB"));
    }

    String url() {
        return postgres.getJdbcUrl(OWNER, DATABASE).replaceFirst("\\?.*", "");
    }

    private String prepareDatabase() {
        JdbcTemplate jdbc = new JdbcTemplate(postgres.getPostgresDatabase());
        if (!exists(jdbc, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?)", OWNER)) {
            jdbc.execute("CREATE ROLE " + OWNER + " LOGIN");
        }
        if (!exists(jdbc, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = ?)", DATABASE)) {
            jdbc.execute("CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
        }
        return String.valueOf(jdbc.queryForObject("SHOW server_version", String.class));
    }

    private static boolean exists(JdbcTemplate jdbc, String query, String name) {
        return Boolean.TRUE.equals(jdbc.queryForObject(query, Boolean.class, name));
    }

    @Override
    public void close() {
        try (lock) {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
