package io.qail.history;

import io.qail.error.LockException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
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
     * Blocks until the lock is had, without a limit; logs who holds it every ten seconds. On return a transaction with all
     * {@link SessionSettings} is open on the connection and holds the lock.
     *
     * @param connection without auto-commit and outside a transaction
     * @return the time waited
     * @throws LockException when the thread is interrupted
     */
    public static Duration acquire(Connection connection, LockOptions locks, String defaultSchema) throws SQLException {
        long begin = System.nanoTime();
        long reported = begin;
        Pause pause = new Pause(Duration.ofMillis(50), Duration.ofSeconds(1));
        while (!tryAcquire(connection, locks, defaultSchema)) {
            if (System.nanoTime() - reported >= REPORT_EVERY.toNanos()) {
                reported = System.nanoTime();
                log.info(
                        "Waiting for {} s for another QAIL migration: {}",
                        (reported - begin) / 1_000_000_000,
                        holder(connection, defaultSchema));
                connection.rollback();
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

    private static String holder(Connection connection, String defaultSchema) {
        long key = key(defaultSchema);
        List<String> holders = client(connection)
                .sql("""
                        SELECT pg_catalog.format('pid %s, application %s, client %s, since %s', l.pid,
                               pg_catalog.quote_literal(coalesce(a.application_name, '')),
                               coalesce(a.client_addr::pg_catalog.text, 'local'), a.xact_start)
                        FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
                        WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
                          AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
                          AND l.classid::pg_catalog.int8 = ? AND l.objid::pg_catalog.int8 = ?""")
                .params(key >>> 32, key & 0xFFFFFFFFL)
                .query(String.class)
                .list();
        return holders.isEmpty() ? "it has just ended" : String.join("; ", holders);
    }

    private static JdbcClient client(Connection connection) {
        return JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }
}
