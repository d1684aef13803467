package io.qail.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.Qail;
import io.qail.QailOptions;
import io.qail.script.ScriptOptions;
import io.qail.shadow.DatabaseConnections;
import io.qail.shadow.Shadow;
import io.qail.shadow.ShadowPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database whose shadow is made, filled, compared and promoted; knows what may be left after a crash. */
final class ShadowScenario implements AutoCloseable {

    private static final int USERS = 200;

    private final PGSimpleDataSource database;
    private final Path directory;

    /**
     * @param database empty, of a role that may make others
     */
    ShadowScenario(PGSimpleDataSource database) throws IOException {
        this.database = database;
        this.directory = Files.createTempDirectory("qail-shadow");
    }

    PGSimpleDataSource database() {
        return database;
    }

    Path directory() {
        return directory;
    }

    void prepare() throws IOException {
        script("V1__users.qail", """
                table users {
                  id bigint generated_identity primary_key
                  name text not_null
                }
                table notes {
                  id bigint generated_identity primary_key
                  user_id bigint not_null references users(id)
                }
                """);
        qail(database, directory).migrate();
        jdbc().sql("INSERT INTO users (name) SELECT 'n' || i FROM generate_series(1, " + USERS + ") i")
                .update();
        jdbc().sql("INSERT INTO notes (user_id) SELECT i FROM generate_series(1, " + USERS + ") i")
                .update();
        script("V2__upper.qail", """
                add users.big text
                transform upper(name) -> users.big
                index users_big on users (big)
                """);
    }

    private void script(String name, String text) throws IOException {
        Path scripts = Files.createDirectories(directory.resolve("scripts"));
        Files.writeString(scripts.resolve(name), text);
    }

    static Qail qail(javax.sql.DataSource dataSource, Path directory) {
        return new Qail(
                dataSource,
                QailOptions.defaults()
                        .withScripts(new ScriptOptions(List.of("file:" + directory.resolve("scripts")), true)),
                List.of());
    }

    /** From creation to promotion, with a write in between. */
    void whole(DatabaseConnections connections) {
        whole(qail(database, directory).shadow(connections, List.of()));
    }

    static void whole(Shadow shadow) {
        shadow.create();
        shadow.sync();
        shadow.validate();
        shadow.promote();
    }

    DatabaseConnections faulty(int place, FaultyDataSource.Fault fault) {
        return faulty(database, new AtomicInteger(), place, fault);
    }

    DatabaseConnections counting(AtomicInteger counter) {
        return faulty(database, counter, 0, connection -> {});
    }

    /** Strikes once, at a call to whichever database. */
    static DatabaseConnections faulty(
            PGSimpleDataSource template, AtomicInteger counter, int place, FaultyDataSource.Fault fault) {
        DatabaseConnections plain = DatabaseConnections.of(template);
        return name -> FaultyDataSource.wrapping(plain.open(name), counter, place, fault);
    }

    /** The database answers under its name with every row, in the old shape or in the new one, and takes writes. */
    void assertServes(String when) {
        JdbcClient jdbc = jdbc();
        assertThat(jdbc.sql("SELECT count(*) FROM users").query(Long.class).single())
                .as(when)
                .isGreaterThanOrEqualTo(USERS);
        assertThat(jdbc.sql("SELECT count(*) FROM notes").query(Long.class).single())
                .as(when)
                .isEqualTo(USERS);
        jdbc.sql("INSERT INTO users (name) VALUES ('afterwards')").update();
    }

    /** From another process than the one that died. */
    void goOnOrAbort(boolean goOn) {
        Shadow shadow = qail(database, directory).shadow();
        ShadowPhase phase = shadow.status().phase();
        long users = count("SELECT count(*) FROM users");
        if (phase == ShadowPhase.PROMOTED) {
            assertThat(shadow.promote().remarks()).isEmpty();
            assertPromoted(users);
            return;
        }
        if (goOn && phase != ShadowPhase.NONE && phase != ShadowPhase.CREATING) {
            shadow.sync();
            assertThat(shadow.validate().problems()).isEmpty();
            assertThat(shadow.promote().remarks()).isEmpty();
            assertPromoted(users);
            return;
        }
        shadow.abort();
        assertThat(shadow.status().phase()).isEqualTo(ShadowPhase.NONE);
        assertThat(count("SELECT count(*) FROM pg_trigger WHERE tgname LIKE '\\_qail\\_%'"))
                .isZero();
        assertThat(count("SELECT count(*) FROM pg_namespace WHERE nspname LIKE '\\_qail\\_%'"))
                .isZero();
        assertThat(others()).isEmpty();
        assertThat(count("SELECT count(*) FROM users")).isEqualTo(users);
        whole(shadow);
        assertPromoted(users);
    }

    private void assertPromoted(long users) {
        assertThat(count("SELECT count(*) FROM users")).isEqualTo(users);
        assertThat(count("SELECT count(big) FROM users")).isGreaterThanOrEqualTo(USERS);
        assertThat(count("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated"))
                .isOne();
        assertThat(others()).hasSize(1);
    }

    private JdbcClient jdbc() {
        return JdbcClient.create(database);
    }

    private long count(String sql) {
        return jdbc().sql(sql).query(Long.class).single();
    }

    private List<String> others() {
        return jdbc().sql("SELECT datname FROM pg_database WHERE starts_with(datname, current_database() || '_')")
                .query(String.class)
                .list();
    }

    @Override
    public void close() throws SQLException {
        List<String> others = others();
        try (Connection connection = DatabaseConnections.of(database).open("postgres");
                var statement = connection.createStatement()) {
            for (String other : others) {
                statement.execute("DROP DATABASE " + other + " WITH (FORCE)");
            }
        }
    }
}
