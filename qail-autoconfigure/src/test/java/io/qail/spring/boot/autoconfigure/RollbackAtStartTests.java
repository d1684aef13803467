package io.qail.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code qail.rollback-to}: the way back at a start. S24. */
@PostgresTest
@ExtendWith(OutputCaptureExtension.class)
class RollbackAtStartTests {

    @TempDir
    private Path directory;

    private final TestDatabase database;

    RollbackAtStartTests(TestDatabase database) {
        this.database = database.fresh();
    }

    @BeforeEach
    void emailsThatAreGone() throws IOException {
        write("V1__users.qail", "table users {\n  id bigint primary_key\n  email text\n}\n");
        start(Application.class);
        database.execute("INSERT INTO users SELECT n, n || '@example.org' FROM generate_series(1, 50) n");
        write("V2__drop_email.qail", "drop users.email\n");
        start(Application.class);
    }

    @Test
    void takesTheVersionsBackAndStaysThere(CapturedOutput output) {
        start(Application.class, "qail.rollback-to=1");
        assertThat(emails()).isEqualTo(50);
        assertThat(output)
                .contains("users.email: 50 of 50 records restored")
                .contains("qail.rollback-to is 1: [V2__drop_email.qail] are not applied while it is set");
        start(Application.class, "qail.rollback-to=1");
        assertThat(emails()).isEqualTo(50);
        assertThat(rollbacks()).isOne();
    }

    @Test
    void anApplicationWithTheOlderScriptsIsToldThatTheWorkIsDone(CapturedOutput output) throws IOException {
        Files.delete(directory.resolve("V2__drop_email.qail"));
        start(Application.class, "qail.rollback-to=1");
        assertThat(emails()).isEqualTo(50);
        assertThat(output).contains("the database is there: remove the property");
    }

    @Test
    void migratesForwardAgainOnceItIsRemoved() {
        start(Application.class, "qail.rollback-to=1");
        start(Application.class);
        assertThat(count("pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'email'"))
                .isZero();
    }

    @Test
    void planModeChangesNothingAndPrintsTheWay(CapturedOutput output) {
        start(Application.class, "qail.rollback-to=1", "qail.mode=plan");
        assertThat(output)
                .contains("version 2 would be taken back, 50 records from its snapshot, 0 records at risk")
                .contains("ADD COLUMN email text");
        assertThat(rollbacks()).isZero();
    }

    @Test
    void validateModeRefusesIt() {
        assertThatThrownBy(() -> start(Application.class, "qail.rollback-to=1", "qail.mode=validate"))
                .hasRootCauseInstanceOf(EnvironmentException.class)
                .rootCause()
                .hasMessageContaining("qail.mode=validate changes nothing");
        assertThat(rollbacks()).isZero();
    }

    @Test
    void aVersionThatDoesNotExistStopsTheStart() {
        assertThatThrownBy(() -> start(Application.class, "qail.rollback-to=7"))
                .hasRootCauseInstanceOf(HistoryException.class)
                .rootCause()
                .hasMessageContaining("no applied version 7");
        assertThat(rollbacks()).isZero();
    }

    @Test
    void aStrategyOfTheApplicationIsNotPassedOver() {
        assertThatThrownBy(() -> start(OwnStrategy.class, "qail.rollback-to=1"))
                .hasRootCauseInstanceOf(EnvironmentException.class)
                .rootCause()
                .hasMessageContaining("QailMigrationStrategy");
        assertThat(rollbacks()).isZero();
    }

    private long emails() {
        return count("users WHERE email = id || '@example.org'");
    }

    private long rollbacks() {
        return count("_qail_migrations WHERE type = 'ROLLBACK'");
    }

    private long count(String from) {
        return database.jdbc()
                .sql("SELECT count(*) FROM " + from)
                .query(Long.class)
                .single();
    }

    private void start(Class<?> application, String... properties) {
        new SpringApplicationBuilder(application)
                .run(StartArguments.of(database, directory, List.of(properties)))
                .close();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({DataSourceAutoConfiguration.class, QailAutoConfiguration.class})
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    static class OwnStrategy extends Application {

        @Bean
        QailMigrationStrategy strategy() {
            return qail -> qail.migrate();
        }
    }
}
