package io.qail.pressure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qail.TestProject;
import io.qail.history.BackupMode;
import io.qail.migrate.MigrateResult;
import io.qail.rollback.RollbackRequest;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
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

    /** Whoever gets the server's session next must find it as QAIL found it, whatever a script has set. */
    @Test
    void noSettingStaysInTheSessionsOfOtherClients() throws Exception {
        TestProject project = project()
                .script("V2__index.qail", "index concurrently t_note on t (note)\n")
                .script(
                        "V3__set.qail",
                        "sql $$ SET search_path = nowhere; SET bytea_output = 'escape';"
                                + " SET standard_conforming_strings = off; SET work_mem = '1MB' $$\n")
                .script("V4__drop.qail", "drop t.note\n");
        project.with(o -> o.withMigrate(o.migrate().withBackupMode(BackupMode.PROCEED)));
        project.migrate();
        project.qail().rollback(RollbackRequest.to("3").schemaOnly());
        project.qail().pull();
        project.qail().info(true);
        assertThat(project.migrateVersions()).containsExactly("4");
        List<Connection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < PgBouncer.SERVER_CONNECTIONS; i++) {
                Connection connection =
                        requireNonNull(bouncer).dataSource(project.database()).getConnection();
                connections.add(connection);
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement();
                        // The driver and the proxy agree about these.
                        ResultSet left = statement.executeQuery(
                                "SELECT string_agg(name || '=' || setting, ', ') FROM pg_settings WHERE source = 'session'"
                                        + " AND name NOT IN ('extra_float_digits', 'application_name', 'client_encoding',"
                                        + " 'DateStyle', 'TimeZone', 'transaction_isolation', 'transaction_read_only',"
                                        + " 'transaction_deferrable')")) {
                    left.next();
                    assertThat(left.getString(1)).isNull();
                }
            }
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    /** The driver's names of statements, S_1 and on, belong to sessions that others have used with the same names. */
    @Test
    void oneCommandAfterTheOtherWorksWithoutAParameterInTheUrl() throws Exception {
        TestProject project = project();
        for (int version = 2; version < 8; version++) {
            project.script("V" + version + "__add.qail", "add t.c" + version + " int\n");
            assertThat(project.migrateVersions()).endsWith("" + version);
            project.qail().info(true);
        }
    }

    private static long validIndexes(TestProject project) {
        return project.count("SELECT count(*) FROM pg_index WHERE indexrelid = 't_note'::regclass AND indisvalid");
    }
}
