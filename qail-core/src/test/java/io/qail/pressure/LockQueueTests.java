package io.qail.pressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qail.TestProject;
import io.qail.error.LockException;
import io.qail.history.LockOptions;
import io.qail.migrate.MigrateResult;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;

/** S19: whoever wants the table while QAIL waits for it waits no longer than the lock timeout. */
@PostgresTest
class LockQueueTests {

    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(1);

    /** For two cores that others share. */
    private static final Duration MARGIN = Duration.ofMillis(900);

    private final TestDatabase databases;

    LockQueueTests(TestDatabase databases) {
        this.databases = databases;
    }

    /** Each blocker holds its lock until QAIL has tried three times. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reader | SELECT count(*) FROM t | SELECT 1",
                "writer | UPDATE t SET visits = 1 WHERE id = 1 | SELECT 1",
                "reader that writes later | SELECT count(*) FROM t | UPDATE t SET visits = 1 WHERE id = 1"
            })
    void bystandersWaitNoLongerThanTheLockTimeout(String blocker, String first, String second) throws Exception {
        TestProject project = project(1_000);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Connection blocking = project.database().connection();
                Statement statement = blocking.createStatement();
                Bystanders bystanders = bystanders(project)) {
            blocking.setAutoCommit(false);
            statement.execute(first);
            Future<MigrateResult> migration = executor.submit((Callable<MigrateResult>) project::migrate);
            awaitTries(project, 1);
            statement.execute(second);
            awaitTries(project, 3);
            assertThat(migration.isDone()).isFalse();
            blocking.commit();
            assertThat(migration.get(60, TimeUnit.SECONDS).applied()).hasSize(1);

            Duration read = bystanders.longestRead();
            Duration write = bystanders.longestWrite();
            report(blocker, bystanders, read, write);
            assertThat(read).isLessThan(LOCK_TIMEOUT.plus(MARGIN));
            assertThat(write).isLessThan(LOCK_TIMEOUT.plus(MARGIN));
        } finally {
            executor.shutdownNow();
        }
        assertThat(project.count("SELECT count(*) FROM _qail_data_snapshots")).isEqualTo(1_000);
    }

    /** A long copy keeps writers out until it is done, as the report says; readers never wait for more than one try. */
    @Test
    void readersOfATableThatIsCopiedWaitNoLongerThanTheLockTimeout() throws Exception {
        TestProject project = project(60_000);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Connection blocking = project.database().connection();
                Statement statement = blocking.createStatement();
                Bystanders bystanders = bystanders(project)) {
            blocking.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM t");
            Future<MigrateResult> migration = executor.submit((Callable<MigrateResult>) project::migrate);
            await().atMost(Duration.ofSeconds(30)).until(() -> waiting(project) != null);
            int before = bystanders.statements();
            await().atMost(Duration.ofSeconds(30)).until(() -> waiting(project) == null);
            await().atMost(Duration.ofSeconds(30)).until(() -> waiting(project) != null);
            blocking.commit();
            assertThat(migration.get(60, TimeUnit.SECONDS).applied()).hasSize(1);

            Duration read = bystanders.longestRead();
            report("reader during a copy", bystanders, read, bystanders.longestWrite());
            assertThat(bystanders.statements()).isGreaterThanOrEqualTo(before);
            assertThat(read).isLessThan(LOCK_TIMEOUT.plus(MARGIN));
        } finally {
            executor.shutdownNow();
        }
        assertThat(project.count("SELECT count(*) FROM _qail_data_snapshots")).isEqualTo(60_000);
    }

    @Test
    void theErrorNamesTheProcessAndTheApplicationButNotTheTextOfItsStatement() throws SQLException {
        TestProject project =
                project(100).with(o -> o.withLocks(new LockOptions(Duration.ofMillis(200), 1, Duration.ZERO)));
        try (Connection blocking = project.database().connection();
                Statement statement = blocking.createStatement()) {
            statement.execute("SET application_name = 'nightly report'");
            blocking.setAutoCommit(false);
            statement.execute("SELECT max(visits) FROM t");
            int pid = blocking.unwrap(PGConnection.class).getBackendPID();
            assertThat(project.failure())
                    .isInstanceOf(LockException.class)
                    .hasMessageContaining("pid " + pid)
                    .hasMessageContaining("'nightly report'")
                    .hasMessageContaining("AccessShareLock")
                    .hasMessageContaining("last command SELECT")
                    .hasMessageNotContaining("max(visits)");
        }
        assertThat(project.count("SELECT count(note) FROM t")).isEqualTo(100);
        assertThat(project.migrateVersions()).containsExactly("2");
    }

    private TestProject project(int rows) {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__create.qail", "table t {\n id bigint primary_key\n note text\n visits int\n}\n")
                .with(o -> o.withLocks(new LockOptions(LOCK_TIMEOUT, 30, Duration.ZERO)));
        project.migrate();
        project.database()
                .execute(
                        "INSERT INTO t SELECT i, 'n' || i, 0 FROM generate_series(1, " + rows + ") i",
                        "VACUUM ANALYZE t");
        return project.script("V2__drop.qail", "drop t.note\n");
    }

    private static Bystanders bystanders(TestProject project) {
        Bystanders bystanders = new Bystanders(
                project.database(),
                "SELECT visits FROM t WHERE id = 7",
                "UPDATE t SET visits = visits + 1 WHERE id = 7");
        await().until(() -> bystanders.statements() > 10);
        return bystanders;
    }

    /** Until as many transactions of QAIL have waited for the table. */
    private static void awaitTries(TestProject project, int tries) {
        Set<String> seen = new HashSet<>();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            String waiting = waiting(project);
            if (waiting != null) {
                seen.add(waiting);
            }
            return seen.size() >= tries;
        });
    }

    private static @Nullable String waiting(TestProject project) {
        return project.database()
                .jdbc()
                .sql("SELECT virtualtransaction FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'")
                .query(String.class)
                .optional()
                .orElse(null);
    }

    private static void report(String blocker, Bystanders bystanders, Duration read, Duration write) {
        System.out.printf(
                "Blocker: %s; lock timeout %d ms; longest wait of a reader %d ms, of a writer %d ms; statements: %d%n",
                blocker, LOCK_TIMEOUT.toMillis(), read.toMillis(), write.toMillis(), bystanders.statements());
    }
}
