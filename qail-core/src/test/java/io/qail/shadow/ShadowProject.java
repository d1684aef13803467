package io.qail.shadow;

import io.qail.Qail;
import io.qail.TestProject;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A project whose role may make databases, and whose further databases go with it. */
final class ShadowProject implements AutoCloseable {

    private final TestDatabase database;
    private final TestProject project;

    ShadowProject(TestDatabase database) throws SQLException {
        this.database = database;
        this.project = new TestProject(database);
        asSuperuser("ALTER ROLE " + database.user() + " CREATEDB");
    }

    void asSuperuser(String... statements) throws SQLException {
        try (Connection connection = database.superuserConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    TestProject project() {
        return project;
    }

    TestDatabase database() {
        return database;
    }

    String name() {
        return database.name();
    }

    ShadowProject options(UnaryOperator<ShadowOptions> change) {
        project.with(options -> options.withShadow(change.apply(options.shadow())));
        return this;
    }

    ShadowProject script(String name, String text) {
        project.script(name, text);
        return this;
    }

    Qail qail() {
        return project.qail();
    }

    /** The same scripts and options on another database. */
    Qail qail(DataSource other) {
        return project.qail(other);
    }

    Shadow shadow() {
        return qail().shadow();
    }

    Shadow shadow(ShadowListener listener) {
        return qail().shadow(DatabaseConnections.of(database.dataSource()), List.of(listener));
    }

    /** Creates, fills and compares. */
    Shadow ready() {
        return ready(new ShadowListener() {});
    }

    /** The same, watched. */
    Shadow ready(ShadowListener listener) {
        Shadow shadow = shadow(listener);
        shadow.create();
        shadow.sync();
        shadow.validate();
        return shadow;
    }

    DataSource dataSource(String name) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.url().replace("/" + database.name(), "/" + name));
        dataSource.setUser(database.user());
        dataSource.setPassword(database.password());
        return dataSource;
    }

    JdbcClient in(String name) {
        return JdbcClient.create(dataSource(name));
    }

    JdbcClient jdbc() {
        return in(name());
    }

    <T> T value(String sql, Class<T> type) {
        return jdbc().sql(sql).query(type).single();
    }

    List<String> databases() {
        return in("postgres")
                .sql("SELECT datname FROM pg_database WHERE starts_with(datname, ?) ORDER BY 1")
                .param(name())
                .query(String.class)
                .list();
    }

    @Override
    public void close() {
        for (String name : databases()) {
            if (!name.equals(database.name())) {
                in("postgres")
                        .sql("DROP DATABASE \"" + name + "\" WITH (FORCE)")
                        .update();
            }
        }
        database.close();
    }
}
