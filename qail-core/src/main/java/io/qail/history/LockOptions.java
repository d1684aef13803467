package io.qail.history;

import java.time.Duration;

/**
 * How long QAIL waits for others, and others for QAIL.
 *
 * @param lockTimeout the longest wait for a table lock; everything that comes after QAIL in the table's queue waits as long
 * @param lockRetries how often a lock that was not had in time is tried again, with growing, jittered pauses
 * @param statementTimeout for each statement of a migration; zero for none
 */
public record LockOptions(Duration lockTimeout, int lockRetries, Duration statementTimeout) {

    public static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofSeconds(5);
    public static final int DEFAULT_LOCK_RETRIES = 10;

    public static LockOptions defaults() {
        return new LockOptions(DEFAULT_LOCK_TIMEOUT, DEFAULT_LOCK_RETRIES, Duration.ZERO);
    }
}
