package io.qail.shadow;

import io.qail.catalog.SqlMessage;
import io.qail.error.LockException;
import io.qail.schema.Identifier;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one database take the name of another.
 *
 * <ol>
 *   <li>A transaction of the maintenance database begins the first RENAME. It holds the database's lock at once, so that
 *       newcomers wait, and itself waits for five seconds at most until everybody has left.
 *   <li>All sessions are ended but the one that holds the writers back; that one looks a last time, and leaves.
 *   <li>The second RENAME, the privileges, COMMIT: both names change together, or none does. A crash anywhere before
 *       releases everything, and the primary serves on.
 * </ol>
 *
 * <p>ALLOW_CONNECTIONS is never touched: after a crash nobody could enter the database, not even to repair it.
 */
final class Switch {

    private static final Logger log = LoggerFactory.getLogger(Shadow.class);

    private static final Duration POLL = Duration.ofMillis(10);

    /**
     * Everybody but autovacuum, which RENAME ends itself. Who may end a session may not always look at its kind; autovacuum
     * has no user.
     */
    private static final String OTHERS =
            "a.datname = ? AND a.pid <> ? AND (a.usesysid IS NOT NULL OR a.backend_type <> 'autovacuum worker')";

    /** PostgreSQL's own limit for the wait of RENAME. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ShadowContext context;
    private final String from;
    private final long fromOid;
    private final String keptAs;
    private final String to;
    private final long toOid;
    private final List<String> grants;

    /**
     * @param from the database that serves
     * @param fromOid and no other
     * @param keptAs its name afterwards
     * @param to the database that takes its name
     * @param toOid and no other
     * @param grants run when the names have changed
     */
    Switch(
            ShadowContext context,
            String from,
            long fromOid,
            String keptAs,
            String to,
            long toOid,
            List<String> grants) {
        this.context = context;
        this.from = from;
        this.fromOid = fromOid;
        this.keptAs = keptAs;
        this.to = to;
        this.toOid = toOid;
        this.grants = grants;
    }

    /** The last look at the primary, when nobody but the holder is left. */
    @FunctionalInterface
    interface LastLook {
        void take() throws SQLException;
    }

    /**
     * @param holder holds the writers back, and is closed
     * @param last run when all others have left; must leave no session in either database
     * @throws LockException when sessions did not end in time; nothing was changed
     */
    void run(Session holder, LastLook last) throws SQLException {
        int pid = holder.pid();
        ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "qail-shadow-rename");
            made.setDaemon(true);
            return made;
        });
        try (Session renaming = context.maintenance();
                Session watching = context.maintenance()) {
            long begin = System.nanoTime();
            renaming.connection().setAutoCommit(false);
            renaming.execute("SET LOCAL lock_timeout = '5s'");
            int renamer = renaming.pid();
            Future<?> first = thread.submit(() -> {
                renaming.execute("ALTER DATABASE " + Identifier.quote(from) + " RENAME TO " + Identifier.quote(keptAs));
                return true;
            });
            while (!isAlone(watching, renamer, pid)) {
                if (first.isDone() || System.nanoTime() - begin > LIMIT.toNanos()) {
                    first.get();
                    throw new SQLException("sessions did not end in time", "55006");
                }
                endOthers(watching, pid);
                pause();
            }
            last.take();
            holder.close();
            first.get();
            renaming.execute("ALTER DATABASE " + Identifier.quote(to) + " RENAME TO " + Identifier.quote(from));
            checkIdentity(renaming, keptAs, fromOid);
            checkIdentity(renaming, from, toOid);
            for (String grant : grants) {
                renaming.execute(grant);
            }
            renaming.connection().commit();
        } catch (ExecutionException e) {
            throw failure(e.getCause() instanceof SQLException cause ? cause : new SQLException(e.getCause()));
        } catch (SQLException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LockException("Interrupted while databases changed names", "Promote again.", List.of(), e);
        } finally {
            thread.shutdownNow();
        }
    }

    /** Both renames are by name; within their transaction the names are those of the databases that were meant. */
    private static void checkIdentity(Session renaming, String name, long oid) throws SQLException {
        if (!renaming.isTrue(
                "SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = ? AND oid = ?::oid)",
                name,
                String.valueOf(oid))) {
            throw new SQLException(name + " is another database now: a database was renamed at the same time", "55006");
        }
    }

    private LockException failure(SQLException e) {
        return new LockException(
                "The databases could not change names: " + SqlMessage.full(e) + "\n    still there: " + remaining(),
                "End these sessions, or grant pg_signal_backend to the role, and promote again. The primary serves on.",
                List.of(),
                e);
    }

    private String remaining() {
        try (Session watching = context.maintenance()) {
            return String.join("; ", watching.strings("""
                    SELECT pg_catalog.format('pid %s, %s, application %s', pid, coalesce(usename, backend_type),
                        coalesce(application_name, '')) FROM pg_catalog.pg_stat_activity WHERE datname IN (?, ?)""", from, to));
        } catch (SQLException e) {
            return "unknown";
        }
    }

    /** Whether RENAME has the database's lock, and nobody but the holder is in it. */
    private boolean isAlone(Session watching, int renamer, int holder) throws SQLException {
        return watching.isTrue(
                "SELECT EXISTS (SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_database d ON d.oid = l.objid"
                        + " WHERE l.locktype = 'object' AND l.classid = 'pg_catalog.pg_database'::pg_catalog.regclass"
                        + " AND d.datname = ? AND l.pid = ? AND l.mode = 'AccessExclusiveLock' AND l.granted)"
                        + " AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE " + OTHERS + ")",
                from,
                renamer,
                from,
                holder);
    }

    /** A session that may not be ended makes the RENAME fail, which says so. */
    private void endOthers(Session watching, int holder) throws SQLException {
        for (long pid : watching.list(
                "SELECT a.pid FROM pg_catalog.pg_stat_activity a WHERE " + OTHERS,
                row -> row.getLong(1),
                from,
                holder)) {
            try {
                watching.isTrue("SELECT pg_catalog.pg_terminate_backend(?::int)", pid);
            } catch (SQLException e) {
                log.debug("A session could not be ended: {}", SqlMessage.of(e));
            }
        }
    }

    private static void pause() throws InterruptedException {
        Thread.sleep(POLL.toMillis());
    }
}
