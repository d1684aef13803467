package io.qail.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.Qail;
import io.qail.TestProject;
import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import io.qail.history.BackupMode;
import io.qail.schema.SqlLiteral;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S3, S9: a snapshot in files that outlive its database. */
@PostgresTest
class SnapshotExportTests {

    private static final String ONE = """
            enum mood { sad, happy }
            table users {
              id bigint primary_key
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
            """;

    private final TestDatabase databases;

    @TempDir
    private Path directory;

    SnapshotExportTests(TestDatabase databases) {
        this.databases = databases;
    }

    private TestProject migrated(BackupMode mode) {
        TestProject project = new TestProject(databases.fresh())
                .migrating(o -> o.withBackupMode(mode))
                .script("V1__all.qail", ONE);
        project.migrate();
        project.database().execute("""
                INSERT INTO users VALUES (1, 'a,"b', 'sad'), (2, '', 'happy'), (3, NULL, NULL);
                INSERT INTO seats SELECT h, n, h + n / 8.0 FROM generate_series(1, 3) h, generate_series(1, 4) n;
                INSERT INTO log VALUES ('x', 1), ('x', 1), ('y', 2);
                INSERT INTO visits VALUES (1, '2026-01-02 03:04:05.678+00', '{a,NULL,"c d"}'), (2, NULL, '[0:1]={x,y}')""");
        project.script(
                "V2__gone.qail",
                "drop users.\"E mail\"\ndrop users.feeling\ndrop enum mood\ndrop seats.price\ndrop log.level\ndrop visits\n");
        project.migrate();
        return project;
    }

    @ParameterizedTest
    @EnumSource(names = {"DATABASE", "FILE"})
    void anotherDatabaseReadsEveryPart(BackupMode mode) throws IOException {
        Path exported = directory.resolve("kept").resolve("here");
        SnapshotManifest manifest = migrated(mode).qail().exportSnapshot(1, exported);
        assertThat(manifest.store()).isEqualTo("file");
        assertThat(manifest.records()).isEqualTo(2 + 2 + 12 + 3 + 2);
        assertThat(manifest.items())
                .allSatisfy(item -> assertThat(item.sha256()).isNotNull());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(exported)))
                .isEqualTo("rwx------");
        assertThat(exported.resolveSibling("here.tmp")).doesNotExist();

        Path moved = Files.move(exported, directory.resolve("moved"));
        assertThat(Snapshots.exported(moved).items()).isEqualTo(manifest.items());
        TestProject elsewhere = new TestProject(databases.fresh());
        Qail qail = elsewhere.qail();
        assertThat(qail.restoreCopy(moved, "visits", null, "visits")).isEqualTo(2);
        assertThat(elsewhere.value(
                        "SELECT string_agg(id || ' ' || coalesce(at::text, 'NULL') || ' ' || tags::text, ';' ORDER BY id)"
                                + " FROM (SELECT id, at AT TIME ZONE 'UTC' AS at, tags FROM visits) AS v",
                        String.class))
                .isEqualTo("1 2026-01-02 03:04:05.678 {a,NULL,\"c d\"};2 NULL [0:1]={x,y}");
        assertThat(qail.restoreCopy(moved, "users", "E mail", "mails")).isEqualTo(2);
        assertThat(elsewhere.value(
                        "SELECT string_agg(id || '=' || \"E mail\", ' ' ORDER BY id) FROM mails", String.class))
                .isEqualTo("1=a,\"b 2=");
        assertThat(qail.restoreCopy(moved, "users", "feeling", "feelings")).isEqualTo(2);
        assertThat(qail.restoreCopy(moved, "seats", "price", "prices")).isEqualTo(12);
        assertThat(elsewhere.count("SELECT count(*) FROM prices WHERE price = hall + nr / 8.0"))
                .isEqualTo(12);
        assertThat(qail.restoreCopy(moved, "log", "level", "levels")).isEqualTo(3);
        assertThat(elsewhere.count("SELECT sum(level) FROM levels")).isEqualTo(4);
    }

    @Test
    void everyTypeIsTheSameAsInTheDatabase() {
        TestDatabase database = databases.fresh();
        TypeFamilies.create(database);
        List<Map.Entry<String, List<String>>> types = List.copyOf(TypeFamilies.VALUES.entrySet());
        List<String> definitions = new ArrayList<>(List.of("id int PRIMARY KEY"));
        types.forEach(type -> definitions.add("c" + (definitions.size() - 1) + " " + type.getKey()));
        database.execute("CREATE TABLE fidelity ()", "CREATE TABLE whole (" + String.join(", ", definitions) + ")");
        for (int row = 0; row < 20; row++) {
            List<String> values = new ArrayList<>(List.of(String.valueOf(row)));
            for (Map.Entry<String, List<String>> type : types) {
                List<String> texts = type.getValue();
                int n = (row + values.size()) % (texts.size() + 1);
                values.add(n == texts.size() ? "NULL" : SqlLiteral.quote(texts.get(n)) + "::" + type.getKey());
            }
            database.execute("INSERT INTO whole VALUES (" + String.join(", ", values) + ")");
        }
        TestProject project = new TestProject(database)
                .script("V2__drop.qail", "drop whole\n")
                .migrating(o -> o.withBaseline(true, "1"));
        project.migrate();
        Qail qail = project.qail();
        qail.exportSnapshot(1, directory.resolve("types"));
        assertThat(qail.restoreCopy(1, "whole", null, "stored")).isEqualTo(20);
        assertThat(qail.restoreCopy(directory.resolve("types"), "whole", null, "exported"))
                .isEqualTo(20);
        // Texts that PostgreSQL writes differently for equal values are told apart by the binary form too.
        String binary = project.value("""
                SELECT string_agg(format('concat(%1$I), encode(%2$s(%1$I), ''hex'')', a.attname, t.typsend), ', ')
                FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
                WHERE a.attrelid = 'stored'::regclass AND a.attnum > 0""", String.class);
        assertThat(project.count("SELECT count(*) FROM (SELECT ARRAY[" + binary + "] FROM stored EXCEPT SELECT ARRAY["
                        + binary + "] FROM exported) AS differing"))
                .isZero();
    }

    @Test
    void nothingIsOverwrittenAndNothingHalfIsLeft() throws IOException {
        TestProject project = migrated(BackupMode.DATABASE);
        Qail qail = project.qail();
        Path there = Files.createDirectory(directory.resolve("there"));
        assertThatThrownBy(() -> qail.exportSnapshot(1, there))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(there + " already");
        assertThatThrownBy(() -> qail.exportSnapshot(9, directory.resolve("nine")))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("no snapshot 9");
        project.database().execute("DELETE FROM _qail_data_snapshots WHERE table_name = 'visits' AND row_id = '1'");
        assertThatThrownBy(() -> qail.exportSnapshot(1, directory.resolve("short")))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("2 records of visits by its manifest, and 1 could be read");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(there);
        }
    }

    @Test
    void anExportThatWasChangedIsRefused() throws IOException {
        Path exported = directory.resolve("changed");
        Qail qail = migrated(BackupMode.DATABASE).qail();
        qail.exportSnapshot(1, exported);
        Files.write(exported.resolve("001.csv.gz"), new byte[] {1, 2, 3});
        SnapshotItem first = Snapshots.exported(exported).items().get(0);
        assertThatThrownBy(() -> qail.restoreCopy(exported, first.table(), first.column(), "look"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("is not what was written");
        assertThatThrownBy(() -> qail.restoreCopy(directory, "users", null, "look"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("no exported snapshot in");
        Files.writeString(exported.resolve("manifest.json"), "{\"id\": ");
        assertThatThrownBy(() -> qail.restoreCopy(exported, "users", null, "look"))
                .isInstanceOf(EnvironmentException.class);
    }
}
