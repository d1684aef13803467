package io.qail.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.LockException;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** S19, S20, S32: who holds a lock is named, with or without a session, and nothing of what it said. */
@PostgresTest
class LockHoldersTests {

    private final TestDatabase database;

    LockHoldersTests(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void table() {
        database.execute(
                "DROP TABLE IF EXISTS t, parent",
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "CREATE TABLE parent (id int) PARTITION BY RANGE (id)",
                "CREATE TABLE child PARTITION OF parent FOR VALUES FROM (0) TO (9)");
    }

    private String ofTables(String... tables) throws SQLException {
        try (Connection connection = database.connection()) {
            return LockHolders.ofTables(connection, List.of(tables)).description();
        }
    }

    @Test
    void aStatementIsShownAsItsCommandAlone() throws SQLException {
        try (Connection holder = open();
                Statement statement = holder.createStatement()) {
            statement.execute("SELECT v FROM t WHERE v = '999-11-2222' AND 'hunter2' <> ''");
            assertThat(ofTables("public.t"))
                    .contains(
                            "holds AccessShareLock on t", database.user(), "idle in transaction", "last command SELECT")
                    .doesNotContain("999-11-2222", "hunter2", "WHERE");
            statement.execute("/* hunter2 */ SELECT 1");
            assertThat(ofTables("public.t")).doesNotContain("hunter2", "last command");
        }
    }

    @Test
    void aPreparedTransactionIsNamedWithoutAPid() throws SQLException {
        prepare("LOCK TABLE t IN ACCESS SHARE MODE", "O'Neil 7");
        try {
            assertThat(ofTables("public.t"))
                    .contains(
                            "prepared transaction 'O''Neil 7'",
                            database.user(),
                            "AccessShareLock on t",
                            "ROLLBACK PREPARED");
        } finally {
            database.execute("ROLLBACK PREPARED 'O''Neil 7'");
        }
    }

    @Test
    void whoHasLockedAPartitionHoldsUpItsTable() throws SQLException {
        try (Connection holder = open();
                Statement statement = holder.createStatement()) {
            statement.execute("SELECT FROM child");
            assertThat(ofTables("public.parent")).contains("holds AccessShareLock on child");
        }
    }

    /** A row, a unique key or a catalog entry is waited for through the transaction that changed it, not through a table. */
    @Test
    void whereNoTableIsLockedTheOpenChangesAreNamed() throws SQLException {
        try (Connection holder = open();
                Statement statement = holder.createStatement()) {
            statement.execute("CREATE TYPE hunter2 AS ENUM ()");
            assertThat(ofTables("public.t")).contains("has changed something").doesNotContain("hunter2");
        }
        prepare("CREATE TYPE other AS ENUM ()", "gone");
        try {
            assertThat(ofTables("public.t")).contains("prepared transaction 'gone'", "has changed something");
        } finally {
            database.execute("ROLLBACK PREPARED 'gone'");
        }
        assertThat(ofTables("public.t")).contains("has ended");
    }

    @Test
    void theWaitForAnotherMigrationEndsAndNamesWhoHoldsTheLock() throws SQLException {
        LockOptions impatient = new LockOptions(Duration.ofSeconds(1), 0, Duration.ZERO, Duration.ofMillis(100));
        String lock = "SELECT pg_advisory_xact_lock(" + AdvisoryLock.key("public") + ")";
        try (Connection waiter = open()) {
            try (Connection holder = open();
                    Statement statement = holder.createStatement()) {
                statement.execute("SET application_name = 'a stranger'");
                statement.execute(lock);
                assertThatThrownBy(() -> AdvisoryLock.acquire(waiter, impatient, "public"))
                        .isInstanceOfSatisfying(LockException.class, e -> {
                            assertThat(e)
                                    .hasMessageContainingAll("schema public", "'a stranger'", database.user(), "since");
                            assertThat(e.blockingPids()).hasSize(1);
                            assertThat(e.action())
                                    .contains("qail.migration-lock-timeout", "Every role", "pg_terminate_backend");
                        });
            }
            prepare(lock, "stays");
            try {
                assertThatThrownBy(() -> AdvisoryLock.acquire(waiter, impatient, "public"))
                        .hasMessageContainingAll("prepared transaction 'stays'", database.user());
            } finally {
                database.execute("ROLLBACK PREPARED 'stays'");
            }
            AdvisoryLock.acquire(waiter, impatient, "public");
        }
    }

    private Connection open() throws SQLException {
        Connection connection = database.connection();
        connection.setAutoCommit(false);
        return connection;
    }

    private void prepare(String sql, String gid) throws SQLException {
        Assumptions.assumeTrue(
                database.jdbc()
                        .sql("SELECT current_setting('max_prepared_transactions')::int > 0")
                        .query(Boolean.class)
                        .single(),
                "the server takes no prepared transactions");
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            statement.execute("PREPARE TRANSACTION '" + gid.replace("'", "''") + "'");
        }
    }
}
