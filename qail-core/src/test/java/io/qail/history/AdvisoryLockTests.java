package io.qail.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.LockException;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@PostgresTest
class AdvisoryLockTests {

    private final TestDatabase database;

    /** Not synchronised on purpose: only the lock keeps its counts together. */
    private int counter;

    AdvisoryLockTests(TestDatabase database) {
        this.database = database;
    }

    private Connection connection() throws SQLException {
        Connection connection = database.connection();
        connection.setAutoCommit(false);
        return connection;
    }

    @Test
    void anyFaultOfTheLockLosesCounts() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int task = 0; task < 8; task++) {
                tasks.add(() -> {
                    try (Connection connection = connection()) {
                        for (int i = 0; i < 5; i++) {
                            AdvisoryLock.acquire(connection, LockOptions.defaults(), "public");
                            int seen = counter;
                            new History(connection, "public").exists();
                            counter = seen + 1;
                            connection.commit();
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> task : executor.invokeAll(tasks)) {
                task.get();
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(counter).isEqualTo(40);
    }

    @Test
    void whoWaitsHoldsNoTransactionOpen() throws SQLException {
        try (Connection holder = connection();
                Connection waiter = connection()) {
            AdvisoryLock.acquire(holder, LockOptions.defaults(), "public");
            assertThat(AdvisoryLock.tryAcquire(waiter, LockOptions.defaults(), "public"))
                    .isFalse();
            int pid = ((org.postgresql.PGConnection) waiter).getBackendPID();
            assertThat(database.jdbc()
                            .sql("SELECT state FROM pg_stat_activity WHERE pid = ?")
                            .param(pid)
                            .query(String.class)
                            .single())
                    .isEqualTo("idle");
            holder.rollback();
            assertThat(AdvisoryLock.tryAcquire(waiter, LockOptions.defaults(), "public"))
                    .isTrue();
            waiter.rollback();
        }
    }

    @Test
    void everyDefaultSchemaHasALockOfItsOwn() throws SQLException {
        try (Connection one = connection();
                Connection other = connection()) {
            AdvisoryLock.acquire(one, LockOptions.defaults(), "public");
            assertThat(AdvisoryLock.tryAcquire(other, LockOptions.defaults(), "app"))
                    .isTrue();
            one.rollback();
            other.rollback();
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        try (Connection holder = connection();
                Connection waiter = connection()) {
            AdvisoryLock.acquire(holder, LockOptions.defaults(), "public");
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> AdvisoryLock.acquire(waiter, LockOptions.defaults(), "public"))
                    .isInstanceOf(LockException.class);
            assertThat(Thread.interrupted()).isTrue();
            holder.rollback();
        }
    }
}
