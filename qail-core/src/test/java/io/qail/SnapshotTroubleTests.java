package io.qail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qail.error.EnvironmentException;
import io.qail.error.MigrationException;
import io.qail.history.BackupMode;
import io.qail.impact.ImpactReport;
import io.qail.migrate.MigrationListener;
import io.qail.rollback.RollbackRequest;
import io.qail.snapshot.SnapshotOptions;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots where something is in the way, and what they keep where no record is at risk. */
@PostgresTest
class SnapshotTroubleTests {

    private final TestDatabase databases;

    SnapshotTroubleTests(TestDatabase databases) {
        this.databases = databases;
    }

    private TestProject project() {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__create.qail", "table notes {\n id bigint primary_key\n body text\n}\n");
        project.migrate();
        return project.script("V2__drop.qail", "drop notes.body\n");
    }

    @Test
    void whatBelongsToAnEmptyTableAndWhereASequenceStoodComesBack() {
        TestDatabase database = databases.fresh();
        TestProject project = new TestProject(database)
                .script("V1__create.qail", "table notes {\n id bigint primary_key\n body text\n}\nsequence numbers\n");
        project.migrate();
        database.execute(
                "SELECT setval('numbers', 42)",
                "GRANT SELECT ON notes TO PUBLIC",
                "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
                "CREATE TRIGGER touched BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION touch()");
        project.script("V2__drop.qail", "drop notes\ndrop sequence numbers\n");
        assertThat(project.migrate().applied().get(0).recordsAtRisk()).isZero();
        assertThat(project.exists("notes")).isFalse();

        project.qail().rollback(RollbackRequest.to("1"));
        assertThat(project.count("SELECT nextval('numbers')")).isEqualTo(43);
        assertThat(project.count("SELECT count(*) FROM pg_trigger WHERE tgname = 'touched'"))
                .isOne();
        assertThat(project.value(
                        "SELECT EXISTS (SELECT FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = 'notes'::regclass"
                                + " AND a.grantee = 0 AND a.privilege_type = 'SELECT')",
                        Boolean.class))
                .isTrue();
    }

    @Test
    void withNothingAtRiskAndNothingToKeepThereIsNoSnapshot() {
        TestProject project = project();
        assertThat(project.migrate().applied().get(0).snapshotId()).isNull();
        assertThat(project.count("SELECT count(*) FROM _qail_snapshots")).isZero();
    }

    /** S9 */
    @Test
    void aFullDiskIsACleanFailureBeforeTheDrop(@TempDir Path small) throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", small.toString()), "needs the right to mount");
        try {
            TestProject project = project();
            project.database()
                    .execute("INSERT INTO notes SELECT n, (SELECT string_agg(md5(random()::text), '')"
                            + " FROM generate_series(1, 10 + n % 2)) FROM generate_series(1, 3000) n");
            Path directory = small.resolve("snapshots");
            project.migrating(o -> o.withBackupMode(BackupMode.FILE))
                    .with(o -> o.withSnapshots(new SnapshotOptions(directory, null, null, null)));

            assertThat(project.failure())
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("cannot be written to " + directory);
            assertThat(project.count("SELECT count(body) FROM notes")).isEqualTo(3000);
            assertThat(project.count("SELECT count(*) FROM _qail_snapshots")).isZero();
            try (Stream<Path> left = Files.walk(directory)) {
                assertThat(left.filter(Files::isRegularFile)).isEmpty();
            }
        } finally {
            run("umount", small.toString());
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aColumnThatVanishesBetweenAnalysisAndLockIsNamed() {
        TestProject project = project();
        project.database().execute("INSERT INTO notes VALUES (1, 'a')");
        project.listening(new MigrationListener() {
            @Override
            public void impactAnalysed(String version, ImpactReport report) {
                project.database().execute("ALTER TABLE notes DROP COLUMN body");
            }
        });
        assertThat(project.failure())
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("notes.body is at risk by the plan, and is not in the database");
        assertThat(project.count("SELECT count(*) FROM _qail_migrations WHERE version = '2'"))
                .isZero();
    }

    @Test
    void aManifestThatNamesAFileElsewhereIsRefused() {
        TestProject project = project();
        project.database().execute("INSERT INTO notes VALUES (1, 'a')");
        project.migrating(o -> o.withBackupMode(BackupMode.FILE)).migrate();
        project.database()
                .execute(
                        "UPDATE _qail_snapshots SET items = jsonb_set(items, '{0,file}', '\"../../../../etc/hostname\"')");
        assertThatThrownBy(() -> project.qail().rollback(RollbackRequest.to("1")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("names a file outside its directory");
        assertThat(project.count("SELECT count(*) FROM pg_attribute WHERE attrelid = 'notes'::regclass"
                        + " AND attname = 'body'"))
                .isZero();
    }

    @Test
    void filesOfAnotherSnapshotInThePlaceOfItsOwnAreRefused() throws IOException {
        TestProject project = project();
        project.database().execute("INSERT INTO notes VALUES (1, 'a')");
        Path mine = Path.of(String.valueOf(project.migrating(o -> o.withBackupMode(BackupMode.FILE))
                .migrate()
                .applied()
                .get(0)
                .snapshotLocation()));
        TestProject other = project();
        other.database().execute("INSERT INTO notes VALUES (1, 'other')");
        Path others = Path.of(String.valueOf(other.migrating(o -> o.withBackupMode(BackupMode.FILE))
                .migrate()
                .applied()
                .get(0)
                .snapshotLocation()));
        Files.delete(mine.resolve("001.csv.gz"));
        Files.copy(others.resolve("001.csv.gz"), mine.resolve("001.csv.gz"));
        assertThatThrownBy(() -> project.qail().rollback(RollbackRequest.to("1")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("checksum differs");
    }
}
