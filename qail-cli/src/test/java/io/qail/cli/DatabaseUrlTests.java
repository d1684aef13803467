package io.qail.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

class DatabaseUrlTests {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PGHOST", "db.example",
            "PGPORT", "5433",
            "PGUSER", "me",
            "PGDATABASE", "shop",
            "PGPASSWORD", "s3cret",
            "PGSSLMODE", "require");

    @Test
    void aUriSaysItAll() {
        DatabaseUrl url = DatabaseUrl.of(
                "postgresql://jo%40n:p%2Fw%3A%25+1@[::1]:6000,b.example/my%20db?sslmode=verify-full&connect_timeout=3"
                        + "&application_name=ci&target_session_attrs=read-write&reWriteBatchedInserts=true",
                Map.of());
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:6000,b.example:5432/my%20db");
        assertThat(url.properties())
                .containsOnly(
                        Map.entry("user", "jo@n"),
                        Map.entry("password", "p/w:%+1"),
                        Map.entry("ApplicationName", "ci"),
                        Map.entry("sslmode", "verify-full"),
                        Map.entry("connectTimeout", "3"),
                        Map.entry("targetServerType", "primary"),
                        Map.entry("reWriteBatchedInserts", "true"));
        assertThat(url).hasToString("postgres://jo@n@[::1]:6000,b.example:5432/my db");
    }

    @Test
    void theEnvironmentSaysWhatTheUriLeavesOpen() {
        DatabaseUrl all = DatabaseUrl.of(null, ENVIRONMENT);
        assertThat(all.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:5433/shop");
        assertThat(all.properties())
                .contains(
                        Map.entry("user", "me"),
                        Map.entry("password", "s3cret"),
                        Map.entry("sslmode", "require"),
                        Map.entry("ApplicationName", "qail"));
        DatabaseUrl some = DatabaseUrl.of("postgres://you@other/?sslmode=disable", ENVIRONMENT);
        assertThat(some.jdbcUrl()).isEqualTo("jdbc:postgresql://other:5433/shop");
        assertThat(some.properties())
                .contains(Map.entry("user", "you"), Map.entry("password", "s3cret"), Map.entry("sslmode", "disable"));
        DatabaseUrl none = DatabaseUrl.of(null, Map.of());
        assertThat(none.jdbcUrl()).isEqualTo("jdbc:postgresql://localhost:5432/" + System.getProperty("user.name"));
    }

    @Test
    void aJdbcUrlIsTakenAsItIs() {
        String text = "jdbc:postgresql://h:1/d?user=u&password=x&sslmode=disable&ApplicationName=mine";
        DatabaseUrl url = DatabaseUrl.of(text, ENVIRONMENT);
        assertThat(url.jdbcUrl()).isEqualTo(text);
        assertThat(url.properties()).containsOnly(Map.entry("user", "u"));
        assertThat(url).hasToString("postgres://u@h:1/d");
        assertThat(DatabaseUrl.of("jdbc:postgresql://h/d", ENVIRONMENT).properties())
                .contains(Map.entry("user", "me"), Map.entry("password", "s3cret"), Map.entry("sslmode", "require"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:topsecret@h/d",
                "postgres://u:top#secret:x@h:y/d",
                "jdbc:mysql://u:topsecret@h/d",
                "jdbc:postgresql://u:topsecret@h/d",
                "JDBC:postgresql://u:topsecret@h/d",
                "postgres://%2Ftmp/topsecret"
            })
    void whatCannotBeReadIsRefusedWithoutItsPassword(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseUrl.of(url, Map.of()))
                .withMessageNotContaining("secret");
    }

    @Test
    void thePasswordIsLookedUpInThePassFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("pgpass");
        Files.writeString(file, "h:5432:d:u:from the file\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String before = System.getProperty("org.postgresql.pgpassfile");
        System.setProperty("org.postgresql.pgpassfile", file.toString());
        try {
            DatabaseUrl url = DatabaseUrl.of("postgres://u@h/d", Map.of());
            Properties known = Driver.parseURL(url.jdbcUrl(), url.properties());
            assertThat(known).isNotNull();
            assertThat(known.getProperty("password")).isEqualTo("from the file");
        } finally {
            if (before == null) {
                System.clearProperty("org.postgresql.pgpassfile");
            } else {
                System.setProperty("org.postgresql.pgpassfile", before);
            }
        }
    }
}
