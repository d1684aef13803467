package io.qail.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.EnvironmentException;
import io.qail.error.MigrationException;
import io.qail.plan.Plan;
import io.qail.schema.ObjectName;
import io.qail.test.MigrationTransaction;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots in files: S9, and what they hold. */
@PostgresTest
class FileSnapshotTests {

    private static final ObjectName T = ObjectName.of("public", "t");

    private final TestDatabase database;
    private final MigrationTransaction transaction;

    @TempDir
    private Path directory;

    @TempDir
    private Path elsewhere;

    FileSnapshotTests(TestDatabase database) throws SQLException {
        this.database = database;
        this.transaction = new MigrationTransaction(database);
    }

    @BeforeEach
    void createTables() throws SQLException {
        Snapshots.createTables(transaction.connection(), "public");
        transaction.execute(
                "CREATE TABLE t (id int PRIMARY KEY, a text, v text)",
                "INSERT INTO t VALUES (1, 'x', 'é'), (2, 'x', NULL), (3, 'y', ''), (4, NULL, '\\N')");
    }

    @AfterEach
    void rollback() throws SQLException {
        transaction.close();
    }

    @Test
    void s9NothingStandsUnderItsFinalNameBeforeItIsPublished() throws Exception {
        PendingSnapshot snapshot = take("v");
        Path location = Path.of(snapshot.manifest().location());
        assertThat(location).isAbsolute().doesNotExist();
        Path parent = directory.resolve(database.name());
        assertThat(location).hasParentRaw(parent);
        assertThat(location.getFileName().toString()).matches("42-[0-9a-f]{8}");
        assertThat(names(parent)).containsExactly(location.getFileName() + ".tmp");
        snapshot.publish();
        assertThat(names(parent)).containsExactly(location.getFileName().toString());
        assertThat(names(location)).containsExactly("001.csv.gz", "manifest.json");
    }

    @Test
    void s9OnlyTheOwnerCanReadIt() throws Exception {
        PendingSnapshot snapshot = take("v");
        snapshot.publish();
        Path location = Path.of(snapshot.manifest().location());
        assertThat(permissions(location)).isEqualTo("rwx------");
        assertThat(permissions(directory.resolve(database.name()))).isEqualTo("rwx------");
        assertThat(permissions(location.resolve("001.csv.gz"))).isEqualTo("rw-------");
        assertThat(permissions(location.resolve("manifest.json"))).isEqualTo("rw-------");
    }

    @Test
    void theFileIsCsvThatTellsNullFromEmptyWithTheChecksumOfTheManifest() throws Exception {
        PendingSnapshot snapshot = take("v");
        snapshot.publish();
        SnapshotItem item = snapshot.manifest().items().get(0);
        Path file = Path.of(snapshot.manifest().location(), String.valueOf(item.file()));
        assertThat(text(file)).isEqualTo("id,v\n1,é\n3,\"\"\n4,\\N\n");
        assertThat(item.rows()).isEqualTo(3);
        assertThat(item.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
        assertThat(snapshot.manifest().bytes()).isEqualTo(Files.size(file));
    }

    @Test
    void theManifestFileIsTheManifest() throws Exception {
        PendingSnapshot snapshot = take("v");
        snapshot.publish();
        Path location = Path.of(snapshot.manifest().location());
        assertThat(ManifestJson.manifest(Files.readString(location.resolve("manifest.json"))))
                .isEqualTo(snapshot.manifest());
        assertThat(Snapshots.find(
                        transaction.connection(), "public", snapshot.manifest().id()))
                .contains(snapshot.manifest());
        assertThat(snapshot.manifest().store()).isEqualTo("file");
    }

    @Test
    void s4WithoutAKeyTheFileHoldsTheHash() throws Exception {
        transaction.execute("ALTER TABLE t DROP CONSTRAINT t_pkey, DROP COLUMN id");
        transaction.execute("INSERT INTO t VALUES ('x', 'z')");
        PendingSnapshot snapshot = take("v");
        snapshot.publish();
        List<String> lines = text(Path.of(snapshot.manifest().location(), "001.csv.gz"))
                .lines()
                .toList();
        assertThat(lines).hasSize(5).startsWith("_qail_row_id,v");
        assertThat(lines).filteredOn(line -> line.matches("[0-9a-f]{64}#2,.*")).hasSize(1);
    }

    @Test
    void discardingRemovesItBeforeAndAfterItIsPublished() throws Exception {
        PendingSnapshot early = take("v");
        early.discard();
        PendingSnapshot late = take("v");
        late.publish();
        late.discard();
        assertThat(names(directory.resolve(database.name()))).isEmpty();
    }

    @Test
    void s9ADirectoryThatCannotBeWrittenIsACleanFailureThatLeavesTheTransactionUsable() throws Exception {
        Path occupied = Files.writeString(directory.resolve("occupied"), "a file");
        Plan plan = drop("v");
        assertThatThrownBy(() -> TakenSnapshot.of(
                        transaction.connection(),
                        request(plan),
                        new SnapshotOptions(occupied, null, null, null),
                        ProgressListener.NONE))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("cannot be written to " + occupied)
                .extracting(e -> ((MigrationException) e).action())
                .asString()
                .contains("qail.snapshot.directory");
        assertThat(transaction.query("SELECT count(*) FROM t")).isEqualTo("4");
    }

    @Test
    void s8AFailedCopyLeavesNothingBehind() throws Exception {
        Plan plan = drop("v");
        assertThatThrownBy(() ->
                        TakenSnapshot.of(transaction.connection(), request(plan), options(), (object, records) -> {
                            throw new IllegalStateException("listener");
                        }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(names(directory.resolve(database.name()))).isEmpty();
    }

    @Test
    void s9NamesOfDatabasesCannotCollideOrLeaveTheDirectory() {
        assertThat(Stream.of("App", "app", "a/../b", "a%2F", "..", "con ", "ä", "my_db-1")
                        .map(name -> directory
                                .relativize(SnapshotDirectory.ofHistory(directory, name, "public"))
                                .toString()))
                .containsExactly("%41pp", "app", "a%2F%2E%2E%2Fb", "a%252%46", "%2E%2E", "con%20", "%C3%A4", "my_db-1");
    }

    @Test
    void directoriesThatNoMigrationKnowsAreSetAsideAndNeverDeleted() throws Exception {
        PendingSnapshot known = take("v");
        known.publish();
        Path parent = directory.resolve(database.name());
        Files.createDirectories(parent.resolve("7-00000000.tmp"));
        Files.writeString(parent.resolve("7-00000000.tmp/001.csv.gz"), "half");
        SnapshotOrigin whose = Objects.requireNonNull(known.manifest().origin());
        Files.writeString(parent.resolve("7-00000000.tmp/origin.json"), ManifestJson.write(whose));
        Files.createDirectories(parent.resolve("8-ffffffff"));
        Files.writeString(parent.resolve("8-ffffffff/origin.json"), ManifestJson.write(whose));
        // Of a database of the same name on another server, and of one that does not say.
        Files.createDirectories(parent.resolve("9-eeeeeeee"));
        Files.writeString(
                parent.resolve("9-eeeeeeee/origin.json"),
                ManifestJson.write(new SnapshotOrigin("1", whose.databaseOid(), "token")));
        Files.createDirectories(parent.resolve("9-dddddddd.tmp"));
        Files.createDirectories(parent.resolve("mine"));
        assertThat(Snapshots.reportOrphans(transaction.connection(), "public", options()))
                .containsExactly(parent.resolve("7-00000000.tmp.orphan"), parent.resolve("8-ffffffff.orphan"));
        assertThat(parent.resolve("7-00000000.tmp.orphan/001.csv.gz")).hasContent("half");
        assertThat(Path.of(known.manifest().location())).isDirectory();
        assertThat(parent.resolve("mine")).isDirectory();
        assertThat(parent.resolve("9-eeeeeeee")).isDirectory();
        assertThat(parent.resolve("9-dddddddd.tmp")).isDirectory();
        assertThat(Snapshots.reportOrphans(transaction.connection(), "public", options()))
                .isEmpty();
    }

    @Test
    void aPurgeDeletesTheFilesOnlyWhenTold() throws Exception {
        PendingSnapshot snapshot = take("v");
        snapshot.publish();
        Path location = Path.of(snapshot.manifest().location());
        Purge purge = Snapshots.purge(
                transaction.connection(), "public", snapshot.manifest().id(), options(), true);
        assertThat(location).isDirectory();
        purge.deleteFiles(directory);
        assertThat(location).doesNotExist();
        purge.deleteFiles(directory);
    }

    @Test
    void s9ARowNeverDecidesWhichDirectoryIsDeleted() throws Exception {
        PendingSnapshot other = take("v");
        other.publish();
        PendingSnapshot snapshot = take("a");
        snapshot.publish();
        Path location = Path.of(snapshot.manifest().location());
        Path home = Files.createDirectories(elsewhere.resolve("home/sub"));
        Files.writeString(home.resolve("file"), "precious");
        Path link = directory.resolve(database.name()).resolve("5-aaaaaaaa");
        Files.createSymbolicLink(link, home);
        Files.copy(location.resolve("manifest.json"), home.resolve("manifest.json"));
        for (String forged : List.of(
                home.toString(),
                home.getParent().toString(),
                directory.toString(),
                link.toString(),
                directory.resolve(database.name()).toString(),
                directory.resolve(database.name()) + "/../" + database.name() + "/" + location.getFileName(),
                other.manifest().location(),
                "relative")) {
            transaction.execute("UPDATE _qail_snapshots SET location = '" + forged + "' WHERE id = "
                    + snapshot.manifest().id());
            if (Files.exists(Path.of(forged))) {
                assertThatThrownBy(() -> Snapshots.purge(
                                transaction.connection(),
                                "public",
                                snapshot.manifest().id(),
                                options(),
                                true))
                        .as(forged)
                        .isInstanceOf(EnvironmentException.class)
                        .hasMessageContaining(forged);
            } else {
                assertThat(Snapshots.find(
                                transaction.connection(),
                                "public",
                                snapshot.manifest().id()))
                        .isPresent();
            }
        }
        assertThat(home.resolve("file")).hasContent("precious");
        assertThat(names(Path.of(other.manifest().location()))).hasSize(2);
        transaction.execute("UPDATE _qail_snapshots SET location = '" + location + "'  WHERE id = "
                + snapshot.manifest().id());
        Files.writeString(location.resolve("mine.txt"), "not of a snapshot");
        Purge purge = Snapshots.purge(
                        transaction.connection(), "public", snapshot.manifest().id(), options(), true)
                .deleteFiles(directory);
        assertThat(names(location)).containsExactly("mine.txt");
        assertThat(purge.remarks()).singleElement().asString().contains("was left");
    }

    @Test
    void s9ACopyOfTheRowDeletesNoFileAndTheTokenIsVerifiedBeforeARestore() throws Exception {
        PendingSnapshot snapshot = take("v");
        snapshot.publish();
        Path location = Path.of(snapshot.manifest().location());
        long id = snapshot.manifest().id();
        transaction.execute("UPDATE _qail_snapshots SET database_oid = 1 WHERE id = " + id);
        Purge purge = Snapshots.purge(transaction.connection(), "public", id, options(), true);
        purge.deleteFiles(directory);
        assertThat(purge.remarks()).singleElement().asString().contains("not this database's");
        assertThat(names(location)).containsExactly("001.csv.gz", "manifest.json");
        SnapshotFiles.verify(snapshot.manifest());
        Path manifest = location.resolve("manifest.json");
        String token = Objects.requireNonNull(snapshot.manifest().origin()).token();
        Files.writeString(manifest, Files.readString(manifest).replace(token, "another"));
        assertThatThrownBy(() -> SnapshotFiles.verify(snapshot.manifest()))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("token");
    }

    private PendingSnapshot take(String column) throws SQLException {
        return TakenSnapshot.of(transaction.connection(), request(drop(column)), options(), ProgressListener.NONE);
    }

    private SnapshotOptions options() {
        return new SnapshotOptions(directory, null, null, null);
    }

    private static SnapshotRequest request(Plan plan) {
        return new SnapshotRequest(42, "7", plan, plan.from(), plan.risks(), true, "here", "public");
    }

    private Plan drop(String column) {
        return transaction.plan(
                target -> target.tables.computeIfPresent(T, (name, table) -> table.withoutColumn(column)));
    }

    private static List<String> names(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static String text(Path gzip) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(gzip))) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
