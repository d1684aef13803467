package io.qail.pressure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qail.TestProject;
import io.qail.migrate.MigrateResult;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** S20, S22: many instances behind a proxy that pools transactions; skipped where there is no pgbouncer. */
@PostgresTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PgBouncerTests {

    private static final int INSTANCES = 10;

    private final TestDatabase databases;
    private @Nullable PgBouncer bouncer;

    PgBouncerTests(TestDatabase databases) {
        this.databases = databases;
    }

    @BeforeAll
    void start() throws IOException {
        Optional<Path> binary = PgBouncer.binary();
        Assumptions.assumeTrue(binary.isPresent(), "needs pgbouncer");
        bouncer = PgBouncer.start(binary.orElseThrow(), databases);
    }

    @AfterAll
    void stop() {
        if (bouncer != null) {
            bouncer.close();
        }
    }

    private TestProject project() {
        TestProject project = new TestProject(databases.fresh());
        return project.on(requireNonNull(bouncer).dataSource(project.database()))
                .script("V1__create.qail", "table t {\n id bigint primary_key\n note text\n}\n");
    }

    @Test
    void ofTenInstancesOnAnEmptyDatabaseOneMigrates() throws Exception {
        TestProject project = project()
                .script("V2__index.qail", "index concurrently t_note on t (note)\n")
                .script("V3__more.qail", "add t.more int\n");
        List<MigrateResult> results = AtOnce.run(INSTANCES, project::migrate);
        assertThat(results.stream().mapToInt(result -> result.applied().size()).sum())
                .isEqualTo(3);
        assertThat(results.stream()
                        .mapToInt(result -> result.indexesBuilt().size())
                        .sum())
                .isOne();
        assertThat(project.count("SELECT count(*) FROM _qail_migrations")).isEqualTo(3);
        assertThat(validIndexes(project)).isOne();
    }

    @Test
    void ofTenInstancesWithAPendingDropOneMigratesAndTheSnapshotIsTakenOnce() throws Exception {
        TestProject project = project();
        project.migrate();
        project.database().execute("INSERT INTO t SELECT i, 'n' || i FROM generate_series(1, 5000) i");
        project.script("V2__drop.qail", "drop t.note\n");
        List<MigrateResult> results = AtOnce.run(INSTANCES, project::migrate);
        assertThat(results.stream().mapToInt(result -> result.applied().size()).sum())
                .isOne();
        assertThat(project.count("SELECT count(*) FROM _qail_migrations")).isEqualTo(2);
        assertThat(project.count("SELECT count(*) FROM _qail_snapshots")).isOne();
        assertThat(project.count("SELECT count(*) FROM _qail_data_snapshots")).isEqualTo(5_000);
    }

    /** The build waits for an older transaction; the nine that wait for the build must not be what it waits for next. */
    @Test
    void aConcurrentIndexBuildIsNotHeldUpByTheInstancesThatWaitForIt() throws Exception {
        TestProject project = project();
        project.migrate();
        project.database().execute("INSERT INTO t SELECT i, 'n' || i FROM generate_series(1, 20000) i");
        project.script("V2__index.qail", "index concurrently t_note on t (note)\n");
        ExecutorService executor = Executors.newFixedThreadPool(INSTANCES);
        try (Connection older = project.database().connection();
                Statement statement = older.createStatement()) {
            older.setAutoCommit(false);
            older.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("SELECT 1");
            List<Future<MigrateResult>> instances = AtOnce.start(executor, INSTANCES, project::migrate);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> project.count(
                                    "SELECT count(*) FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting%'")
                            == 1);
            assertThat(instances).noneMatch(Future::isDone);
            older.rollback();
            List<MigrateResult> results = AtOnce.results(instances);
            assertThat(results.stream()
                            .mapToInt(result -> result.indexesBuilt().size())
                            .sum())
                    .isOne();
        } finally {
            executor.shutdownNow();
        }
        assertThat(validIndexes(project)).isOne();
    }

    private static long validIndexes(TestProject project) {
        return project.count("SELECT count(*) FROM pg_index WHERE indexrelid = 't_note'::regclass AND indisvalid");
    }
}
