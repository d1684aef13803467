package io.qail.test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An empty database, owned by a role that may log in and nothing else. Its sessions have another time zone than the JVM.
 */
public final class TestDatabase implements AutoCloseable {

    private final PostgresServer server;
    private final String name;
    private final Deque<TestDatabase> further = new ArrayDeque<>();

    TestDatabase(PostgresServer server) {
        this.server = server;
        this.name = server.createDatabase();
    }

    /** Another empty database, dropped together with this one. */
    public TestDatabase fresh() {
        TestDatabase database = new TestDatabase(server);
        further.push(database);
        return database;
    }

    public String name() {
        return name;
    }

    /** Without user and password. */
    public String url() {
        return server.url(name);
    }

    public String user() {
        return server.user();
    }

    public String password() {
        return server.password();
    }

    /** The server's major version. */
    public int serverVersion() {
        return server.majorVersion();
    }

    /** A new data source without a pool. */
    public PGSimpleDataSource dataSource() {
        PGSimpleDataSource dataSource = new FarAwayDataSource();
        dataSource.setUrl(url());
        dataSource.setUser(user());
        dataSource.setPassword(password());
        return dataSource;
    }

    public Connection connection() throws SQLException {
        return dataSource().getConnection();
    }

    /** A superuser's connection to this database; skips the test where an external server offers none. */
    public Connection superuserConnection() throws SQLException {
        return superuserDataSource().getConnection();
    }

    /** As {@link #superuserConnection()}. */
    public DataSource superuserDataSource() {
        Assumptions.assumeTrue(server.superuser(), "needs a superuser");
        return server.adminOf(name);
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(dataSource());
    }

    /** Runs statements, each in a transaction of its own, exactly as written. */
    public void execute(String... statements) {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource());
        for (String statement : statements) {
            jdbc.execute(statement);
        }
    }

    @Override
    public void close() {
        while (!further.isEmpty()) {
            further.pop().close();
        }
        server.dropDatabase(name);
    }

    @Override
    public String toString() {
        return name;
    }

    /** The driver sends the JVM's time zone when it connects, whatever role and database say; so it is set afterwards. */
    private static final class FarAwayDataSource extends PGSimpleDataSource {

        private static final long serialVersionUID = 1L;

        @Override
        public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
            Connection connection = super.getConnection(user, password);
            String jvm = TimeZone.getDefault().getID();
            String zone = jvm.equals("Asia/Kathmandu") ? "America/St_Johns" : "Asia/Kathmandu";
            try (var statement = connection.createStatement()) {
                statement.execute("SET TIME ZONE '" + zone + "'");
            }
            return connection;
        }
    }
}
