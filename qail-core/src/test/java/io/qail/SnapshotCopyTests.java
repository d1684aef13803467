package io.qail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import io.qail.history.BackupMode;
import io.qail.rollback.RollbackRequest;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records of a snapshot in a table beside the live ones. S1, S3, S33. */
@PostgresTest
class SnapshotCopyTests {

    private final TestDatabase databases;

    SnapshotCopyTests(TestDatabase databases) {
        this.databases = databases;
    }

    private TestProject migrated(BackupMode mode) {
        TestProject project = new TestProject(databases.fresh())
                .migrating(o -> o.withBackupMode(mode))
                .script("V1__all.qail", """
                        enum mood { sad, happy }
                        table users {
                          id bigint generated_identity primary_key
                          "E mail" text
                          feeling mood
                        }
                        table seats {
                          hall int
                          nr int
                          price numeric(8,3)
                          primary_key (hall, nr)
                        }
                        table log {
                          line text
                          level int
                        }
                        table visits {
                          id bigint primary_key
                          at timestamptz
                          tags text[]
                        }
                        """);
        project.migrate();
        project.database().execute("""
                INSERT INTO users ("E mail", feeling) VALUES ('a,"b', 'sad'), ('', 'happy'), (NULL, NULL);
                INSERT INTO seats SELECT h, n, h + n / 8.0 FROM generate_series(1, 3) h, generate_series(1, 4) n;
                INSERT INTO log VALUES ('x', 1), ('x', 1), ('y', 2);
                INSERT INTO visits VALUES (1, '2026-01-02 03:04:05.678+00', '{a,NULL,"c d"}'), (2, NULL, '[0:1]={x,y}');
                CREATE TABLE kept AS SELECT * FROM visits""");
        project.script("V2__gone.qail", """
                drop users."E mail"
                drop users.feeling
                drop enum mood
                drop seats.price
                drop log.level
                drop visits
                """);
        project.migrate();
        return project;
    }

    @ParameterizedTest
    @EnumSource(names = {"DATABASE", "FILE"})
    void everyPartComesAsATableOfItsOwn(BackupMode mode) {
        TestProject project = migrated(mode);
        Qail qail = project.qail();

        assertThat(qail.restoreCopy(1, "visits", null, "visits_look")).isEqualTo(2);
        assertThat(project.count("SELECT count(*) FROM (TABLE visits_look EXCEPT TABLE kept) AS d"))
                .isZero();
        assertThat(project.value("SELECT tags[0] FROM visits_look WHERE id = 2", String.class))
                .isEqualTo("x");

        assertThat(qail.restoreCopy(1, "users", "\"E mail\"".replace("\"", ""), "look \"1\""))
                .isEqualTo(2);
        assertThat(project.value(
                        "SELECT string_agg(id || '=' || \"E mail\", ' ' ORDER BY id) FROM \"look \"\"1\"\"\"",
                        String.class))
                .isEqualTo("1=a,\"b 2=");

        assertThat(qail.restoreCopy(1, "seats", "price", "prices")).isEqualTo(12);
        assertThat(project.count("SELECT count(*) FROM prices WHERE price = hall + nr / 8.0"))
                .isEqualTo(12);

        assertThat(qail.restoreCopy(1, "log", "level", "levels")).isEqualTo(3);
        assertThat(project.count("SELECT sum(level) FROM levels")).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(names = {"DATABASE", "FILE"})
    void aTypeThatIsGoneComesAsText(BackupMode mode) {
        TestProject project = migrated(mode);
        assertThat(project.qail().restoreCopy(1, "users", "feeling", "feelings"))
                .isEqualTo(2);
        assertThat(project.value("SELECT string_agg(feeling, ' ' ORDER BY id) FROM feelings", String.class))
                .isEqualTo("sad happy");
    }

    @Test
    void theCopyStandsInTheWayOfNothing() {
        TestProject project = migrated(BackupMode.DATABASE);
        project.qail().restoreCopy(1, "visits", null, "visits_look");
        project.qail().rollback(RollbackRequest.to("1"));
        assertThat(project.count("SELECT count(*) FROM visits")).isEqualTo(2);
        project.migrate();
        assertThat(project.count("SELECT count(*) FROM visits_look")).isEqualTo(2);
    }

    /** S33: default privileges do not open what the source had closed. */
    @Test
    void onlyTheOwnerReadsTheCopy() {
        TestProject project = migrated(BackupMode.DATABASE);
        project.database().execute("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC");
        project.qail().restoreCopy(1, "visits", null, "visits_look");
        assertThat(project.count("""
                        SELECT count(*) FROM pg_class c, aclexplode(c.relacl) a
                        WHERE c.oid = 'visits_look'::regclass AND a.grantee <> c.relowner""")).isZero();
    }

    @Test
    void whatThereIsNotIsNamed() {
        Qail qail = migrated(BackupMode.DATABASE).qail();
        assertThatThrownBy(() -> qail.restoreCopy(9, "visits", null, "look"))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("no snapshot 9");
        assertThatThrownBy(() -> qail.restoreCopy(1, "visits", "at", "look"))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("holds nothing of visits.at")
                .hasMessageContaining("seats.price");
        assertThatThrownBy(() -> qail.restoreCopy(1, "visits", null, "kept"))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("public.kept already");
    }

    @Test
    void aChangedSnapshotIsRefusedAndLeavesNoTable() throws IOException {
        TestProject project = migrated(BackupMode.DATABASE);
        project.database().execute("DELETE FROM _qail_data_snapshots WHERE table_name = 'visits' AND row_id = '1'");
        assertThatThrownBy(() -> project.qail().restoreCopy(1, "visits", null, "look"))
                .hasMessageContaining("2 records of visits by its manifest, and 1 could be read");
        assertThat(project.exists("look")).isFalse();

        TestProject files = migrated(BackupMode.FILE);
        try (Stream<Path> found = Files.walk(files.snapshots())) {
            for (Path file :
                    found.filter(path -> path.toString().endsWith(".gz")).toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        assertThatThrownBy(() -> files.qail().restoreCopy(1, "visits", null, "look"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("is not what was written");
        assertThat(files.exists("look")).isFalse();
    }
}
