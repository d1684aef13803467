package io.qail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qail.error.DataLossException;
import io.qail.history.BackupMode;
import io.qail.history.HistoryEntry;
import io.qail.migrate.MigrateResult;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documented example: 1,234 e-mail addresses and 5,678 sessions go, in each of the four modes. */
@PostgresTest
class BackupModeTests {

    private static final String REPORT = """
            🚨 Migration Impact Analysis
            ━━━━━━━━━━━━━━━━━━━━━━━━━━━━
              DROP COLUMN users.email → 1,234 values at risk
              DROP TABLE  sessions    → 5,678 rows affected
            ━━━━━━━━━━━━━━━━━━━━━━━━━━━━
              Total: 6,912 records at risk""";

    private final TestDatabase databases;

    BackupModeTests(TestDatabase databases) {
        this.databases = databases;
    }

    private TestProject project(BackupMode mode) {
        TestProject project = new TestProject(databases.fresh()).script("V1__users_and_sessions.qail", """
                        table users {
                          id    bigint generated_by_default_identity primary_key
                          email text
                        }
                        table sessions {
                          id      bigint primary_key
                          user_id bigint references users(id)
                        }
                        """);
        project.migrate();
        project.database()
                .execute(
                        "INSERT INTO users SELECT i, CASE WHEN i <= 1234 THEN 'user' || i || '@example.org' END FROM generate_series(1, 2000) i",
                        "INSERT INTO sessions SELECT i, 1 + i % 2000 FROM generate_series(1, 5678) i");
        return project.script("V2__drop.qail", "drop users.email\ndrop sessions\n")
                .migrating(options -> options.withBackupMode(mode));
    }

    @Test
    void failChangesNothingAndShowsTheReportOfTheDocumentation() {
        TestProject project = project(BackupMode.FAIL);
        DataLossException failure = catchThrowableOfType(DataLossException.class, project::migrate);
        assertThat(failure.report().strip()).isEqualTo(REPORT);
        assertThat(failure.recordsAtRisk()).isEqualTo(6_912);
        assertThat(failure.action()).contains("proceed", "file", "database");
        assertThat(project.count("SELECT count(email) FROM users")).isEqualTo(1_234);
        assertThat(project.count("SELECT count(*) FROM sessions")).isEqualTo(5_678);
        assertThat(project.count("SELECT count(*) FROM _qail_migrations")).isOne();
        assertThat(project.count("SELECT count(*) FROM _qail_data_snapshots")).isZero();
        assertThat(project.snapshots()).doesNotExist();
    }

    @Test
    void proceedMigratesWithoutABackup() {
        TestProject project = project(BackupMode.PROCEED);
        HistoryEntry entry = migrated(project);
        assertThat(entry.snapshotId()).isNull();
        assertThat(entry.backupMode()).isEqualTo(BackupMode.PROCEED);
        assertThat(project.count("SELECT count(*) FROM _qail_data_snapshots")).isZero();
        assertThat(project.snapshots()).doesNotExist();
    }

    @Test
    void databaseKeepsEveryRecordInTheSnapshotTable() {
        TestProject project = project(BackupMode.DATABASE);
        HistoryEntry entry = migrated(project);
        assertThat(entry.snapshotId()).isNotNull();
        assertThat(project.database().jdbc().sql("""
                        SELECT snapshot_type || ' ' || table_name || ' ' || coalesce(column_name, '-') || ' ' || count(*)
                        FROM _qail_data_snapshots GROUP BY snapshot_type, table_name, column_name ORDER BY 1""").query(String.class).list())
                .containsExactly("DROP_COLUMN users email 1234", "DROP_TABLE sessions - 5678");
        assertThat(project.value(
                        "SELECT value_json #>> '{}' FROM _qail_data_snapshots WHERE row_id = '77' AND column_name = 'email'",
                        String.class))
                .isEqualTo("user77@example.org");
        assertThat(project.count("SELECT snapshot_id FROM _qail_migrations WHERE version = '2'"))
                .isEqualTo(project.count("SELECT id FROM _qail_snapshots"));
        // S6: found from the history row and back
        assertThat(project.count("SELECT migration_id FROM _qail_snapshots")).isEqualTo(entry.id());
    }

    @Test
    void fileKeepsEveryRecordInCompressedFiles() throws IOException {
        TestProject project = project(BackupMode.FILE);
        HistoryEntry entry = migrated(project);
        assertThat(project.count("SELECT count(*) FROM _qail_data_snapshots")).isZero();
        Path location = Path.of(String.valueOf(entry.snapshotLocation()));
        try (Stream<Path> files = Files.list(location)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("001.csv.gz", "002.csv.gz", "manifest.json");
        }
        assertThat(location.startsWith(project.snapshots())).isTrue();
    }

    private HistoryEntry migrated(TestProject project) {
        MigrateResult result = project.migrate();
        assertThat(result.applied()).hasSize(1);
        assertThat(project.exists("sessions")).isFalse();
        assertThat(project.count("SELECT count(*) FROM information_schema.columns WHERE table_name = 'users'"))
                .isOne();
        HistoryEntry entry = result.applied().get(0);
        assertThat(entry.recordsAtRisk()).isEqualTo(6_912);
        assertThat(project.migrate().applied()).isEmpty();
        return entry;
    }

    @ParameterizedTest
    @EnumSource(BackupMode.class)
    void withNothingAtRiskEveryModeMigrates(BackupMode mode) {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__create.qail", "table t {\n id int primary_key\n note text\n}\n")
                .script("V2__drop_column.qail", "drop t.note\n")
                .script("V3__drop_table.qail", "drop t\n")
                .migrating(options -> options.withBackupMode(mode));
        assertThat(project.migrateVersions()).containsExactly("1", "2", "3");
        assertThat(project.count("SELECT count(*) FROM _qail_snapshots")).isZero();
    }

    @Test
    void moreRecordsThanAllowedStopEveryMode() {
        TestProject project = project(BackupMode.PROCEED).migrating(o -> o.withFailAboveRecords(6_911L));
        assertThat(project.failure()).isInstanceOf(DataLossException.class).hasMessageContaining("6,912");
        assertThat(project.migrating(o -> o.withFailAboveRecords(6_912L)).migrateVersions())
                .containsExactly("2");
    }

    @Test
    void unconfirmedSqlStopsAllModesButProceed() {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__create.qail", "table t {\n id int primary_key\n}\n")
                .script("V2__raw.qail", "sql $$ DELETE FROM t $$\n");
        assertThat(project.failure()).isInstanceOf(DataLossException.class).hasMessageContaining("cannot analyse");
        assertThat(List.of(project.count("SELECT count(*) FROM _qail_migrations")))
                .containsExactly(1L);
        assertThat(project.migrating(o -> o.withBackupMode(BackupMode.PROCEED)).migrateVersions())
                .containsExactly("2");
    }
}
