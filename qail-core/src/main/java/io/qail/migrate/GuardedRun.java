package io.qail.migrate;

import io.qail.catalog.Catalog;
import io.qail.catalog.LiveSchema;
import io.qail.catalog.SqlMessage;
import io.qail.error.MigrationException;
import io.qail.history.AdvisoryLock;
import io.qail.history.BackupMode;
import io.qail.history.History;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryState;
import io.qail.history.LockHolders;
import io.qail.history.Pause;
import io.qail.history.SessionPin;
import io.qail.history.SessionSettings;
import io.qail.impact.ExactImpact;
import io.qail.impact.Impact;
import io.qail.impact.ImpactAnalysis;
import io.qail.impact.ImpactReport;
import io.qail.impact.LiveRisks;
import io.qail.plan.Plan;
import io.qail.plan.TableLock;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.snapshot.PendingSnapshot;
import io.qail.snapshot.SnapshotManifest;
import io.qail.snapshot.SnapshotRequest;
import io.qail.snapshot.Snapshots;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Migrates one version in one transaction. Every way to change a schema goes through here.
 *
 * <ol>
 *   <li>Take the advisory lock; the transaction that holds it is the migration's. Read the history again. A database that
 *       a shadow follows is left alone.
 *   <li>Plan, analyse, and let the policy decide a first time.
 *   <li>Lock the tables that lose data against writers, count again, decide by those counts, take the snapshot.
 *   <li>Lock everything that the plan touches, trying again without losing the snapshot.
 *   <li>Run the plan, verify the catalogs, append to the history, commit.
 * </ol>
 *
 * A lock that is not had before the snapshot, and a deadlock at any time, start the whole run again.
 */
final class GuardedRun {

    private static final Logger log = LoggerFactory.getLogger(GuardedRun.class);

    /** What a snapshot copies in a second at least; decides whether readers are locked out at once. */
    private static final long SNAPSHOT_BYTES_PER_SECOND = 10_000_000;

    private final RunContext context;
    private final TableLocks tableLocks;
    private final PolicyGate policy;

    GuardedRun(RunContext context) {
        this.context = context;
        this.tableLocks = new TableLocks(context.locks());
        this.policy = new PolicyGate(context.options());
    }

    /**
     * Migrates the next version.
     *
     * @return its new history row, or empty when nothing was left to do
     */
    Optional<HistoryEntry> run(Connection connection, NextJob next) throws SQLException {
        Pause pause = tableLocks.pause();
        connection.setAutoCommit(false);
        for (int tries = 0; ; tries++) {
            Attempt attempt = new Attempt(connection);
            try {
                return attempt.run(next);
            } catch (SQLException | DataAccessException e) {
                attempt.rollback();
                SQLException cause = sqlException(e);
                if (!isLockConflict(cause)) {
                    throw attempt.failed(
                            attempt.job == null
                                    ? SqlFailure.outsideVersion(cause)
                                    : SqlFailure.of(
                                            attempt.version(), attempt.script(), "(a statement of QAIL's own)", cause));
                }
                if (tries >= context.locks().lockRetries()) {
                    LockHolders blockers = tableLocks.blockers(connection, attempt.lockedTables);
                    connection.rollback();
                    throw attempt.failed(tableLocks.failure(attempt.lockedTables, tries + 1, blockers, cause));
                }
                log.info(
                        "{}: {}; starting again, {} tries left",
                        attempt.version(),
                        SqlFailure.describe(cause),
                        context.locks().lockRetries() - tries);
                pause.await();
            } catch (RuntimeException e) {
                attempt.rollback();
                throw attempt.failed(e);
            }
        }
    }

    /** Spring wraps what its JDBC client meets; the SQLSTATE is what counts here. */
    private static SQLException sqlException(Exception e) {
        if (e instanceof SQLException sql) {
            return sql;
        }
        return e instanceof DataAccessException access
                ? SqlMessage.behind(access).orElseGet(() -> new SQLException(e.getMessage(), e))
                : new SQLException(e.getMessage(), e);
    }

    static boolean isLockConflict(SQLException e) {
        return TableLocks.LOCK_NOT_AVAILABLE.equals(e.getSQLState())
                || TableLocks.DEADLOCK_DETECTED.equals(e.getSQLState());
    }

    /** One try of one version: one transaction. */
    private final class Attempt {

        private final Connection connection;
        private final long begin = System.nanoTime();
        private @Nullable Job job;
        private @Nullable PendingSnapshot snapshot;
        private Set<ObjectName> lockedTables = Set.of();

        Attempt(Connection connection) {
            this.connection = connection;
        }

        Optional<HistoryEntry> run(NextJob next) throws SQLException {
            String schema = context.defaultSchema();
            Duration waited = AdvisoryLock.acquire(connection, context.locks(), schema);
            context.listeners().forEach(listener -> listener.lockAcquired(waited));
            Instant startedAt = context.clock().instant();
            History history = new History(connection, schema);
            HistoryState state = HistoryState.EMPTY;
            if (history.exists()) {
                state = history.read();
            } else {
                history.createTable(connection);
            }
            Snapshots.createTables(connection, schema);
            Optional<Job> found = next.job(connection, state, schema);
            if (found.isEmpty()) {
                connection.commit();
                return Optional.empty();
            }
            Job current = found.get();
            job = current;
            LiveShadow.refuse(connection);
            return Optional.of(migrate(current, history, startedAt));
        }

        private HistoryEntry migrate(Job current, History history, Instant startedAt) throws SQLException {
            String schema = context.defaultSchema();
            LiveSchema live = Catalog.read(connection, schema);
            Plan plan = current.way().plan(connection, live, schema);
            DriftCheck.apply(context.options().drift(), connection, current.base(), live, schema);
            ImpactReport shown = ImpactAnalysis.analyse(connection, plan, context.impact(), schema);
            MigrationLog.analysed(current, shown);
            MigrationLog.examples(connection, plan, shown, context);
            context.listeners().forEach(listener -> listener.impactAnalysed(current.version(), shown));
            policy.foreseeFailure(current.version(), plan, shown);
            RewriteRules.refuse(connection, plan, current.version());
            NeededRoles.check(connection, plan, current.version());
            long id = history.nextId();
            ExactImpact exact = secureData(current, plan, live, shown, id);

            lockedTables = present(plan.lockedTables(), live);
            PendingSnapshot kept = snapshot;
            tableLocks.lockWithRetries(
                    connection,
                    lockedTables,
                    TableLock.ACCESS_EXCLUSIVE,
                    kept == null ? List.of() : kept.sequenceLocks());
            if (kept != null) {
                kept.notePositions();
            }
            Verification verification = Verification.prepare(connection, plan, live, schema);
            for (MigrationListener listener : context.listeners()) {
                listener.beforeVersion(connection, current.version());
            }
            WrittenRows written = WrittenRows.prepare(
                    connection, plan, current.version(), context.options().backupMode() != BackupMode.PROCEED);
            boolean keeps = context.options().backupMode() == BackupMode.DATABASE
                    || context.options().backupMode() == BackupMode.FILE;
            MeasuredUpdates updates = new MeasuredUpdates(plan, current.version(), exact, policy, keeps, kept, schema);
            new PlanExecution(current, written, updates).run(connection, plan);
            verification.restore(current.version());
            ImpactReport counted = updates.report();
            for (MigrationListener listener : context.listeners()) {
                listener.afterVersion(connection, current.version());
            }
            SessionSettings.pinAgain(connection, context.locks(), schema);
            Schema reached = verification.verify(connection, current.version());

            current.way().beforeCommit(connection, schema);

            if (!keeps && counted.recordsAtRisk() > 0) {
                // Without the records it would promise a rollback that it cannot keep.
                snapshot = null;
            }
            SnapshotManifest manifest =
                    snapshot == null ? null : snapshot.complete().orElse(null);
            if (manifest != null && manifest.records() > 0 && exact.report().recordsAtRisk() == 0) {
                log.info(
                        "Snapshot {} of {} records as they were replaced: {}",
                        manifest.id(),
                        manifest.records(),
                        manifest.location());
                context.listeners().forEach(listener -> listener.snapshotTaken(manifest, Duration.ZERO));
            }
            HistoryEntry entry = history.append(
                    new HistoryEntry(
                            id,
                            current.version(),
                            current.description(),
                            current.type(),
                            current.script(),
                            current.checksum(),
                            plan.statements().size(),
                            "",
                            context.options().application(),
                            context.host(),
                            startedAt,
                            Duration.ofNanos(System.nanoTime() - begin),
                            counted.recordsAtRisk(),
                            counted.findings(),
                            counted.recordsAtRisk() > 0 ? context.options().backupMode() : null,
                            manifest == null ? null : manifest.id(),
                            manifest == null ? null : manifest.location()),
                    current.way().historyText(reached, schema));
            if (snapshot != null) {
                snapshot.publish();
            }
            SessionPin.beforeCommit(connection);
            commit(id);
            // Committed: whatever fails from here on, the files of the snapshot are the only copy.
            snapshot = null;
            for (MigrationListener listener : context.listeners()) {
                try {
                    listener.versionMigrated(entry);
                } catch (RuntimeException e) {
                    log.warn("A listener failed after version {} was committed", current.version(), e);
                }
            }
            return entry;
        }

        /** Locks what loses data, counts it under that lock, and copies it. */
        private ExactImpact secureData(Job current, Plan plan, LiveSchema live, ImpactReport shown, long id)
                throws SQLException {
            Set<ObjectName> losing = LiveRisks.read(connection, plan).tablesAtRisk();
            lockedTables = losing;
            // What counts is how much the count and the copy read, not how many records they find.
            long bytes = shown.impacts().stream()
                    .filter(impact -> impact.records() > 0)
                    .mapToLong(Impact::tableBytes)
                    .sum();
            boolean brief = bytes / SNAPSHOT_BYTES_PER_SECOND
                    < context.locks().lockTimeout().toSeconds();
            tableLocks.lock(connection, losing, brief ? TableLock.ACCESS_EXCLUSIVE : TableLock.SHARE_ROW_EXCLUSIVE);
            ExactImpact exact = ImpactAnalysis.exact(connection, plan, context.defaultSchema());
            boolean migrate = policy.decide(current.version(), plan, exact.report()) == PolicyGate.Decision.MIGRATE;
            if (migrate && exact.report().recordsAtRisk() > 0) {
                return exact;
            }
            SnapshotRequest request = new SnapshotRequest(
                    id,
                    current.version(),
                    plan,
                    live.schema(),
                    plan.risks(),
                    context.options().backupMode() == BackupMode.FILE,
                    context.host(),
                    context.defaultSchema());
            PendingSnapshot pending = Snapshots.begin(
                    connection, request, context.snapshots(), new SnapshotProgress(current.version(), context));
            snapshot = pending;
            if (migrate) {
                pending.takeStructure();
                return exact;
            }
            long begun = System.nanoTime();
            SnapshotManifest manifest = pending.takeRecords().manifest();
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            log.info(
                    "Snapshot {} of {} records in {} ms: {}",
                    manifest.id(),
                    manifest.records(),
                    took.toMillis(),
                    manifest.location());
            context.listeners().forEach(listener -> listener.snapshotTaken(manifest, took));
            return exact;
        }

        private Set<ObjectName> present(Set<ObjectName> tables, LiveSchema live) {
            return tables.stream()
                    .filter(live.schema().tables()::containsKey)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** An I/O error at COMMIT leaves it open whether the version is in; the history knows. */
        private void commit(long id) throws SQLException {
            try {
                connection.commit();
            } catch (SQLException e) {
                if (e.getSQLState() != null && !e.getSQLState().startsWith("08")) {
                    throw e;
                }
                PendingSnapshot kept = snapshot;
                snapshot = null;
                if (new CommitOutcome(context).isCommitted(version(), id)) {
                    return;
                }
                if (kept != null) {
                    kept.discard();
                }
                throw new MigrationException(
                        version(),
                        "The connection broke at the commit of migration " + version() + ", which did not take place",
                        "Start again. The database is as it was before this version.",
                        e.getSQLState(),
                        e);
            }
        }

        void rollback() {
            try {
                connection.rollback();
            } catch (SQLException e) {
                // The server rolls back what a lost connection leaves; a snapshot in files stays until that is certain.
                log.warn("The connection was lost during migration {}: {}", version(), SqlFailure.describe(e));
                snapshot = null;
                return;
            }
            if (snapshot != null) {
                snapshot.discard();
                snapshot = null;
            }
        }

        <E extends RuntimeException> E failed(E failure) {
            if (job != null) {
                Duration after = Duration.ofNanos(System.nanoTime() - begin);
                context.listeners().forEach(listener -> listener.versionFailed(version(), after, failure));
            }
            return failure;
        }

        String version() {
            return job == null ? "?" : job.version();
        }

        String script() {
            return job == null ? "?" : job.script();
        }
    }
}
