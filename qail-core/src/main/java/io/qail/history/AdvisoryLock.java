package io.qail.history;

import io.qail.error.LockException;
import io.qail.error.Setting;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The lock that makes one instance migrate while the others wait: a transaction-level advisory lock for each default
 * schema of a database.
 *
 * <ol>
 *   <li>Each try is a transaction of its own, so that waiting works through a transaction-pooling proxy and a waiter
 *       holds no snapshot for which a concurrent index build would wait.
 *   <li>The lock ends with the transaction: a killed instance never leaves it behind.
 * </ol>
 */
public final class AdvisoryLock {

    private static final Logger log = LoggerFactory.getLogger(AdvisoryLock.class);

    /** "QAIL" in ASCII: keeps clear of the keys of other tools. */
    private static final long NAMESPACE = 0x5141494CL;

    private static final Duration REPORT_EVERY = Duration.ofSeconds(10);

    private AdvisoryLock() {}

    /** The key of a default schema. */
    public static long key(String defaultSchema) {
        CRC32 crc = new CRC32();
        crc.update(defaultSchema.getBytes(StandardCharsets.UTF_8));
        return NAMESPACE << 32 | crc.getValue();
    }

    /**
     * Blocks until the lock is had, for {@code qail.migration-lock-timeout} at most; logs who holds it every ten seconds. On return a transaction with all
     * {@link SessionSettings} is open on the connection and holds the lock.
     *
     * @param connection without auto-commit and outside a transaction
     * @return the time waited
     * @throws LockException when the lock is not free in time, naming its holder, or when the thread is interrupted
     */
    public static Duration acquire(Connection connection, LockOptions locks, String defaultSchema) throws SQLException {
        long begin = System.nanoTime();
        long reported = begin;
        Pause pause = new Pause(Duration.ofMillis(50), Duration.ofSeconds(1));
        while (!tryAcquire(connection, locks, defaultSchema)) {
            long now = System.nanoTime();
            if (now - begin >= locks.migrationLockTimeout().toNanos()) {
                throw tooLong(locks, defaultSchema, holder(connection, locks, defaultSchema));
            }
            if (now - reported >= REPORT_EVERY.toNanos()) {
                reported = now;
                log.info(
                        "Waiting for {} s for another QAIL migration: {}",
                        (now - begin) / 1_000_000_000,
                        holder(connection, locks, defaultSchema).description());
            }
            pause.await();
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** One try. True: a transaction is open that holds the lock. False: no transaction is open. */
    static boolean tryAcquire(Connection connection, LockOptions locks, String defaultSchema) throws SQLException {
        SessionSettings.begin(connection, locks, defaultSchema);
        boolean acquired = client(connection)
                .sql("SELECT pg_catalog.pg_try_advisory_xact_lock(?)")
                .param(key(defaultSchema))
                .query(Boolean.class)
                .single();
        if (!acquired) {
            connection.rollback();
        }
        return acquired;
    }

    private static LockHolders holder(Connection connection, LockOptions locks, String defaultSchema)
            throws SQLException {
        // In a transaction of its own: behind a proxy the settings are those of whoever had the session before.
        SessionSettings.begin(connection, locks, defaultSchema);
        try {
            return LockHolders.ofAdvisory(connection, key(defaultSchema));
        } finally {
            connection.rollback();
        }
    }

    private static LockException tooLong(LockOptions locks, String defaultSchema, LockHolders holders) {
        long key = key(defaultSchema);
        return new LockException(
                "The lock for migrations of the schema " + defaultSchema + " was not free within "
                        + locks.migrationLockTimeout().toSeconds() + " s: " + holders.description(),
                "Nothing was changed. Wait for that migration, or end its session (SELECT pg_terminate_backend(pid)), and"
                        + " start again. Every role of the database can take this advisory lock (classid "
                        + (key >>> 32)
                        + ", objid " + (key & 0xFFFFFFFFL)
                        + " in pg_locks): if the holder is not a QAIL migration, find out"
                        + " what it is. " + Setting.MIGRATION_LOCK_TIMEOUT + " sets the longest wait.",
                holders.pids());
    }

    private static JdbcClient client(Connection connection) {
        return JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }
}
