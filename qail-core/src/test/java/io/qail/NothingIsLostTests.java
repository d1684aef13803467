package io.qail;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.history.BackupMode;
import io.qail.history.HistoryEntry;
import io.qail.migrate.MigrationListener;
import io.qail.snapshot.SnapshotOptions;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@PostgresTest
class NothingIsLostTests {

    private final TestDatabase databases;

    NothingIsLostTests(TestDatabase databases) {
        this.databases = databases;
    }

    /** S2: every acknowledged value is in the snapshot, or was refused because the column had gone. */
    @ParameterizedTest
    @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
    void aWriterThatCommitsAllThroughADropFindsEveryRow(String isolation) throws Exception {
        TestDatabase database = databases.fresh();
        database.execute(
                "ALTER DATABASE " + database.name() + " SET default_transaction_isolation = '" + isolation + "'");
        TestProject project = new TestProject(database)
                .script("V1__create.qail", "table notes {\n id bigint primary_key\n body text\n}\n")
                .script("V2__drop.qail", "drop notes.body\n")
                .migrating(o -> o.withTarget("1"));
        project.migrate();
        database.execute("INSERT INTO notes SELECT -i, 'old ' || i FROM generate_series(1, 20000) i");

        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch warm = new CountDownLatch(200);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<Set<Long>> acknowledged = executor.submit(() -> write(database, stop, warm));
            warm.await();
            assertThat(project.migrating(o -> o.withTarget(null)).migrateVersions())
                    .containsExactly("2");
            stop.set(true);

            List<Long> saved = database.jdbc()
                    .sql(
                            "SELECT row_id::bigint FROM _qail_data_snapshots WHERE column_name = 'body' AND row_id::bigint > 0")
                    .query(Long.class)
                    .list();
            assertThat(acknowledged.get()).hasSizeGreaterThanOrEqualTo(200);
            assertThat(new HashSet<>(saved)).isEqualTo(acknowledged.get());
            assertThat(project.count("SELECT count(*) FROM _qail_data_snapshots"))
                    .isEqualTo(20_000 + saved.size());
        } finally {
            stop.set(true);
            executor.shutdownNow();
        }
    }

    /** Commits one row after the other until the column has gone; returns the acknowledged ones. */
    private static Set<Long> write(TestDatabase database, AtomicBoolean stop, CountDownLatch warm) throws SQLException {
        Set<Long> acknowledged = new HashSet<>();
        try (Connection connection = database.connection();
                var insert = connection.prepareStatement("INSERT INTO notes (id, body) VALUES (?, ?)")) {
            for (long id = 1; !stop.get(); id++) {
                insert.setLong(1, id);
                insert.setString(2, "new " + id);
                try {
                    insert.executeUpdate();
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).as(e.getMessage()).isIn("42703", "0A000", "40001");
                    if (!"40001".equals(e.getSQLState())) {
                        break;
                    }
                    continue;
                }
                acknowledged.add(id);
                warm.countDown();
            }
        }
        return acknowledged;
    }

    /** S6: the SQL is the README's. */
    @Test
    void aVersionMigratedTwiceHasTwoSnapshotsToldApartById() {
        TestDatabase database = databases.fresh();
        TestProject project = new TestProject(database)
                .script("V1__create.qail", "table users {\n id bigint primary_key\n email text\n}\n");
        project.migrate();
        database.execute("INSERT INTO users VALUES (1, 'a@example.org'), (2, NULL), (3, 'c@example.org')");
        project.script("V2__drop.qail", "drop users.email\n");
        project.migrate();
        long first = project.count("SELECT max(id) FROM _qail_snapshots");

        project.script("V3__add_again.qail", "add users.email text\n");
        project.migrate();
        database.execute("UPDATE users u SET email = s.value_json #>> '{}' FROM _qail_data_snapshots s"
                + " WHERE s.snapshot_id = " + first
                + " AND s.table_name = 'users' AND s.column_name = 'email' AND s.row_id = u.id::text");
        assertThat(emails(database)).containsExactly("1 a@example.org", "2 -", "3 c@example.org");

        database.execute("UPDATE users SET email = 'b@example.org' WHERE id = 2");
        project.script("V4__drop_again.qail", "drop users.email\n");
        project.migrate();
        assertThat(database.jdbc()
                        .sql("SELECT snapshot_id || ': ' || count(*) FROM _qail_data_snapshots"
                                + " GROUP BY snapshot_id ORDER BY snapshot_id")
                        .query(String.class)
                        .list())
                .containsExactly(first + ": 2", (first + 1) + ": 3");
    }

    private static List<String> emails(TestDatabase database) {
        return new ArrayList<>(database.jdbc()
                .sql("SELECT id || ' ' || coalesce(email, '-') FROM users ORDER BY id")
                .query(String.class)
                .list());
    }

    private TestProject withFiles() {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__create.qail", "table users {\n id bigint primary_key\n email text\n}\n")
                .migrating(o -> o.withBackupMode(BackupMode.FILE));
        project.migrate();
        project.database().execute("INSERT INTO users VALUES (1, 'a@example.org')");
        return project.script("V2__drop.qail", "drop users.email\n");
    }

    /** S9 */
    @Test
    void aListenerThatFailsAfterTheCommitDoesNotCostTheFiles() {
        TestProject project = withFiles().listening(new MigrationListener() {
            @Override
            public void versionMigrated(HistoryEntry entry) {
                throw new IllegalStateException("the listener fails");
            }
        });
        HistoryEntry entry = project.migrate().applied().get(0);
        assertThat(Path.of(String.valueOf(entry.snapshotLocation()))).isDirectoryContaining("glob:**001.csv.gz");
    }

    /** S9 */
    @Test
    void aSnapshotDirectoryThatIsMountedElsewhereIsNoOrphan() throws IOException {
        TestProject project = withFiles();
        HistoryEntry entry = project.migrate().applied().get(0);
        Path moved = project.snapshots().resolveSibling("moved");
        Files.move(project.snapshots(), moved);
        project.with(o -> o.withSnapshots(new SnapshotOptions(moved, null, null, null)));
        project.migrate();
        Path location = project.snapshots().relativize(Path.of(String.valueOf(entry.snapshotLocation())));
        assertThat(moved.resolve(location)).isDirectoryContaining("glob:**manifest.json");
    }
}
