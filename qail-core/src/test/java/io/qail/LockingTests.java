package io.qail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qail.error.LockException;
import io.qail.history.LockOptions;
import io.qail.migrate.DriftPolicy;
import io.qail.migrate.MigrateResult;
import io.qail.migrate.MigrationListener;
import io.qail.snapshot.SnapshotManifest;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** S19, S20, S22. */
@PostgresTest
class LockingTests {

    private static final LockOptions IMPATIENT = new LockOptions(Duration.ofMillis(200), 2, Duration.ZERO);

    private final TestDatabase databases;

    LockingTests(TestDatabase databases) {
        this.databases = databases;
    }

    private TestProject project() {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__create.qail", "table t {\n id bigint primary_key\n note text\n}\n");
        project.migrate();
        project.database().execute("INSERT INTO t SELECT i, 'n' || i FROM generate_series(1, 100) i");
        return project.script("V2__drop.qail", "drop t.note\n");
    }

    @Test
    void aReaderThatNeverEndsIsNamedInTheError() throws SQLException {
        TestProject project = project().with(o -> o.withLocks(IMPATIENT));
        try (Connection reader = project.database().connection();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM t");
            int pid = ((org.postgresql.PGConnection) reader).getBackendPID();
            assertThat(project.failure())
                    .isInstanceOf(LockException.class)
                    .hasMessageContaining("pid " + pid)
                    .hasMessageContaining("public.t")
                    .satisfies(
                            e -> assertThat(((LockException) e).blockingPids()).contains(pid));
            reader.rollback();
        }
        assertThat(project.count("SELECT count(note) FROM t")).isEqualTo(100);
        assertThat(project.migrateVersions()).containsExactly("2");
    }

    /** The copy of a large table runs beside readers; the reader that holds up the DROP does not cost the copy. */
    @Test
    void aRetryOfTheExclusiveLockKeepsTheSnapshot() throws Exception {
        TestProject project =
                project().with(o -> o.withLocks(new LockOptions(Duration.ofMillis(300), 20, Duration.ZERO)));
        project.database().execute("INSERT INTO t SELECT i, 'n' || i FROM generate_series(101, 60000) i", "ANALYZE t");
        AtomicInteger snapshots = new AtomicInteger();
        try (Connection reader = project.database().connection();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            project.with(o -> o.withLocks(new LockOptions(Duration.ofMillis(300), 20, Duration.ZERO)));
            project.listening(new MigrationListener() {
                @Override
                public void snapshotTaken(SnapshotManifest snapshot, Duration duration) {
                    snapshots.incrementAndGet();
                }
            });
            statement.execute("SELECT count(*) FROM t");
            ExecutorService executor = Executors.newSingleThreadExecutor();
            try {
                Future<MigrateResult> migration = executor.submit((Callable<MigrateResult>) project::migrate);
                await().atMost(Duration.ofSeconds(20)).until(() -> snapshots.get() == 1);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> project.count(
                                        "SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'")
                                > 0);
                reader.rollback();
                assertThat(migration.get().applied()).hasSize(1);
            } finally {
                executor.shutdownNow();
            }
        }
        assertThat(snapshots).hasValue(1);
        assertThat(project.count("SELECT count(*) FROM _qail_data_snapshots")).isEqualTo(60_000);
    }

    @Test
    void ofTenInstancesOneMigratesAndNineGoOn() throws Exception {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__create.qail", "table t {\n id bigint primary_key\n note text\n}\n")
                .script("V2__index.qail", "index concurrently t_note on t (note)\n")
                .script("V3__drop.qail", "add t.more int\n");
        ExecutorService executor = Executors.newFixedThreadPool(10);
        try {
            List<Callable<MigrateResult>> instances = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                instances.add(project::migrate);
            }
            int applied = 0;
            int built = 0;
            for (Future<MigrateResult> instance : executor.invokeAll(instances)) {
                applied += instance.get().applied().size();
                built += instance.get().indexesBuilt().size();
            }
            assertThat(applied).isEqualTo(3);
            assertThat(built).isOne();
        } finally {
            executor.shutdownNow();
        }
        assertThat(project.count("SELECT count(*) FROM _qail_migrations")).isEqualTo(3);
        assertThat(project.count("SELECT count(*) FROM pg_index WHERE indexrelid = 't_note'::regclass AND indisvalid"))
                .isOne();
    }

    @Test
    void anInvalidIndexIsBuiltAgainAtTheNextStart() {
        TestProject project = project()
                .script("V3__unique.qail", "unique index concurrently t_uq on t (id) where id > 0\nadd t.code int\n");
        project.database()
                .execute("ALTER TABLE t ADD CONSTRAINT dummy CHECK (id > 0)", "ALTER TABLE t DROP CONSTRAINT dummy");
        assertThat(project.migrate().indexesBuilt()).containsExactly("t_uq");
        project.database().execute("DROP INDEX t_uq");
        assertThat(project.qail().info(false).pendingIndexes()).containsExactly("t_uq");
        assertThat(project.migrate().indexesBuilt()).containsExactly("t_uq");
        assertThat(project.migrate().indexesBuilt()).isEmpty();
    }

    @Test
    void anIndexThatIsStillToBeBuiltIsNoDrift() {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__t.qail", "table t {\n id bigint primary_key\n note text\n}\n")
                .script(
                        "V2__index.qail",
                        "index concurrently t_note on t (note)\ncomment on index t_note \"by note\"\n")
                .script("V3__code.qail", "add t.code int\n")
                .migrating(o -> o.withDrift(DriftPolicy.FAIL));
        assertThat(project.migrateVersions()).containsExactly("1", "2", "3");
        assertThat(project.qail().info(true).drift()).isEmpty();
        assertThat(project.exists("t_note")).isTrue();
    }

    @Test
    void aConcurrentBuildThatFailsLeavesTheVersionAppliedAndTheIndexOnTheList() {
        TestProject project = project();
        project.migrate();
        project.database().execute("ALTER TABLE t ADD COLUMN code int");
        project.script(
                "V3__code.qail", "add t.kind int\nunique index concurrently t_kind on t (kind) nulls_not_distinct\n");
        if (project.database().serverVersion() < 15) {
            return;
        }
        assertThat(project.failure()).hasMessageContaining("after the commit");
        assertThat(project.qail().info(false).pendingIndexes()).containsExactly("t_kind");
        project.database().execute("UPDATE t SET kind = id");
        assertThat(project.migrate().indexesBuilt()).containsExactly("t_kind");
    }

    @Test
    void readersGoOnWhileALargeTableIsCopied() {
        TestProject project =
                project().with(o -> o.withLocks(new LockOptions(Duration.ofSeconds(1), 3, Duration.ZERO)));
        project.database().execute("INSERT INTO t SELECT i, NULL FROM generate_series(101, 400000) i");
        List<String> modes = new ArrayList<>();
        project.listening(new MigrationListener() {
            @Override
            public void snapshotTaken(SnapshotManifest snapshot, Duration duration) {
                modes.addAll(project.database()
                        .jdbc()
                        .sql("SELECT mode FROM pg_locks WHERE relation = 't'::regclass")
                        .query(String.class)
                        .list());
            }
        });
        project.migrate();
        assertThat(modes).contains("ShareRowExclusiveLock").doesNotContain("AccessExclusiveLock");
    }

    @Test
    void aConcurrentBuildRunsUnderQailsSettingsNotUnderTheRoles() {
        TestProject project = new TestProject(databases.fresh()).migrating(o -> o.withDefaultSchema("app"));
        project.database()
                .execute(
                        "CREATE SCHEMA app",
                        "CREATE FUNCTION app.slow(text) RETURNS text IMMUTABLE LANGUAGE plpgsql AS"
                                + " 'BEGIN PERFORM pg_sleep(0.4); RETURN $1; END'");
        project.script("V1__create.qail", "table t {\n id int primary_key\n v text\n}\n");
        project.migrate();
        project.database().execute("INSERT INTO app.t VALUES (1, 'a'), (2, 'b')");
        PGSimpleDataSource hasty = project.database().dataSource();
        hasty.setOptions("-c statement_timeout=600");
        project.script("V2__index.qail", "index concurrently t_v on t (slow(v))\n")
                .on(hasty);
        assertThat(project.migrate().indexesBuilt()).containsExactly("t_v");
    }

    /** S22 */
    @Test
    void aUniqueBuildThatFailsLeavesNoInvalidIndexBehind() {
        TestProject project = project();
        project.database().execute("UPDATE t SET note = 'same'");
        project.script("V2__drop.qail", "unique index concurrently t_uq on t (note)\n");
        assertThat(project.failure()).hasMessageContaining("t_uq");
        assertThat(project.exists("t_uq")).isFalse();
        project.database().execute("UPDATE t SET note = id");
        assertThat(project.migrate().indexesBuilt()).containsExactly("t_uq");
    }
}
