package io.qail.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** Every kind of bad input stops the start with an analysis for people, and leaves the database untouched (S23). */
@PostgresTest
@ExtendWith(OutputCaptureExtension.class)
class BadInputTests {

    @TempDir
    private Path scripts;

    private final TestDatabase database;

    BadInputTests(TestDatabase database) {
        this.database = database.fresh();
    }

    @BeforeEach
    void aVersionIsApplied() throws IOException {
        write("V1__users.qail", """
                table users {
                  id bigint primary_key
                  email text
                }
                """);
    }

    @Test
    void aSyntaxError(CapturedOutput output) throws IOException {
        start();
        write("V2__broken.qail", "table t {\n  id bigint primary_kee\n}\n");
        assertThatStartFails(output, "V2__broken.qail:2:13", "id bigint primary_kee", "^", "primary_key");
    }

    @Test
    void everyErrorOfTheScriptsIsNamedAtOnce(CapturedOutput output) throws IOException {
        start();
        write("V2__broken.qail", "table t {\n  id bigint primary_kee\n}\ntable u {\n  id bigint nut_null\n}\n");
        assertThatStartFails(output, "V2__broken.qail:2:13", "V2__broken.qail:5:13");
    }

    @Test
    void anUnknownType(CapturedOutput output) throws IOException {
        start();
        write("V2__type.qail", "table t {\n  id bigintt primary_key\n}\n");
        assertThatStartFails(output, "V2__type.qail:2:", "bigintt");
    }

    @Test
    void anEditedAppliedScript(CapturedOutput output) throws IOException {
        start();
        write("V1__users.qail", "table users {\n  id bigint primary_key\n  email text\n  name text\n}\n");
        assertThatStartFails(output, "V1__users.qail", "repair");
    }

    @Test
    void aMissingAppliedScript(CapturedOutput output) throws IOException {
        write("V2__more.qail", "table more {\n  id bigint primary_key\n}\n");
        start();
        Files.delete(scripts.resolve("V1__users.qail"));
        assertThatStartFails(output, "V1__users.qail");
    }

    @Test
    void aDuplicateVersion(CapturedOutput output) throws IOException {
        start();
        write("V2__a.qail", "table a {\n  id bigint primary_key\n}\n");
        write("V2.0__b.qail", "table b {\n  id bigint primary_key\n}\n");
        assertThatStartFails(output, "V2__a.qail", "V2.0__b.qail");
    }

    @Test
    void aVersionOutOfOrder(CapturedOutput output) throws IOException {
        write("V3__c.qail", "table c {\n  id bigint primary_key\n}\n");
        start();
        write("V2__b.qail", "table b {\n  id bigint primary_key\n}\n");
        assertThatStartFails(output, "V2__b.qail", "qail.out-of-order");
    }

    @Test
    void aRenameWithATypo(CapturedOutput output) throws IOException {
        start();
        write("V2__rename.qail", "rename users.emial -> users.mail\n");
        assertThatStartFails(output, "V2__rename.qail:1:", "emial", "email");
    }

    @Test
    void aDropWithoutConfirmInADeclarativeSchema(CapturedOutput output) throws IOException {
        Files.delete(scripts.resolve("V1__users.qail"));
        write("schema.qail", "table users {\n  id bigint primary_key\n  email text\n}\n");
        start();
        write("schema.qail", "table users {\n  id bigint primary_key\n}\n");
        assertThatStartFails(output, "schema.qail", "drop users.email confirm");
    }

    @Test
    void bothWaysOfWorkingInOneLocation(CapturedOutput output) throws IOException {
        start();
        write("schema.qail", "table users {\n  id bigint primary_key\n}\n");
        assertThatStartFails(output, "V1__users.qail", "schema.qail", "Keep one way of working");
    }

    @Test
    void aMissingLocation(CapturedOutput output) {
        start();
        assertThatStartFails(
                List.of("qail.locations=file:" + scripts.resolve("nowhere")),
                output,
                "nowhere does not exist",
                "qail.fail-on-missing-locations");
    }

    @Test
    void anUnreachableDatabase(CapturedOutput output) {
        start();
        assertThatStartFails(
                List.of(
                        "spring.datasource.url=jdbc:postgresql://localhost:1/nowhere",
                        "spring.datasource.password=s3cret",
                        "spring.datasource.hikari.connection-timeout=300"),
                output,
                "cannot be reached",
                "qail.connect-retries");
        // S32
        assertThat(output).doesNotContain("s3cret");
    }

    @Test
    void anotherDatabaseThanPostgres(CapturedOutput output) throws SQLException {
        DatabaseMetaData metaData = mock(DatabaseMetaData.class);
        Connection connection = mock(Connection.class);
        DataSource other = mock(DataSource.class);
        given(other.getConnection()).willReturn(connection);
        given(connection.getMetaData()).willReturn(metaData);
        given(metaData.getDatabaseProductName()).willReturn("H2");
        assertThat(catchThrowable(() -> new SpringApplicationBuilder(TestApplication.class)
                        .initializers(context -> ((GenericApplicationContext) context)
                                .registerBean("dataSource", DataSource.class, () -> other))
                        .run(StartArguments.of(database, scripts, List.of()))))
                .isNotNull();
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("QAIL migrates PostgreSQL, but the DataSource connects to H2")
                .contains("qail.enabled=false");
        then(connection).should().close();
        then(connection).should(never()).createStatement();
    }

    @Test
    void anImpossiblePropertyValue(CapturedOutput output) {
        start();
        assertThatStartFails(List.of("qail.lock-timeout=0s"), output, "qail.lock-timeout must be longer than zero");
    }

    @Test
    void aDatabaseThatDoesNotExist(CapturedOutput output) {
        start();
        assertThatStartFails(
                List.of(
                        "spring.datasource.url=" + database.url() + "_none",
                        "spring.datasource.hikari.connection-timeout=300"),
                output,
                "does not exist");
    }

    @Test
    void aMissingPrivilege(CapturedOutput output) throws IOException {
        database.execute("CREATE SCHEMA mine");
        run(List.of("qail.default-schema=mine"));
        database.execute("REVOKE CREATE ON SCHEMA mine FROM CURRENT_USER");
        write("V2__words.qail", "table words {\n  id bigint primary_key\n}\n");
        assertThatStartFails(
                List.of("qail.default-schema=mine"),
                output,
                "V2__words.qail",
                "permission denied for schema mine",
                "qail.user");
    }

    @Test
    void aNonEmptyDatabaseWithoutHistory(CapturedOutput output) {
        database.execute("CREATE TABLE was_here_before (id int)");
        assertThatStartFails(output, "was_here_before", "qail.baseline-on-migrate=true", "qail.baseline-version=1");
    }

    @Test
    void recordsAtRiskWhileTheBackupModeForbidsThem(CapturedOutput output) throws IOException {
        start();
        database.execute("INSERT INTO users VALUES (1, 'somebody@example.org'), (2, NULL)");
        write("V2__drop.qail", "drop users.email\n");
        assertThatStartFails(
                List.of("qail.backup-mode=fail"),
                output,
                "DROP COLUMN users.email → 1 value",
                "qail.backup-mode=database");
        assertThat(output).doesNotContain("somebody@example.org");
    }

    @Test
    void aPendingVersionInValidateMode(CapturedOutput output) throws IOException {
        start();
        write("V2__more.qail", "table more {\n  id bigint primary_key\n}\n");
        assertThatStartFails(List.of("qail.mode=validate"), output, "V2__more.qail", "qail.mode=migrate");
    }

    @Test
    void anUnknownPropertyValue(CapturedOutput output) {
        start();
        assertThatStartFails(List.of("qail.backup-mode=tape"), output, "qail.backup-mode", "tape");
    }

    private void assertThatStartFails(CapturedOutput output, String... expected) {
        assertThatStartFails(List.of(), output, expected);
    }

    private void assertThatStartFails(List<String> properties, CapturedOutput output, String... expected) {
        List<String> before = catalog();
        int begin = output.getAll().length();
        Throwable failure = catchThrowable(() -> run(properties));
        String printed = output.getAll().substring(begin);
        assertThat(failure).isNotNull();
        assertThat(printed)
                .contains("APPLICATION FAILED TO START")
                .contains("Description:")
                .contains("Action:")
                .contains(expected);
        assertThat(catalog()).isEqualTo(before);
    }

    /** Tables, columns and the history. */
    private List<String> catalog() {
        List<String> objects =
                new ArrayList<>(database.jdbc().sql("""
                SELECT c.oid::regclass || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                WHERE c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' AND a.attnum > 0
                ORDER BY 1""").query(String.class).list());
        if (objects.stream().anyMatch(object -> object.startsWith("_qail_migrations."))) {
            objects.addAll(database.jdbc()
                    .sql("SELECT m::text FROM _qail_migrations m ORDER BY id")
                    .query(String.class)
                    .list());
        }
        return objects;
    }

    private void start() {
        run(List.of());
    }

    private void run(List<String> properties) {
        new SpringApplicationBuilder(TestApplication.class)
                .run(StartArguments.of(database, scripts, properties))
                .close();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(scripts.resolve(name), text);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({DataSourceAutoConfiguration.class, QailAutoConfiguration.class})
    static class TestApplication {}
}
