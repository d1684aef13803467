package io.qail.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.client.RestClient;

/** S32: passwords on a server that asks for them; and values of rows, which are for DEBUG alone. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsTests {

    private static final String PASSWORD = "s3cr3t-PaSS";

    private EmbeddedPostgres server;
    private JdbcTemplate admin;
    private int databases;

    private String database = "";

    @TempDir
    private Path directory;

    @BeforeAll
    void start() throws IOException {
        Path hba = Files.createTempFile("qail-hba", ".conf");
        Files.setPosixFilePermissions(hba, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(hba, "host all postgres all trust\nhost all all all scram-sha-256\n");
        server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("hba_file", hba.toString())
                .start();
        admin = new JdbcTemplate(server.getPostgresDatabase());
        admin.execute("CREATE ROLE app LOGIN PASSWORD '" + PASSWORD + "'");
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void aDatabase() throws IOException {
        database = "secrets_" + ++databases;
        admin.execute("CREATE DATABASE " + database + " OWNER app");
        Files.createDirectories(directory.resolve("scripts"));
        script(
                "V1__users.qail",
                "table users {\n  id bigint primary_key\n  email text constraint users_email unique\n}\n");
    }

    @AfterEach
    void theLevelOfTheTestsAgain() {
        ((Logger) LoggerFactory.getLogger("io.qail")).setLevel(Level.INFO);
    }

    private enum Place {
        DATA_SOURCE,
        URL,
        QAIL
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void aMigrationShowsThePasswordNowhere(Place place, CapturedOutput output) throws IOException {
        Map<String, String> settings = settings(place);
        run(settings).close();
        admin(database).execute("INSERT INTO users SELECT n, 'm' || n FROM generate_series(1, 50) n");
        script("V2__drop.qail", "drop users.email\nindex concurrently i on users (id)\n");
        settings.put("qail.backup-mode", "file");
        settings.put("spring.main.web-application-type", "servlet");
        settings.put("server.port", "0");
        settings.put("management.endpoints.web.exposure.include", "*");
        settings.put("management.endpoint.health.show-details", "always");
        try (ConfigurableApplicationContext context = run(settings)) {
            for (String path : List.of("qail", "qail?drift=true", "health", "prometheus", "metrics", "beans")) {
                assertThat(get(context, path)).as(path).isNotEmpty().doesNotContain(PASSWORD);
            }
            assertThat(get(context, "qail")).contains("users.email");
            // Spring Boot masks every value unless it is told otherwise.
            assertThat(get(context, "configprops")).contains("QailProperties").doesNotContain(PASSWORD);
        }
        try (Stream<Path> files = Files.walk(directory.resolve("snapshots"))) {
            List<Path> all = files.toList();
            assertThat(all).anyMatch(file -> file.endsWith("manifest.json"));
            for (Path file : all) {
                assertThat(file.toString()).doesNotContain(PASSWORD);
                if (file.endsWith("manifest.json")) {
                    assertThat(Files.readString(file)).doesNotContain(PASSWORD);
                }
            }
        }
        assertThat(admin(database).queryForList("SELECT m::text FROM _qail_migrations m", String.class))
                .hasSize(2)
                .noneMatch(row -> row.contains(PASSWORD));
        assertThat(output).contains("CREATE INDEX").doesNotContain(PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://localhost:PORT/DATABASE?user=app&password=wrong-s3cr3t-PaSS",
                "jdbc:postgresql://localhost:CLOSED/DATABASE?user=app&password=s3cr3t-PaSS",
                "jdbc:postgresql://nowhere.invalid/DATABASE?password=s3cr3t-PaSS&user=app",
                "jdbc:postgresql://localhost:PORT/missing?user=app&password=s3cr3t-PaSS",
                "jdbc:postgresql://localhost:notaport/DATABASE?user=app&password=s3cr3t-PaSS",
                "jdbc:postgresql://app:s3cr3t-PaSS@localhost:PORT/DATABASE",
            })
    void aFailureToConnectShowsThePasswordNowhere(String url, CapturedOutput output) throws IOException {
        for (boolean ownRole : new boolean[] {false, true}) {
            Map<String, String> settings = settings(Place.URL);
            settings.put("spring.datasource.url", resolved(url));
            if (ownRole) {
                settings.put("qail.user", "app");
                settings.put("qail.password", "wrong-" + PASSWORD);
            }
            Throwable failure = catchThrowable(() -> run(settings).close());
            assertThat(failure).isNotNull();
            assertThat(text(failure)).doesNotContain(PASSWORD);
        }
        assertThat(output).doesNotContain(PASSWORD);
    }

    @Test
    void aStatementThatFailsShowsNoPasswordAndNoValueOfARow(CapturedOutput output) throws IOException {
        run(settings(Place.DATA_SOURCE)).close();
        admin(database).execute("INSERT INTO users VALUES (1, 'jane@example.org'), (2, 'joe@example.org')");
        Map<String, String> settings = settings(Place.DATA_SOURCE);
        settings.put("logging.level.io.qail", "info");
        script("V2__fails.qail", "transform email::int -> users.email\nalter users.email int\n");
        assertThat(text(catchThrowable(() -> run(settings).close())))
                .contains("cannot succeed", "users.email")
                .doesNotContain(PASSWORD, "jane@", "joe@");
        for (String statement : List.of(
                "sql $$ UPDATE users SET id = (email || 'x')::int $$ confirm\n",
                "sql $$ UPDATE users SET email = 'jane@example.org' $$ confirm\n",
                "sql $$ SELECT ('[' || email)::json FROM users $$ confirm\n",
                "sql $$ SELECT ('<' || email)::xml FROM users $$ confirm\n",
                "sql $$ SELECT (email || ' 99:99')::timestamptz FROM users $$ confirm\n")) {
            script("V2__fails.qail", statement);
            Throwable failure = catchThrowable(() -> run(settings).close());
            assertThat(text(failure))
                    .as(statement)
                    .contains("SQLSTATE 2", "V2__fails.qail")
                    .doesNotContain(PASSWORD, "joe@");
            if (!statement.contains("jane")) {
                assertThat(text(failure)).as(statement).doesNotContain("jane@");
            }
        }
        assertThat(output).doesNotContain(PASSWORD, "joe@");
        assertThat(admin(database).queryForObject("SELECT count(email) FROM users", Long.class))
                .isEqualTo(2);
    }

    private Map<String, String> settings(Place place) {
        String url = "jdbc:postgresql://localhost:" + server.getPort() + "/" + database;
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("spring.datasource.url", place == Place.URL ? url + "?user=app&password=" + PASSWORD : url);
        if (place == Place.DATA_SOURCE) {
            settings.put("spring.datasource.username", "app");
            settings.put("spring.datasource.password", PASSWORD);
        }
        if (place == Place.QAIL) {
            settings.put("spring.datasource.username", "postgres");
            settings.put("qail.user", "app");
            settings.put("qail.password", PASSWORD);
        }
        settings.put("spring.datasource.hikari.connection-timeout", "1000");
        settings.put("spring.main.web-application-type", "none");
        settings.put("spring.main.banner-mode", "off");
        settings.put("qail.locations", "file:" + directory.resolve("scripts"));
        settings.put("qail.snapshot.directory", directory.resolve("snapshots").toString());
        settings.put("logging.level.io.qail", "trace");
        return settings;
    }

    private String resolved(String url) throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return url.replace("PORT", String.valueOf(server.getPort()))
                    .replace("CLOSED", String.valueOf(socket.getLocalPort()))
                    .replace("DATABASE", database);
        }
    }

    private static ConfigurableApplicationContext run(Map<String, String> settings) {
        return new SpringApplicationBuilder(WholeApplication.class)
                .run(settings.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
    }

    private JdbcTemplate admin(String database) {
        return new JdbcTemplate(server.getDatabase("postgres", database));
    }

    /** Everything that a log of the exception would show. */
    private static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String get(ConfigurableApplicationContext context, String path) {
        return String.valueOf(RestClient.create()
                .get()
                .uri("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/actuator/"
                        + path)
                .retrieve()
                .body(String.class));
    }

    private void script(String name, String text) throws IOException {
        Files.writeString(directory.resolve("scripts").resolve(name), text);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class})
    static class WholeApplication {}
}
