package io.qail.test;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The one server of this JVM, and the role without privileges that owns its databases. */
final class PostgresServer {

    private static @Nullable PostgresServer instance;

    private final PGSimpleDataSource admin;
    private final JdbcTemplate jdbc;
    private final int majorVersion;
    private final boolean superuser;
    /** To copy files takes two checkpoints and, where they need not wait for a disk, a third of the time. */
    private final String strategy;

    private final String user;
    private final String password;
    /** Keeps the names of two runs on one external server apart. */
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    private final AtomicInteger databases = new AtomicInteger();

    private PostgresServer(PGSimpleDataSource admin) {
        this.admin = admin;
        this.jdbc = new JdbcTemplate(admin);
        this.majorVersion = query("SELECT current_setting('server_version_num')::int / 10000", Integer.class);
        this.superuser = query("SELECT rolsuper FROM pg_roles WHERE rolname = current_user", Boolean.class);
        this.strategy = majorVersion >= 15
                        && query("SELECT current_setting('fsync')", String.class)
                                .equals("off")
                ? " STRATEGY FILE_COPY"
                : "";
        boolean createsRoles =
                query("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user", Boolean.class);
        if (createsRoles) {
            this.user = "app_" + run;
            this.password = "secret'" + run;
            jdbc.execute("CREATE ROLE " + user + " LOGIN PASSWORD '" + password.replace("'", "''") + "'");
            if (!superuser) {
                jdbc.execute("GRANT " + user + " TO CURRENT_USER");
            }
        } else {
            this.user = String.valueOf(admin.getUser());
            this.password = String.valueOf(admin.getPassword());
        }
    }

    static synchronized PostgresServer get() {
        if (instance == null) {
            String url = System.getProperty("qail.test.url");
            PostgresServer server = new PostgresServer(url == null ? embedded() : external(url));
            if (url != null && !server.user.equals(server.admin.getUser())) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> server.execute("DROP ROLE " + server.user)));
            }
            instance = server;
        }
        return instance;
    }

    private static PGSimpleDataSource embedded() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    // Its locks and statistics would come and go between two runs of a test.
                    .setServerConfig("autovacuum", "off")
                    // What a shadow refuses has to exist.
                    .setServerConfig("max_prepared_transactions", "4")
                    .setServerConfig("wal_level", "logical")
                    .start();
            return (PGSimpleDataSource) server.getPostgresDatabase();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PGSimpleDataSource external(String url) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        return dataSource;
    }

    int majorVersion() {
        return majorVersion;
    }

    boolean superuser() {
        return superuser;
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    String url(String database) {
        return "jdbc:postgresql://" + admin.getServerNames()[0] + ":" + admin.getPortNumbers()[0] + "/" + database;
    }

    DataSource adminOf(String database) {
        PGSimpleDataSource dataSource = external(url(database));
        dataSource.setUser(admin.getUser());
        dataSource.setPassword(admin.getPassword());
        return dataSource;
    }

    /** Makes an empty UTF-8 database owned by {@link #user()} and returns its name. */
    String createDatabase() {
        String name = "qail_" + run + "_" + databases.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8' OWNER " + user + strategy);
        return name;
    }

    void dropDatabase(String name) {
        execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    private void execute(String sql) {
        jdbc.execute(sql);
    }

    private <T> T query(String sql, Class<T> type) {
        T value = jdbc.queryForObject(sql, type);
        if (value == null) {
            throw new IllegalStateException(sql);
        }
        return value;
    }
}
