package io.qail.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.TestProject;
import io.qail.impact.ImpactReport;
import io.qail.migrate.MigrationListener;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** S2 and S19: writers at full speed while one migration follows the other. */
@PostgresTest
class WritersUnderLoadTests {

    private static final Logger log = LoggerFactory.getLogger(WritersUnderLoadTests.class);

    private static final int MIGRATIONS = Integer.getInteger("qail.test.migrations-under-load", 4);
    private static final int ROWS = Integer.getInteger("qail.test.rows-under-load", 20_000);
    private static final int WRITERS = 2;

    /** Machines differ, and this one may be busy; the figure itself is logged. */
    private static final int BUSY = 10;

    private final TestDatabase database;

    WritersUnderLoadTests(TestDatabase database) {
        this.database = database;
    }

    /** What one writer saw. */
    private record Writing(long inserted, long withBody, Duration longestWait) {}

    @Test
    void noAcknowledgedValueIsLostAndNobodyWaitsMuchLongerThanAnnounced() throws Exception {
        AtomicLong announced = new AtomicLong();
        TestProject project = new TestProject(database)
                .script("V1__create.qail", "table notes {\n id bigint primary_key\n body text\n}\n")
                .listening(new MigrationListener() {
                    @Override
                    public void impactAnalysed(String version, ImpactReport report) {
                        announced.accumulateAndGet(report.expectedPause(), Math::max);
                    }
                });
        project.migrate();
        database.execute("INSERT INTO notes SELECT -i, 'old ' || i FROM generate_series(1, " + ROWS + ") i");

        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch warm = new CountDownLatch(WRITERS * 100);
        ExecutorService executor = Executors.newFixedThreadPool(WRITERS);
        List<Future<Writing>> writers = new ArrayList<>();
        try {
            for (int i = 0; i < WRITERS; i++) {
                long first = i + 1L;
                writers.add(executor.submit(() -> write(first, stop, warm)));
            }
            warm.await();
            for (int version = 2; version <= MIGRATIONS + 1; version++) {
                project.script(
                        "V" + version + "__change.qail",
                        version % 2 == 0 ? "drop notes.body\n" : "add notes.body text\n");
                assertThat(project.migrateVersions()).containsExactly(String.valueOf(version));
            }
        } finally {
            stop.set(true);
            executor.shutdown();
        }
        long inserted = 0;
        long withBody = 0;
        Duration longestWait = Duration.ZERO;
        for (Future<Writing> writer : writers) {
            Writing writing = writer.get();
            inserted += writing.inserted;
            withBody += writing.withBody;
            longestWait = longestWait.compareTo(writing.longestWait) < 0 ? writing.longestWait : longestWait;
        }
        Duration expected = Duration.ofMillis(Math.max(1000, announced.get()));
        log.info(
                "{} migrations, {} rows acknowledged, {} with a value; longest wait of a writer {} ms, announced {} ms",
                MIGRATIONS,
                inserted,
                withBody,
                longestWait.toMillis(),
                announced.get());

        assertThat(project.count("SELECT count(*) FROM notes WHERE id > 0")).isEqualTo(inserted);
        assertThat(project.count("SELECT count(*) FROM _qail_data_snapshots WHERE row_id::bigint > 0"
                                + " AND value_json #>> '{}' = 'new ' || row_id")
                        + (MIGRATIONS % 2 == 0
                                ? project.count("SELECT count(body) FROM notes WHERE id > 0 AND body = 'new ' || id")
                                : 0))
                .isEqualTo(withBody);
        assertThat(project.count("SELECT count(*) FROM _qail_data_snapshots WHERE row_id::bigint < 0"))
                .isEqualTo(ROWS);
        assertThat(longestWait).isLessThan(expected.multipliedBy(BUSY));
    }

    /** Commits row after row, with a value where the column is there. */
    private Writing write(long first, AtomicBoolean stop, CountDownLatch warm) throws SQLException {
        long inserted = 0;
        long withBody = 0;
        long longest = 0;
        try (Connection connection = database.connection();
                PreparedStatement whole = connection.prepareStatement("INSERT INTO notes (id, body) VALUES (?, ?)");
                PreparedStatement bare = connection.prepareStatement("INSERT INTO notes (id) VALUES (?)")) {
            for (long id = first; !stop.get(); id += WRITERS) {
                long begun = System.nanoTime();
                whole.setLong(1, id);
                whole.setString(2, "new " + id);
                try {
                    whole.executeUpdate();
                    withBody++;
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("42703");
                    bare.setLong(1, id);
                    bare.executeUpdate();
                }
                inserted++;
                longest = Math.max(longest, System.nanoTime() - begun);
                warm.countDown();
            }
        }
        return new Writing(inserted, withBody, Duration.ofNanos(longest));
    }
}
