package io.qail.shadow;

import io.qail.error.LockException;
import io.qail.error.Setting;
import io.qail.history.LockHolders;
import io.qail.history.LockOptions;
import io.qail.history.Pause;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Does something again that did not get a lock in time, or was the victim of a deadlock. */
final class LockRetry {

    private static final Set<String> CONFLICTS = Set.of("55P03", "40P01");

    private LockRetry() {}

    /** Work that leaves nothing behind when it fails. */
    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    static boolean isConflict(SQLException e) {
        return CONFLICTS.contains(String.valueOf(e.getSQLState()));
    }

    /**
     * @param what for the error: {@code a trigger on public.users}
     * @throws LockException when the tries of {@code qail.lock-retries} are used up
     */
    static void run(LockOptions locks, String what, Work work) throws SQLException {
        run(locks, what, () -> "", work);
    }

    /**
     * The same on one session, which is outside a transaction when the work has failed.
     *
     * @param tables quoted names, whose lock holders the error names
     */
    static void run(LockOptions locks, String what, Session session, List<String> tables, Work work)
            throws SQLException {
        run(
                locks,
                what,
                () -> ": " + LockHolders.ofTables(session.connection(), tables).description(),
                work);
    }

    private static void run(LockOptions locks, String what, Supplier<String> holders, Work work) throws SQLException {
        Pause pause = new Pause(Duration.ofMillis(100), Duration.ofSeconds(5));
        for (int tries = 0; ; tries++) {
            try {
                work.run();
                return;
            } catch (SQLException e) {
                if (!isConflict(e)) {
                    throw e;
                }
                if (tries >= locks.lockRetries()) {
                    throw new LockException(
                            "No lock for " + what + " within " + locks.lockTimeout() + ", tried " + (tries + 1)
                                    + " times" + holders.get(),
                            "Let the transaction that holds the lock end, or raise " + Setting.LOCK_TIMEOUT + " or "
                                    + Setting.LOCK_RETRIES + ", and start again.",
                            List.of(),
                            e);
                }
                pause.await();
            }
        }
    }
}
