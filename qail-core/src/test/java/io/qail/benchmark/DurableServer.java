package io.qail.benchmark;

import io.qail.test.MigrationTransaction;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A server of its own with PostgreSQL's defaults: the one of the tests flushes nothing to the disk. */
final class DurableServer implements AutoCloseable {

    private final EmbeddedPostgres server;

    private DurableServer(EmbeddedPostgres server) {
        this.server = server;
    }

    static DurableServer start() throws IOException {
        return new DurableServer(EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                // It would run in one lap and not in the other.
                .setServerConfig("autovacuum", "off")
                .start());
    }

    PGSimpleDataSource dataSource() {
        return (PGSimpleDataSource) server.getPostgresDatabase();
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    PGSimpleDataSource dataSource(String database) {
        return (PGSimpleDataSource) server.getDatabase("postgres", database);
    }

    String jdbcUrl(String database) {
        return server.getJdbcUrl("postgres", database);
    }

    /** For PostgreSQL's own tools. */
    String url(String database) {
        return "postgresql://postgres@localhost:" + server.getPort() + "/" + database;
    }

    JdbcClient in(String database) {
        return JdbcClient.create(dataSource(database));
    }

    JdbcClient jdbc() {
        return JdbcClient.create(dataSource());
    }

    MigrationTransaction transaction() throws SQLException {
        return new MigrationTransaction(dataSource().getConnection());
    }

    /** Runs statements, each in a transaction of its own. */
    void execute(String... statements) {
        for (String statement : statements) {
            jdbc().sql(statement).update();
        }
    }

    long count(String sql) {
        return jdbc().sql(sql).query(Long.class).single();
    }

    /** The table of all write benchmarks, about 190 bytes a row. */
    void createUsers(int rows) {
        execute(
                "CREATE TABLE users (id bigint PRIMARY KEY, email text, name text, bio text, created_at timestamptz)",
                fillUsers(rows),
                "VACUUM ANALYZE users");
    }

    static String fillUsers(int rows) {
        return "INSERT INTO users SELECT n, 'user' || n || '@example.com', 'Name ' || n, repeat(md5(n::text), 3),"
                + " timestamptz '2026-01-01' + n * interval '1 second' FROM generate_series(1, " + rows + ") n";
    }

    String describe() {
        return jdbc().sql("SELECT 'Writes: PostgreSQL ' || current_setting('server_version') || ', fsync '"
                        + " || current_setting('fsync') || ', synchronous_commit ' || current_setting('synchronous_commit')"
                        + " || ', shared_buffers ' || current_setting('shared_buffers')")
                .query(String.class)
                .single();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
