package io.qail.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.plan.Plan;
import io.qail.schema.ObjectName;
import io.qail.test.MigrationTransaction;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.FileInputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** S3: the identical value of every type comes back, from both stores, from columns and from whole tables. */
@PostgresTest
class SnapshotFidelityTests {

    private static final ObjectName TABLE = ObjectName.of("public", "fidelity");

    private final TestDatabase database;

    SnapshotFidelityTests(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    static void createTable(TestDatabase database) {
        TypeFamilies.create(database);
        database.execute(
                "CREATE TABLE fidelity (id integer PRIMARY KEY, computed text GENERATED ALWAYS AS ('x') STORED)");
        List<String> columns = new ArrayList<>();
        int rows = 1;
        for (Map.Entry<String, List<String>> type : TypeFamilies.VALUES.entrySet()) {
            String column = "c" + columns.size();
            columns.add(column);
            rows = Math.max(rows, type.getValue().size() + 1);
            database.execute("ALTER TABLE fidelity ADD COLUMN " + column + " " + type.getKey());
        }
        for (int i = 0; i < rows; i++) {
            database.jdbc().sql("INSERT INTO fidelity (id) VALUES (?)").param(i).update();
        }
        int n = 0;
        for (Map.Entry<String, List<String>> type : TypeFamilies.VALUES.entrySet()) {
            for (int i = 0; i < type.getValue().size(); i++) {
                database.jdbc()
                        .sql("UPDATE fidelity SET c" + n + " = CAST(? AS text)::" + type.getKey() + " WHERE id = ?")
                        .param(type.getValue().get(i))
                        .param(i)
                        .update();
            }
            n++;
        }
    }

    @Test
    void s3EveryColumnComesBackIdenticalFromTheDatabase() throws SQLException {
        try (MigrationTransaction transaction = new MigrationTransaction(database)) {
            PendingSnapshot snapshot = take(transaction, withoutColumns(transaction), false, Path.of("unused"));
            int n = 0;
            for (Map.Entry<String, List<String>> type : TypeFamilies.VALUES.entrySet()) {
                String column = "c" + n++;
                SnapshotItem item = item(snapshot.manifest(), column);
                assertThat(item.rows())
                        .as(type.getKey())
                        .isEqualTo(type.getValue().size());
                assertThat(item.keyColumns()).containsExactly("id");
                assertThat(transaction.query("SELECT count(*) FROM fidelity t FULL JOIN (SELECT * FROM"
                                + " _qail_data_snapshots WHERE id BETWEEN " + item.firstId() + " AND " + item.lastId()
                                + ") s ON s.row_id = t.id::text WHERE concat("
                                + read(type.getKey(), "(s.value_json #>> '{}')")
                                + ") IS DISTINCT FROM concat(t." + column + ") OR (s.id IS NULL) <> (t." + column
                                + " IS NOT DISTINCT FROM NULL)"))
                        .as(type.getKey())
                        .isEqualTo("0");
            }
        }
    }

    @Test
    void s3EveryColumnOfATableComesBackIdenticalFromTheDatabase() throws SQLException {
        try (MigrationTransaction transaction = new MigrationTransaction(database)) {
            PendingSnapshot snapshot = take(transaction, withoutTable(transaction), false, Path.of("unused"));
            SnapshotItem item = snapshot.manifest().items().get(0);
            assertThat(item.rows()).isEqualTo(Long.parseLong(transaction.query("SELECT count(*) FROM fidelity")));
            assertThat(transaction.query("SELECT value_json ? 'computed' FROM _qail_data_snapshots LIMIT 1"))
                    .isEqualTo("f");
            int n = 0;
            for (String type : TypeFamilies.VALUES.keySet()) {
                String column = "c" + n++;
                assertThat(transaction.query("SELECT count(*) FROM fidelity t FULL JOIN _qail_data_snapshots s"
                                + " ON s.row_id = t.id::text WHERE concat("
                                + read(type, "(s.value_json ->> '" + column + "')")
                                + ") IS DISTINCT FROM concat(t." + column + ") OR ((s.value_json ->> '" + column
                                + "') IS NULL) <> (t." + column + " IS NOT DISTINCT FROM NULL)"))
                        .as(type)
                        .isEqualTo("0");
            }
        }
    }

    @Test
    void s3EveryColumnComesBackIdenticalFromFiles(@TempDir Path directory) throws Exception {
        try (MigrationTransaction transaction = new MigrationTransaction(database)) {
            PendingSnapshot snapshot = take(transaction, withoutColumns(transaction), true, directory);
            snapshot.publish();
            int n = 0;
            for (Map.Entry<String, List<String>> type : TypeFamilies.VALUES.entrySet()) {
                String column = "c" + n++;
                SnapshotItem item = item(snapshot.manifest(), column);
                assertThat(item.rows())
                        .as(type.getKey())
                        .isEqualTo(type.getValue().size());
                transaction.execute("CREATE TEMP TABLE back (id integer, \"" + column + "\" "
                        + (isReference(type.getKey()) ? "text" : type.getKey()) + ") ON COMMIT DROP");
                load(transaction, "back", snapshot.manifest(), item);
                assertThat(transaction.query("SELECT count(*) FROM fidelity t FULL JOIN back s ON s.id = t.id"
                                + " WHERE concat(" + read(type.getKey(), "s." + column) + ") IS DISTINCT FROM concat(t."
                                + column + ") OR (s.id IS NULL) <> (t." + column + " IS NOT DISTINCT FROM NULL)"))
                        .as(type.getKey())
                        .isEqualTo("0");
                transaction.execute("DROP TABLE back");
            }
        }
    }

    @Test
    void s3EveryColumnOfATableComesBackIdenticalFromFiles(@TempDir Path directory) throws Exception {
        try (MigrationTransaction transaction = new MigrationTransaction(database)) {
            PendingSnapshot snapshot = take(transaction, withoutTable(transaction), true, directory);
            snapshot.publish();
            SnapshotItem item = snapshot.manifest().items().get(0);
            transaction.execute("CREATE TEMP TABLE back (LIKE fidelity) ON COMMIT DROP");
            int ofReference = 0;
            for (String type : TypeFamilies.VALUES.keySet()) {
                if (isReference(type)) {
                    transaction.execute("ALTER TABLE back ALTER COLUMN c" + ofReference + " TYPE text");
                }
                ofReference++;
            }
            load(transaction, "back", snapshot.manifest(), item);
            int n = 0;
            for (String type : TypeFamilies.VALUES.keySet()) {
                String column = "c" + n++;
                assertThat(transaction.query("SELECT count(*) FROM fidelity t FULL JOIN back s ON s.id = t.id"
                                + " WHERE concat(" + read(type, "s." + column) + ") IS DISTINCT FROM concat(t." + column
                                + ") OR (s." + column + " IS NOT DISTINCT FROM NULL) <> (t." + column
                                + " IS NOT DISTINCT FROM NULL)"))
                        .as(type)
                        .isEqualTo("0");
            }
        }
    }

    /** References are kept as a number and a name. */
    private static boolean isReference(String type) {
        return type.startsWith("reg");
    }

    private static String read(String type, String text) {
        return isReference(type) ? "split_part(" + text + ", ' ', 1)::oid::" + type : text + "::" + type;
    }

    private static SnapshotItem item(SnapshotManifest manifest, String column) {
        return manifest.items().stream()
                .filter(item -> column.equals(item.column()))
                .findFirst()
                .orElseThrow();
    }

    private static Plan withoutColumns(MigrationTransaction transaction) {
        return transaction.plan(target -> target.tables.computeIfPresent(
                TABLE,
                (name, table) -> table.withColumns(table.columns().stream()
                        .filter(column ->
                                !column.name().startsWith("c") || column.name().equals("computed"))
                        .toList())));
    }

    private static Plan withoutTable(MigrationTransaction transaction) {
        return transaction.plan(target -> target.tables.remove(TABLE));
    }

    private static PendingSnapshot take(MigrationTransaction transaction, Plan plan, boolean files, Path directory)
            throws SQLException {
        Snapshots.createTables(transaction.connection(), "public");
        return TakenSnapshot.of(
                transaction.connection(),
                new SnapshotRequest(1, "1", plan, plan.from(), plan.risks(), files, "here", "public"),
                new SnapshotOptions(directory, null, null, null),
                ProgressListener.NONE);
    }

    private static void load(
            MigrationTransaction transaction, String table, SnapshotManifest manifest, SnapshotItem item)
            throws Exception {
        String columns = item.columns().stream()
                .map(column -> "\"" + column.name() + "\"")
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
        try (var csv = new GZIPInputStream(new FileInputStream(
                Path.of(manifest.location(), String.valueOf(item.file())).toFile()))) {
            transaction
                    .connection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + " (" + columns + ") FROM STDIN (FORMAT csv, HEADER)", csv);
        }
    }
}
