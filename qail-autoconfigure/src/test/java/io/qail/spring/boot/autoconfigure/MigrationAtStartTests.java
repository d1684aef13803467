package io.qail.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.migrate.MigrationListener;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whole applications, with Actuator and Prometheus, on a real database. */
@PostgresTest
@ExtendWith(OutputCaptureExtension.class)
class MigrationAtStartTests {

    @TempDir
    private Path directory;

    private final TestDatabase database;

    MigrationAtStartTests(TestDatabase database) {
        this.database = database.fresh();
    }

    @BeforeEach
    void usersWithData() throws IOException {
        write("V1__users.qail", """
                table users {
                  id bigint primary_key
                  email text
                }
                """);
        run(SmallApplication.class).close();
        database.execute("INSERT INTO users SELECT n, CASE WHEN n <= 1234 THEN n || '@example.org' END"
                + " FROM generate_series(1, 1300) n");
    }

    @Test
    void theEndpointTheHealthAndTheMetersShowWhatTheStartDid() throws IOException {
        write("V2__drop_email.qail", "drop users.email\n");
        try (ConfigurableApplicationContext context = run(
                WholeApplication.class,
                "spring.main.web-application-type=servlet",
                "management.endpoints.web.exposure.include=qail,health,prometheus",
                "management.endpoint.health.show-details=always",
                "spring.application.name=orders")) {
            JsonNode bean = JsonMapper.shared()
                    .readTree(get(context, "/actuator/qail"))
                    .get("contexts")
                    .get("orders")
                    .get("qailBeans")
                    .get("qail");
            assertThat(bean.get("database").asString()).isEqualTo(database.name());
            assertThat(bean.get("state").asString()).isEqualTo("UP_TO_DATE");
            JsonNode second = bean.get("migrations").get(1);
            assertThat(second.get("version").asString()).isEqualTo("2");
            assertThat(second.get("recordsAtRisk").asLong()).isEqualTo(1234);
            assertThat(second.get("installedBy").asString()).isEqualTo(database.user());
            assertThat(second.get("impact").get(0).get("object").asString()).isEqualTo("users.email");
            assertThat(second.get("snapshot").get("id").asLong())
                    .isEqualTo(bean.get("snapshots").get(0).get("id").asLong());
            assertThat(bean.get("snapshots").get(0).get("records").asLong()).isEqualTo(1234);

            assertThat(get(context, "/actuator/qail")).doesNotContain("@example.org", database.password());

            JsonNode health = JsonMapper.shared()
                    .readTree(get(context, "/actuator/health"))
                    .get("components")
                    .get("qail");
            assertThat(health.get("status").asString()).isEqualTo("UP");
            assertThat(health.get("details").get("version").asString()).isEqualTo("2");
            assertThat(health.get("details").get("pending").asInt()).isZero();

            assertThat(get(context, "/actuator/prometheus").lines().toList())
                    .contains(
                            "qail_migration_seconds_count{error=\"none\",outcome=\"success\"} 1",
                            "qail_migrations{state=\"success\"} 2.0",
                            "qail_migrations{state=\"pending\"} 0.0",
                            "qail_records_at_risk_records_sum 1234.0",
                            "qail_snapshot_seconds_count{store=\"database\"} 1",
                            "qail_snapshot_records_total{store=\"database\"} 1234.0",
                            "# HELP qail_migration_seconds Time that migrating a version took")
                    .anyMatch(line -> line.startsWith("qail_snapshot_size_bytes_sum{store=\"database\"}"))
                    .anyMatch(line -> line.startsWith("qail_lock_wait_seconds_count"));
        }
    }

    @Test
    void driftIsLookedForOnRequestAndRememberedByTheHealth() {
        try (ConfigurableApplicationContext context = run(
                WholeApplication.class,
                "spring.main.web-application-type=servlet",
                "management.endpoints.web.exposure.include=qail,health",
                "management.endpoint.health.show-details=always")) {
            database.execute("ALTER TABLE users ADD COLUMN by_hand int");
            assertThat(get(context, "/actuator/health")).doesNotContain("1 difference");
            assertThat(get(context, "/actuator/qail?drift=true")).contains("by_hand");
            assertThat(get(context, "/actuator/health")).contains("1 difference");
        }
    }

    @Test
    void aSecondStartMigratesNothing() {
        long before = rows("_qail_migrations");
        run(SmallApplication.class).close();
        assertThat(rows("_qail_migrations")).isEqualTo(before);
    }

    @Test
    void aPoolOfOneConnectionIsEnough() throws IOException {
        write("V2__index.qail", "index concurrently ix_users_email on users (email)\n");
        run(
                        SmallApplication.class,
                        "spring.datasource.hikari.maximum-pool-size=1",
                        "spring.datasource.hikari.connection-timeout=1000")
                .close();
        assertThat(rows("pg_indexes WHERE indexname = 'ix_users_email'")).isOne();
    }

    @Test
    void aPoolWithoutAutoCommitIsFine() throws IOException {
        write("V2__index.qail", "add users.age int\nindex concurrently ix_users_email on users (email)\n");
        run(SmallApplication.class, "spring.datasource.hikari.auto-commit=false")
                .close();
        assertThat(rows("pg_indexes WHERE indexname = 'ix_users_email'")).isOne();
        assertThat(rows("_qail_migrations WHERE version = '2'")).isOne();
        run(SmallApplication.class, "spring.datasource.hikari.auto-commit=false")
                .close();
    }

    @Test
    void aBeanWithTheBareDataSourceWaitsWhenItIsAnnotated() throws IOException {
        write("V2__words.qail", "table words {\n  id bigint primary_key\n}\n");
        try (ConfigurableApplicationContext context = run(WaitingApplication.class)) {
            assertThat(context.getBean(Counter.class).words()).isZero();
        }
    }

    @Test
    void aListenerTakesPartInTheTransaction() throws IOException {
        write("V2__words.qail", "table words {\n  id bigint primary_key\n}\n");
        run(ListeningApplication.class).close();
        assertThat(rows("words")).isOne();
    }

    @Test
    void aListenerThatFailsRollsTheVersionBack() throws IOException {
        write("V2__words.qail", "table words {\n  id bigint primary_key\n}\n");
        assertThatThrownBy(() -> run(ListeningApplication.class, "fail=true")).hasStackTraceContaining("not today");
        assertThat(rows("pg_tables WHERE tablename = 'words'")).isZero();
        assertThat(rows("_qail_migrations WHERE version = '2'")).isZero();
    }

    @Test
    void eachVersionIsPublishedAsAnEvent() throws IOException {
        write("V2__words.qail", "table words {\n  id bigint primary_key\n}\n");
        write("V3__more.qail", "table more {\n  id bigint primary_key\n}\n");
        try (ConfigurableApplicationContext context = run(ListeningApplication.class)) {
            assertThat(context.getBean(Received.class).versions).containsExactly("2", "3");
        }
    }

    @Test
    void anotherUserMigrates() throws IOException {
        database.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC");
        write("V2__words.qail", "table words {\n  id bigint primary_key\n}\n");
        run(
                        SmallApplication.class,
                        "spring.datasource.username=nobody",
                        "qail.user=" + database.user(),
                        "qail.password=" + database.password())
                .close();
        assertThat(rows("_qail_migrations WHERE version = '2' AND installed_by = '" + database.user() + "'"))
                .isOne();
    }

    @Test
    void planModeChangesNothingAndPrintsTheReport(CapturedOutput output) throws IOException {
        write("V2__drop_email.qail", "drop users.email\n");
        run(SmallApplication.class, "qail.mode=plan").close();
        assertThat(output).contains("DROP COLUMN users.email → 1,234 values at risk");
        assertThat(rows("users WHERE email IS NOT NULL")).isEqualTo(1234);
        assertThat(rows("_qail_migrations")).isOne();
    }

    private long rows(String from) {
        return database.jdbc()
                .sql("SELECT count(*) FROM " + from)
                .query(Long.class)
                .single();
    }

    private ConfigurableApplicationContext run(Class<?> application, String... properties) {
        return new SpringApplicationBuilder(application)
                .run(StartArguments.of(database, directory, List.of(properties)));
    }

    private static String get(ConfigurableApplicationContext context, String path) {
        return String.valueOf(RestClient.create()
                .get()
                .uri("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path)
                .retrieve()
                .body(String.class));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class})
    static class WholeApplication {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({DataSourceAutoConfiguration.class, QailAutoConfiguration.class})
    static class SmallApplication {}

    @Configuration(proxyBeanMethods = false)
    static class WaitingApplication extends SmallApplication {

        @Bean
        @DependsOnDatabaseInitialization
        Counter counter(DataSource dataSource) {
            return new Counter(JdbcClient.create(dataSource)
                    .sql("SELECT count(*) FROM words")
                    .query(Long.class)
                    .single());
        }
    }

    record Counter(long words) {}

    @Configuration(proxyBeanMethods = false)
    static class ListeningApplication extends SmallApplication {

        @Bean
        Received received() {
            return new Received();
        }

        @Bean
        MigrationListener listener(Environment environment) {
            return new MigrationListener() {
                @Override
                public void afterVersion(Connection connection, String version) throws SQLException {
                    if (environment.getProperty("fail", Boolean.class, false)) {
                        throw new IllegalStateException("not today");
                    }
                    if (version.equals("2")) {
                        try (var statement = connection.createStatement()) {
                            statement.execute("INSERT INTO words VALUES (1)");
                        }
                    }
                }
            };
        }
    }

    static final class Received {

        private final List<String> versions = new ArrayList<>();

        @EventListener
        void migrated(QailMigrationEvent event) {
            versions.add(event.entry().version());
        }
    }
}
