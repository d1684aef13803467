package io.qail.migrate;

import io.qail.error.LockException;
import io.qail.error.Setting;
import io.qail.history.LockHolders;
import io.qail.history.LockOptions;
import io.qail.history.Pause;
import io.qail.plan.TableLock;
import io.qail.schema.ObjectName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks tables, always in the order of their names. A lock that is not had within the lock timeout is given up, so that
 * whoever queues behind it goes on, and tried again later.
 */
final class TableLocks {

    static final String LOCK_NOT_AVAILABLE = "55P03";
    static final String DEADLOCK_DETECTED = "40P01";

    private static final Logger log = LoggerFactory.getLogger(TableLocks.class);

    private final LockOptions options;

    TableLocks(LockOptions options) {
        this.options = options;
    }

    /** One try, with all partitions and what inherits from the tables; fails with SQLSTATE 55P03 after the lock timeout. */
    void lock(Connection connection, Collection<ObjectName> tables, TableLock mode) throws SQLException {
        if (tables.isEmpty()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    tables.stream().sorted().map(ObjectName::sql).collect(Collectors.joining(", ", "LOCK TABLE ", ""))
                            + " IN " + mode.sql() + " MODE");
        }
    }

    private static void lock(Connection connection, Collection<String> further) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : further) {
                statement.execute(sql);
            }
        }
    }

    /**
     * Tries until the locks are had. What the transaction has done so far, a snapshot above all, stays: each failed try
     * goes back to a savepoint.
     *
     * @param further statements that lock what is no table, after the tables
     * @throws LockException when all tries failed; names who holds the locks
     * @throws SQLException 40P01 when a deadlock ended the try; the whole run has to start again
     */
    void lockWithRetries(
            Connection connection, Collection<ObjectName> tables, TableLock mode, Collection<String> further)
            throws SQLException {
        Pause pause = pause();
        for (int tries = 0; ; tries++) {
            Savepoint savepoint = connection.setSavepoint();
            try {
                lock(connection, tables, mode);
                lock(connection, further);
                connection.releaseSavepoint(savepoint);
                return;
            } catch (SQLException e) {
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    throw e;
                }
                connection.rollback(savepoint);
                LockHolders blockers = blockers(connection, tables);
                if (tries >= options.lockRetries()) {
                    throw failure(tables, tries + 1, blockers, e);
                }
                log.info(
                        "No {} lock on {} within {} ms, {} tries left: {}",
                        mode.sql(),
                        names(tables),
                        options.lockTimeout().toMillis(),
                        options.lockRetries() - tries,
                        blockers.description());
                pause.await();
            }
        }
    }

    Pause pause() {
        return new Pause(Duration.ofMillis(100), Duration.ofSeconds(5));
    }

    LockHolders blockers(Connection connection, Collection<ObjectName> tables) {
        return LockHolders.ofTables(
                connection, tables.stream().map(ObjectName::sql).toList());
    }

    LockException failure(Collection<ObjectName> tables, int tries, LockHolders blockers, SQLException cause) {
        return new LockException(
                "No lock on " + names(tables) + " in " + tries + " tries of "
                        + options.lockTimeout().toMillis() + " ms each: " + blockers.description(),
                "Nothing was changed. Wait for the holder of the lock, or end its session (SELECT pg_terminate_backend(pid)), "
                        + "or give the migration more time with " + Setting.LOCK_TIMEOUT + " and "
                        + Setting.LOCK_RETRIES + ".",
                blockers.pids(),
                cause);
    }

    private static String names(Collection<ObjectName> tables) {
        List<String> names = tables.stream().sorted().map(ObjectName::sql).toList();
        return names.size() <= 5
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, 5)) + " and " + (names.size() - 5) + " more";
    }
}
