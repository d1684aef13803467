package io.qail.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.impact.ImpactAnalysis;
import io.qail.plan.Plan;
import io.qail.schema.DataType;
import io.qail.schema.ObjectName;
import io.qail.schema.Table;
import io.qail.test.MigrationTransaction;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** Ratios against the best that can be written by hand, side by side in one run. */
@Tag("benchmark")
@PostgresTest
class SnapshotBenchmarkTests {

    private static final ObjectName USERS = ObjectName.of("public", "users");
    private static final int ROWS = Integer.getInteger("qail.benchmark.rows", 1_000_000);

    private final TestDatabase database;

    @TempDir
    private Path directory;

    SnapshotBenchmarkTests(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    static void createTable(TestDatabase database) {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            columns.append(", n").append(i).append(" numeric(10,4)");
        }
        database.execute(
                "CREATE TABLE users (id bigint PRIMARY KEY, email text, name text, bio text, created_at timestamptz)",
                "INSERT INTO users SELECT n, 'user' || n || '@example.com', 'Name ' || n, repeat(md5(n::text), 3), now()"
                        + " FROM generate_series(1, " + ROWS + ") n",
                "CREATE TABLE numbers (id bigint PRIMARY KEY" + columns + ")",
                "INSERT INTO numbers SELECT n" + ", n % 1000".repeat(20) + " FROM generate_series(1, " + ROWS + ") n");
    }

    @Test
    void aDatabaseSnapshotTakesHardlyLongerThanTheInsertWrittenByHand() throws SQLException {
        double hand = median(() -> inTransaction(transaction -> {
            Snapshots.createTables(transaction.connection(), "public");
            return time(() -> transaction.execute("INSERT INTO _qail_data_snapshots (migration_version, table_name,"
                    + " column_name, row_id, value_json, snapshot_type, snapshot_id) SELECT '1', 'users', 'email',"
                    + " id::text, to_jsonb(email), 'DROP_COLUMN', 1 FROM users WHERE email IS NOT NULL"));
        }));
        double snapshot =
                median(() -> inTransaction(transaction -> snapshot(transaction, dropEmail(transaction), false)));
        compare("database snapshot", snapshot, hand, 1.15);
    }

    @Test
    void aFileSnapshotTakesHardlyLongerThanCopyManager() throws SQLException {
        double hand = median(() -> inTransaction(transaction -> time(() -> {
            try (OutputStream out = new FastGzip(Files.newOutputStream(Files.createTempFile(directory, "x", "gz")))) {
                transaction
                        .connection()
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut(
                                "COPY (SELECT * FROM users) TO STDOUT (FORMAT csv, HEADER)",
                                new BufferedOutputStream(out, 1 << 16));
            } catch (IOException e) {
                throw new SQLException(e);
            }
        })));
        double snapshot = median(() -> inTransaction(
                transaction -> snapshot(transaction, transaction.plan(target -> target.tables.remove(USERS)), true)));
        compare("file snapshot", snapshot, hand, 1.2);
    }

    @Test
    void twentyChangesOfATableAreOneScan() throws SQLException {
        double hand = median(
                () -> inTransaction(transaction -> time(() -> transaction.query("SELECT count(*) FROM numbers"))));
        double impact = median(() -> inTransaction(transaction -> {
            Plan plan = numbers(transaction, table -> {
                Table changed = table;
                for (int i = 0; i < 20; i++) {
                    changed = changed.withoutColumn("n" + i);
                }
                return changed;
            });
            return time(() -> ImpactAnalysis.count(transaction.connection(), plan, "public"));
        }));
        compare("impact of 20 dropped columns", impact, hand, 3);
        double types = median(() -> inTransaction(transaction -> {
            Plan plan = numbers(transaction, table -> {
                Table changed = table;
                for (int i = 0; i < 20; i++) {
                    changed = changed.changingColumn(
                            "n" + i, column -> column.withType(new DataType(null, "numeric", "(10,2)", 0)));
                }
                return changed;
            });
            return time(() -> ImpactAnalysis.count(transaction.connection(), plan, "public"));
        }));
        // Two casts for each of 20 million values; the target is about the scan, not about what PostgreSQL's casts
        // cost.
        compare("impact of 20 type changes", types, hand, 40);
    }

    private static Plan numbers(MigrationTransaction transaction, UnaryOperator<Table> change) {
        return transaction.plan(target -> target.tables.computeIfPresent(
                ObjectName.of("public", "numbers"), (name, table) -> change.apply(table)));
    }

    private static Plan dropEmail(MigrationTransaction transaction) {
        return transaction.plan(
                target -> target.tables.computeIfPresent(USERS, (name, table) -> table.withoutColumn("email")));
    }

    private double snapshot(MigrationTransaction transaction, Plan plan, boolean files) throws SQLException {
        Snapshots.createTables(transaction.connection(), "public");
        return time(() -> Snapshots.take(
                        transaction.connection(),
                        new SnapshotRequest(1, "1", plan, plan.from(), plan.risks(), files, "here", "public"),
                        new SnapshotOptions(directory, null, null, null),
                        ProgressListener.NONE)
                .publish());
    }

    private interface Work {
        void run() throws SQLException;
    }

    private interface Measurement {
        double seconds() throws SQLException;
    }

    private interface InTransaction {
        double run(MigrationTransaction transaction) throws SQLException;
    }

    private double inTransaction(InTransaction work) throws SQLException {
        try (MigrationTransaction transaction = new MigrationTransaction(database)) {
            return work.run(transaction);
        }
    }

    private static double time(Work work) throws SQLException {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double median(Measurement measurement) throws SQLException {
        double[] seconds = {measurement.seconds(), measurement.seconds(), measurement.seconds()};
        Arrays.sort(seconds);
        return seconds[1];
    }

    private static void compare(String what, double ours, double byHand, double target) {
        System.out.printf(
                Locale.ROOT,
                "%-30s %6.2f s against %6.2f s: %.2f, target %.2f%n",
                what,
                ours,
                byHand,
                ours / byHand,
                target);

        assertThat(ours / byHand).as(what).isLessThan(target);
    }

    private static final class FastGzip extends GZIPOutputStream {

        FastGzip(OutputStream out) throws IOException {
            super(new BufferedOutputStream(out, 1 << 16), 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
