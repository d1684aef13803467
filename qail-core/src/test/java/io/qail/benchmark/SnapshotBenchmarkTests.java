package io.qail.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.impact.ImpactAnalysis;
import io.qail.plan.Plan;
import io.qail.schema.ObjectName;
import io.qail.schema.Table;
import io.qail.snapshot.PendingSnapshot;
import io.qail.snapshot.ProgressListener;
import io.qail.snapshot.SnapshotManifest;
import io.qail.snapshot.SnapshotOptions;
import io.qail.snapshot.SnapshotRequest;
import io.qail.snapshot.Snapshots;
import io.qail.snapshot.TakenSnapshot;
import io.qail.test.MigrationTransaction;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** Snapshots and counts of what is at risk, against the best that can be written by hand; commit and fsync included. */
@Benchmark
class SnapshotBenchmarkTests {

    private static final int ROWS = Integer.getInteger("qail.benchmark.rows", 2_000_000);
    private static final int ROUNDS = 3;
    private static final ObjectName USERS = ObjectName.of("public", "users");
    private static final ObjectName WIDE = ObjectName.of("public", "wide");
    private static final int COLUMNS = 20;

    private static DurableServer server;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start(BenchmarkReport report) throws IOException {
        server = DurableServer.start();
        report.note(server.describe());
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void snapshotsOfUsers(BenchmarkReport report) throws Exception {
        server.createUsers(ROWS);
        databaseSnapshot(report);
        tableSnapshot(report);
        fileSnapshot(report);
        fileSnapshotAgainstDump(report);
        server.execute("DROP TABLE users");
    }

    private void databaseSnapshot(BenchmarkReport report) throws Exception {
        AtomicReference<String> ourCopy = new AtomicReference<>("");
        AtomicReference<String> copyByHand = new AtomicReference<>("");
        SnapshotRequest request = request(plan(USERS, (name, table) -> table.withoutColumn("email")), false);
        Medians medians = Medians.of(
                ROUNDS,
                () -> intoTheDatabase(
                        ourCopy,
                        transaction -> TakenSnapshot.of(
                                        transaction.connection(),
                                        request,
                                        SnapshotOptions.defaults(),
                                        ProgressListener.NONE)
                                .publish()),
                () -> intoTheDatabase(
                        copyByHand,
                        transaction -> transaction.execute(
                                "INSERT INTO _qail_data_snapshots (migration_version, table_name, column_name, row_id,"
                                        + " value_json, snapshot_type, snapshot_id) SELECT '1', 'users', 'email',"
                                        + " id::text, to_jsonb(email), 'DROP_COLUMN', 1 FROM users"
                                        + " WHERE email IS NOT NULL")));
        assertThat(ourCopy.get()).startsWith(ROWS + " ").isEqualTo(copyByHand.get());
        report.compare(
                rows("Snapshot in the database: a dropped column of %,d rows"),
                medians,
                "INSERT … SELECT by hand into an equal table",
                1.15);
    }

    /** Whole rows, which cost what their JSON costs; and what PostgreSQL needs for a copy that is a table. */
    private void tableSnapshot(BenchmarkReport report) throws Exception {
        SnapshotRequest request = request(plan(USERS, (name, table) -> null), false);
        Medians.Lap ours = () -> intoTheDatabase(
                new AtomicReference<>(""),
                transaction -> TakenSnapshot.of(
                                transaction.connection(), request, SnapshotOptions.defaults(), ProgressListener.NONE)
                        .publish());
        Medians byHand = Medians.of(
                ROUNDS,
                ours,
                () -> intoTheDatabase(
                        new AtomicReference<>(""),
                        transaction -> transaction.execute(
                                "INSERT INTO _qail_data_snapshots (migration_version, table_name, column_name, row_id,"
                                        + " value_json, snapshot_type, snapshot_id) SELECT '1', 'users', NULL,"
                                        + " id::text, to_jsonb(users), 'DROP_TABLE', 1 FROM users")));
        String figure = rows("Snapshot in the database: a dropped table of %,d rows");
        report.compare(figure, byHand, "INSERT … SELECT to_jsonb by hand into an equal table", 1.15);
        report.note(String.format(
                Locale.ROOT,
                "%s, against CREATE TABLE AS: %.2f times as long",
                figure,
                Medians.of(ROUNDS, ours, SnapshotBenchmarkTests::asTable).ratio()));
    }

    private static Duration asTable() throws Exception {
        server.execute("CHECKPOINT");
        Duration took = Medians.time(() -> server.execute("CREATE TABLE copy AS TABLE users"));
        server.execute("DROP TABLE copy");
        return took;
    }

    private interface Writing {
        void run(MigrationTransaction transaction) throws Exception;
    }

    private static Duration intoTheDatabase(AtomicReference<String> copy, Writing writing) throws Exception {
        server.execute("CHECKPOINT");
        try (MigrationTransaction transaction = server.transaction()) {
            Snapshots.createTables(transaction.connection(), "public");
            transaction.commit();
        }
        Duration took;
        try (MigrationTransaction transaction = server.transaction()) {
            took = Medians.time(() -> {
                writing.run(transaction);
                transaction.commit();
            });
        }
        try (MigrationTransaction transaction = server.transaction()) {
            copy.set(transaction.query("SELECT count(*) || ' rows, ' || sum(hashtext(concat_ws('/', table_name,"
                    + " column_name, row_id, value_json, snapshot_type))) FROM _qail_data_snapshots"));
        }
        server.execute("DROP TABLE _qail_data_snapshots", "DROP TABLE _qail_snapshots");
        return took;
    }

    private static Plan plan(ObjectName name, BiFunction<ObjectName, Table, @Nullable Table> change)
            throws SQLException {
        try (MigrationTransaction transaction = server.transaction()) {
            return transaction.plan(target -> target.tables.computeIfPresent(name, change));
        }
    }

    private void fileSnapshot(BenchmarkReport report) throws Exception {
        try (MigrationTransaction transaction = server.transaction()) {
            Snapshots.createTables(transaction.connection(), "public");
            transaction.commit();
        }
        AtomicReference<Long> ourBytes = new AtomicReference<>(0L);
        AtomicReference<Long> bytesByHand = new AtomicReference<>(1L);
        SnapshotRequest request = request(plan(USERS, (name, table) -> null), true);
        Medians medians = Medians.of(ROUNDS, () -> intoFiles(request, ourBytes), () -> byCopyManager(bytesByHand));
        assertThat(ourBytes.get()).isPositive().isEqualTo(bytesByHand.get());
        report.compare(
                rows("Snapshot in files: a dropped table of %,d rows"),
                medians,
                "CopyManager, gzip level 1, fsync",
                1.2);
    }

    private Duration intoFiles(SnapshotRequest request, AtomicReference<Long> bytes) throws Exception {
        try (MigrationTransaction transaction = server.transaction()) {
            long begin = System.nanoTime();
            PendingSnapshot pending = TakenSnapshot.of(
                    transaction.connection(),
                    request,
                    new SnapshotOptions(directory, null, null, null),
                    ProgressListener.NONE);
            pending.publish();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            SnapshotManifest manifest = pending.manifest();
            assertThat(manifest.records()).isEqualTo(ROWS);
            bytes.set(uncompressed(Path.of(manifest.location())
                    .resolve(String.valueOf(manifest.items().get(0).file()))));
            pending.discard();
            return took;
        }
    }

    /** Only a pg_dump that is not older than the server will do. */
    private void fileSnapshotAgainstDump(BenchmarkReport report) throws Exception {
        int version = (int) server.count("SELECT current_setting('server_version_num')::int / 10000");
        Path dump = Path.of("/usr/lib/postgresql/" + version + "/bin/pg_dump");
        if (!Files.isExecutable(dump)) {
            report.note("No " + dump + ": the export was not compared with pg_dump");
            return;
        }
        SnapshotRequest request = request(plan(USERS, (name, table) -> null), true);
        AtomicReference<Long> bytes = new AtomicReference<>(0L);
        report.compare(
                rows("Snapshot in files: a dropped table of %,d rows, against pg_dump"),
                Medians.of(ROUNDS, () -> intoFiles(request, bytes), () -> Medians.time(() -> dump(dump))),
                "pg_dump --data-only, gzip level 1",
                1.2);
    }

    private void dump(Path dump) throws Exception {
        Path file = directory.resolve("dump.sql.gz");
        String url = server.url().replaceFirst("^jdbc:", "").replaceFirst("\\?.*", "");
        Process process = new ProcessBuilder(
                        dump.toString(),
                        "--data-only",
                        "--table=users",
                        "--compress=1",
                        "--username=postgres",
                        "--file=" + file,
                        url)
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        Files.delete(file);
    }

    private Duration byCopyManager(AtomicReference<Long> bytes) throws Exception {
        Path file = directory.resolve("by-hand.csv.gz");
        try (MigrationTransaction transaction = server.transaction()) {
            Duration took = Medians.time(() -> copy(transaction, file));
            bytes.set(uncompressed(file));
            return took;
        } finally {
            Files.delete(file);
        }
    }

    private static void copy(MigrationTransaction transaction, Path file) throws SQLException, IOException {
        long rows;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            FastGzip gzip = new FastGzip(Channels.newOutputStream(channel));
            OutputStream csv = new BufferedOutputStream(gzip, 1 << 16);
            rows = transaction
                    .connection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (SELECT * FROM users) TO STDOUT (FORMAT csv, HEADER)", csv);
            csv.flush();
            gzip.finish();
            gzip.flush();
            channel.force(true);
        }
        assertThat(rows).isEqualTo(ROWS);
    }

    /** The length that stands at the end of a gzip file. */
    private static long uncompressed(Path file) throws IOException {
        try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "r")) {
            random.seek(random.length() - 4);
            return Integer.toUnsignedLong(Integer.reverseBytes(random.readInt()));
        }
    }

    private static final class FastGzip extends GZIPOutputStream {

        FastGzip(OutputStream out) throws IOException {
            super(new BufferedOutputStream(out, 1 << 16), 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static SnapshotRequest request(Plan plan, boolean files) {
        return new SnapshotRequest(1, "1", plan, plan.from(), plan.risks(), files, "here", "public");
    }

    @Test
    void impactOfDroppedColumns(BenchmarkReport report) throws Exception {
        StringBuilder declarations = new StringBuilder();
        StringBuilder values = new StringBuilder();
        String[][] kinds = {
            {"bigint", "n"}, {"text", "'text ' || n"}, {"numeric(12,2)", "n % 1000"}, {"boolean", "n % 2 = 0"}
        };
        for (int i = 0; i < COLUMNS; i++) {
            String[] kind = kinds[i % kinds.length];
            declarations.append(", c").append(i).append(' ').append(kind[0]);
            values.append(", ").append(kind[1]);
        }
        server.execute(
                "CREATE TABLE wide (id bigint PRIMARY KEY" + declarations + ")",
                "INSERT INTO wide SELECT n" + values + " FROM generate_series(1, " + ROWS + ") n",
                "VACUUM ANALYZE wide");
        Plan plan = plan(WIDE, (name, table) -> withoutColumns(table));
        Medians medians = Medians.of(
                ROUNDS,
                () -> impact(plan),
                () -> Medians.time(() ->
                        assertThat(server.count("SELECT count(*) FROM wide")).isEqualTo(ROWS)));
        report.compare(
                rows("Impact of " + COLUMNS + " dropped columns of a table of %,d rows"), medians, "one count(*)", 3);
        String counts =
                IntStream.range(0, COLUMNS).mapToObj(i -> "count(c" + i + ")").collect(Collectors.joining(" + "));
        Medians scans = Medians.of(
                ROUNDS,
                () -> impact(plan),
                () -> Medians.time(() -> assertThat(server.count("SELECT " + counts + " FROM wide"))
                        .isEqualTo((long) COLUMNS * ROWS)));
        report.compare(
                rows("Impact of " + COLUMNS + " dropped columns of a table of %,d rows, the counting itself"),
                scans,
                "the same " + COLUMNS + " counts by hand in one scan",
                1.2);
        server.execute("DROP TABLE wide");
    }

    private static Duration impact(Plan plan) throws Exception {
        try (MigrationTransaction transaction = server.transaction()) {
            return Medians.time(() -> assertThat(ImpactAnalysis.count(transaction.connection(), plan, "public")
                            .recordsAtRisk())
                    .isEqualTo((long) COLUMNS * ROWS));
        }
    }

    private static Table withoutColumns(Table table) {
        Table changed = table;
        for (int i = 0; i < COLUMNS; i++) {
            changed = changed.withoutColumn("c" + i);
        }
        return changed;
    }

    private static String rows(String figure) {
        return String.format(Locale.ROOT, figure, ROWS);
    }
}
