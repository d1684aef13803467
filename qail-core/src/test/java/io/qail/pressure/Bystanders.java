package io.qail.pressure;

import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A reader and a writer that want the table all the time, each statement a transaction; measures what they wait. */
final class Bystanders implements AutoCloseable {

    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final AtomicBoolean stop = new AtomicBoolean();
    private final Bystander reader;
    private final Bystander writer;

    Bystanders(TestDatabase database, String read, String write) {
        this.reader = new Bystander(database, read);
        this.writer = new Bystander(database, write);
    }

    /** The longest that a statement of the reader took; ends both. */
    Duration longestRead() throws Exception {
        return reader.longest();
    }

    Duration longestWrite() throws Exception {
        return writer.longest();
    }

    /** How many statements were done; both go on. */
    int statements() {
        return Math.min(reader.statements.get(), writer.statements.get());
    }

    @Override
    public void close() {
        stop.set(true);
        executor.shutdownNow();
    }

    private final class Bystander {

        private final AtomicLong longest = new AtomicLong();
        private final AtomicInteger statements = new AtomicInteger();
        private final Future<?> end;

        Bystander(TestDatabase database, String sql) {
            this.end = executor.submit(() -> {
                run(database, sql);
                return null;
            });
        }

        private void run(TestDatabase database, String sql) throws SQLException {
            try (Connection connection = database.connection();
                    Statement statement = connection.createStatement()) {
                while (!stop.get()) {
                    long begin = System.nanoTime();
                    statement.execute(sql);
                    longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
                    statements.incrementAndGet();
                }
            }
        }

        Duration longest() throws Exception {
            stop.set(true);
            end.get(60, TimeUnit.SECONDS);
            return Duration.ofNanos(longest.get());
        }
    }
}
