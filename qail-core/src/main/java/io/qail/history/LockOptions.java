package io.qail.history;

import io.qail.error.EnvironmentException;
import io.qail.error.Setting;
import java.time.Duration;

/**
 * How long QAIL waits for others, and others for QAIL.
 *
 * @param lockTimeout the longest wait for a table lock; everything that comes after QAIL in the table's queue waits as long
 * @param lockRetries how often a lock that was not had in time is tried again, with growing, jittered pauses
 * @param statementTimeout for each statement of a migration; zero for none
 * @param migrationLockTimeout the longest wait for another QAIL migration of the same schema
 */
public record LockOptions(
        Duration lockTimeout, int lockRetries, Duration statementTimeout, Duration migrationLockTimeout) {

    public static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofSeconds(5);
    public static final int DEFAULT_LOCK_RETRIES = 10;
    public static final Duration DEFAULT_MIGRATION_LOCK_TIMEOUT = Duration.ofMinutes(10);

    public LockOptions {
        if (lockTimeout.isNegative() || lockTimeout.isZero()) {
            // Zero would mean to wait without end, and everybody else behind it.
            throw new EnvironmentException(
                    Setting.LOCK_TIMEOUT + " must be longer than zero, but is " + lockTimeout + ".",
                    "Set it to the longest pause that the application can bear, for example 5s.");
        }
        if (lockRetries < 0) {
            throw new EnvironmentException(
                    Setting.LOCK_RETRIES + " must not be negative, but is " + lockRetries + ".",
                    "Set it to 0 or more.");
        }
        if (statementTimeout.isNegative()) {
            throw new EnvironmentException(
                    Setting.STATEMENT_TIMEOUT + " must not be negative, but is " + statementTimeout + ".",
                    "Set it to the longest that a statement may run, or remove it.");
        }
        if (migrationLockTimeout.isNegative()) {
            throw new EnvironmentException(
                    Setting.MIGRATION_LOCK_TIMEOUT + " must not be negative, but is " + migrationLockTimeout + ".",
                    "Set it to the longest that another instance's migration may take, for example 10m.");
        }
    }

    /** With the default wait for another migration. */
    public LockOptions(Duration lockTimeout, int lockRetries, Duration statementTimeout) {
        this(lockTimeout, lockRetries, statementTimeout, DEFAULT_MIGRATION_LOCK_TIMEOUT);
    }

    public static LockOptions defaults() {
        return new LockOptions(DEFAULT_LOCK_TIMEOUT, DEFAULT_LOCK_RETRIES, Duration.ZERO);
    }
}
