package io.qail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qail.error.DataLossException;
import io.qail.error.MigrationException;
import io.qail.error.QailException;
import io.qail.history.BackupMode;
import io.qail.history.HistoryEntry;
import io.qail.history.LockOptions;
import io.qail.rollback.Conflict;
import io.qail.rollback.RollbackRequest;
import io.qail.snapshot.SnapshotOptions;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a {@code transform} destroys is what its UPDATE really replaces, not what its expression gave when somebody computed
 * it before. S2, S13.
 */
@PostgresTest
class MeasuredTransformTests {

    /** Whoever computes it once too often gets another value. */
    private static final String VOLATILE = "CASE WHEN nextval('calls') > 1 THEN 'masked' ELSE v END";

    private final TestDatabase databases;

    MeasuredTransformTests(TestDatabase databases) {
        this.databases = databases;
    }

    private TestProject project(String second) {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__a.qail", """
                table t {
                  id int primary_key
                  v text
                }
                table keyless {
                  a text
                  v text
                }
                table other {
                  id int primary_key
                  v text
                }
                """)
                .migrating(options -> options.withBackupMode(BackupMode.DATABASE));
        project.migrate();
        project.database()
                .execute(
                        "INSERT INTO t VALUES (1, 'v1'), (2, 'v2'), (3, NULL); CREATE SEQUENCE calls",
                        "INSERT INTO keyless VALUES ('a', 'v1'), ('b', 'v2'); INSERT INTO other VALUES (1, 'new1')",
                        // Says that it is immutable, and is not.
                        "CREATE FUNCTION liar(x text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN"
                                + " RETURN CASE WHEN nextval('calls') > 1 THEN 'lie' ELSE x END; END $$");
        return project.script("V2__b.qail", second);
    }

    private static String byId(TestProject project) {
        return project.value("SELECT string_agg(coalesce(v, '-'), ' ' ORDER BY id) FROM t", String.class);
    }

    private static void rollback(TestProject project) {
        project.qail().rollback(RollbackRequest.to("1").preferring(Conflict.PREFER_SNAPSHOT));
    }

    private static HistoryEntry migrated(TestProject project) {
        return project.migrate().applied().get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "DATABASE # transform CASE WHEN nextval('calls') > 1 THEN 'masked' ELSE v END -> t.v",
                "FILE # transform CASE WHEN nextval('calls') > 1 THEN 'masked' ELSE v END -> t.v",
                "DATABASE # transform liar(v) -> t.v",
                "DATABASE # transform gen_random_uuid()::text -> t.v",
                "FILE # transform (random() * id)::text -> t.v",
                "DATABASE # transform clock_timestamp()::text -> t.v",
                "DATABASE # transform coalesce((select o.v from other o where o.id = t.id), v) -> t.v",
                "DATABASE # rename t -> u; rename u.v -> u.w; transform u.w || clock_timestamp()::text -> u.w",
            })
    void whatTheUpdateReplacesIsCountedAndComesBack(BackupMode mode, String script) {
        TestProject project = project(script.replace("; ", "\n")).migrating(o -> o.withBackupMode(mode));
        HistoryEntry entry = migrated(project);
        assertThat(entry.recordsAtRisk()).isPositive();
        assertThat(entry.snapshotId()).isNotNull();
        assertThat(entry.backupMode()).isEqualTo(mode);
        long stored = project.count("SELECT records FROM _qail_snapshots");
        assertThat(stored).isEqualTo(entry.recordsAtRisk());
        rollback(project);
        assertThat(byId(project)).isEqualTo("v1 v2 -");
        assertThat(project.count("SELECT count(*) FROM pg_trigger WHERE tgname LIKE '%qail%'"))
                .isZero();
        assertThat(project.count("SELECT count(*) FROM pg_proc WHERE proname LIKE '%qail%'"))
                .isZero();
    }

    @Test
    void withoutAKeyTheRowsAreFoundByTheirHash() {
        TestProject project = project("transform v || clock_timestamp()::text -> keyless.v");
        assertThat(migrated(project).recordsAtRisk()).isEqualTo(2);
        rollback(project);
        assertThat(project.value("SELECT string_agg(v, ' ' ORDER BY a) FROM keyless", String.class))
                .isEqualTo("v1 v2");
    }

    @ParameterizedTest
    @EnumSource(BackupMode.class)
    void anUpdateThatReplacesNothingIsNothingInEveryMode(BackupMode mode) {
        TestProject project = project("transform coalesce(v, CASE WHEN id < 3 THEN gen_random_uuid()::text END) -> t.v")
                .migrating(o -> o.withBackupMode(mode));
        HistoryEntry entry = migrated(project);
        assertThat(entry.recordsAtRisk()).isZero();
        assertThat(entry.snapshotId()).isNull();
        assertThat(byId(project)).isEqualTo("v1 v2 -");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "limit", "records"})
    void theRealNumberDecidesAndNothingIsChanged(String policy) {
        TestProject project = project("transform " + VOLATILE + " -> t.v").migrating(o -> switch (policy) {
            case "fail" -> o.withBackupMode(BackupMode.FAIL);
            case "limit" -> o.withFailAboveRecords(1L);
            default -> o;
        });
        if (policy.equals("records")) {
            project.with(o -> o.withSnapshots(new SnapshotOptions(project.snapshots(), 1L, null, null)));
        }
        project.database().execute("SELECT setval('calls', 10)");
        QailException failure = project.failure();
        if (policy.equals("records")) {
            assertThat(failure).isInstanceOf(MigrationException.class).hasMessageContaining("3 records");
        } else {
            assertThat(failure).isInstanceOf(DataLossException.class).hasMessageContaining("3 records");
            assertThat(((DataLossException) failure).report())
                    .contains("UPDATE t.v")
                    .contains("3 values at risk");
        }
        assertThat(byId(project)).isEqualTo("v1 v2 -");
        assertThat(project.count("SELECT count(*) FROM _qail_migrations")).isOne();
        assertThat(project.count("SELECT count(*) FROM _qail_data_snapshots")).isZero();
        assertThat(project.count("SELECT count(*) FROM pg_trigger WHERE tgname LIKE '%qail%'"))
                .isZero();
    }

    @Test
    void proceedKeepsNothingAndCountsAllTheSame() {
        TestProject project = project("transform clock_timestamp()::text -> t.v")
                .migrating(o -> o.withBackupMode(BackupMode.PROCEED));
        HistoryEntry entry = migrated(project);
        assertThat(entry.recordsAtRisk()).isEqualTo(3);
        assertThat(entry.snapshotId()).isNull();
    }

    @Test
    void aTableThatIsReadAndChangesDuringTheLockWaitIsNoHole() throws Exception {
        TestProject project = project("transform coalesce((select o.v from other o where o.id = t.id), v) -> t.v")
                .with(options -> options.withLocks(new LockOptions(Duration.ofMillis(300), 100, Duration.ZERO)));
        try (Connection reader = project.database().connection();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM t");
            CompletableFuture<Void> migration = CompletableFuture.runAsync(project::migrate);
            await().until(() ->
                    project.count("SELECT count(*) FROM pg_locks WHERE relation = 't'::regclass AND NOT granted") > 0);
            project.database().execute("INSERT INTO other VALUES (2, 'new2')");
            reader.commit();
            migration.get(30, TimeUnit.SECONDS);
        }
        assertThat(byId(project)).isEqualTo("new1 new2 -");
        rollback(project);
        assertThat(byId(project)).isEqualTo("v1 v2 -");
    }

    /** A conversion cannot be watched: every value is kept, and the report says why. */
    @Test
    void aTypeChangeByAnExpressionOfManyValuesKeepsEveryValue() {
        TestProject project =
                project("alter t.v varchar(40)\ntransform CASE WHEN nextval('calls') > 3 THEN 'x' ELSE v END -> t.v");
        HistoryEntry entry = migrated(project);
        assertThat(entry.recordsAtRisk()).isEqualTo(3);
        assertThat(String.valueOf(entry.impact())).contains("nextval()");
        rollback(project);
        assertThat(byId(project)).isEqualTo("v1 v2 -");
    }

    @Test
    void aColumnThatTwoExpressionsFillIsKeptWhole() {
        TestProject project = project("transform " + VOLATILE + " -> t.v\ntransform upper(v) -> t.v");
        assertThat(migrated(project).recordsAtRisk()).isGreaterThanOrEqualTo(3);
        rollback(project);
        assertThat(byId(project)).isEqualTo("v1 v2 -");
    }

    /** The UPDATE writes what was counted where an assignment rounds, pads or casts. */
    @Test
    void whatIsCountedIsWhatWouldBeStored() {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__a.qail", """
                table n {
                  id int primary_key
                  price numeric(6,2)
                  whole int
                  pad char(5)
                  short varchar(4)
                  at timestamptz(0)
                  doc jsonb
                }
                """)
                .migrating(options -> options.withBackupMode(BackupMode.DATABASE));
        project.migrate();
        project.database()
                .execute("INSERT INTO n VALUES (1, 2.35, 2, 'ab', 'abcd', '2024-01-01', '{\"a\": 1}'),"
                        + " (2, 3.00, 5, 'x', 'z', '2024-01-01', '[]')");
        project.script("V2__b.qail", """
                transform CASE id WHEN 1 THEN 2.349 ELSE 4.001 END -> n.price
                transform CASE id WHEN 1 THEN 1.6 ELSE 7.4 END -> n.whole
                transform CASE id WHEN 1 THEN 'ab' ELSE 'y' END -> n.pad
                transform CASE id WHEN 1 THEN 'abcd  ' ELSE 'q' END -> n.short
                transform timestamptz '2024-01-01 00:00:00.3 UTC' -> n.at
                transform (CASE id WHEN 1 THEN '{"a":1}' ELSE '{}' END)::jsonb -> n.doc
                """);
        assertThat(project.migrate().applied()).hasSize(1);
        assertThat(project.value("SELECT string_agg(price || ' ' || whole, ' ' ORDER BY id) FROM n", String.class))
                .isEqualTo("2.35 2 4.00 7");
        rollback(project);
        assertThat(project.value("SELECT string_agg(price || ' ' || whole, ' ' ORDER BY id) FROM n", String.class))
                .isEqualTo("2.35 2 3.00 5");
    }

    @Test
    void aPureExpressionIsCountedBeforeAsEver() {
        TestProject project = project("transform upper(btrim(v)) || ' ' || to_char(now(), 'YYYY') -> t.v")
                .migrating(o -> o.withBackupMode(BackupMode.FAIL));
        assertThat(project.failure()).hasMessageContaining("2 records");
        project.migrating(o -> o.withBackupMode(BackupMode.DATABASE));
        assertThat(migrated(project).recordsAtRisk()).isEqualTo(2);
    }
}
