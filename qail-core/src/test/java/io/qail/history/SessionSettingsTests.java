package io.qail.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@PostgresTest
class SessionSettingsTests {

    private static final Map<String, String> PINNED = Map.of(
            "transaction_isolation", "read committed",
            "transaction_read_only", "off",
            "lock_timeout", "1500ms",
            "statement_timeout", "0",
            "row_security", "off",
            "TimeZone", "UTC",
            "IntervalStyle", "postgres",
            "bytea_output", "hex",
            "extra_float_digits", "1",
            "search_path", "\"My Schema\", public");

    private final TestDatabase database;

    SessionSettingsTests(TestDatabase database) {
        this.database = database;
    }

    /** S2, S3: neither isolation nor formats are inherited, and the pool gets its connection back as it lent it. */
    @Test
    void everySettingIsPinnedForTheTransactionOnly() throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_isolation = 'serializable'");
            statement.execute("SET default_transaction_read_only = on");
            statement.execute("SET bytea_output = 'escape'");
            statement.execute("SET IntervalStyle = 'iso_8601'");
            statement.execute("SET extra_float_digits = -3");
            String zone = show(statement, "TimeZone");
            connection.setAutoCommit(false);
            SessionSettings.begin(connection, new LockOptions(Duration.ofMillis(1500), 1, Duration.ZERO), "My Schema");
            for (Map.Entry<String, String> setting : PINNED.entrySet()) {
                assertThat(show(statement, setting.getKey()))
                        .as(setting.getKey())
                        .isEqualTo(setting.getValue());
            }
            if (database.serverVersion() >= 17) {
                assertThat(show(statement, "transaction_timeout")).isEqualTo("0");
            }
            connection.commit();
            assertThat(show(statement, "TimeZone")).isEqualTo(zone);
            assertThat(show(statement, "bytea_output")).isEqualTo("escape");
            assertThat(show(statement, "search_path")).doesNotContain("My Schema");
            assertThat(show(statement, "transaction_isolation")).isEqualTo("serializable");
            connection.rollback();
        }
    }

    private static String show(Statement statement, String setting) throws SQLException {
        try (ResultSet result = statement.executeQuery("SHOW " + setting)) {
            result.next();
            return result.getString(1);
        }
    }
}
