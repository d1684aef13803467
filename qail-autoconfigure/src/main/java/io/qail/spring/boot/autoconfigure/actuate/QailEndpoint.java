package io.qail.spring.boot.autoconfigure.actuate;

import io.qail.Qail;
import io.qail.drift.Difference;
import io.qail.error.QailException;
import io.qail.history.BackupMode;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryType;
import io.qail.impact.Impact;
import io.qail.migrate.MigrationInfo;
import io.qail.migrate.PendingMigration;
import io.qail.shadow.ShadowStatus;
import io.qail.snapshot.SnapshotItem;
import io.qail.snapshot.SnapshotManifest;
import io.qail.snapshot.SnapshotType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.context.ApplicationContext;

/**
 * Shows what QAIL did to each database and what is still to do. Reads the database on every call; never shows a password
 * or a value of a row.
 */
@Endpoint(id = "qail", defaultAccess = Access.READ_ONLY)
public final class QailEndpoint {

    private final ApplicationContext context;
    private final Operations operations;

    QailEndpoint(ApplicationContext context, Operations operations) {
        this.context = context;
        this.operations = operations;
    }

    /**
     * The state of every QAIL bean of this context and of its parents.
     *
     * @param drift whether to compare the live database with the schema of its last version, which takes longer
     * @param shadow whether to look for a shadow database, which takes a connection of its own
     */
    @ReadOperation
    public QailDescriptor qail(@Nullable Boolean drift, @Nullable Boolean shadow) {
        boolean withDrift = Boolean.TRUE.equals(drift);
        boolean withShadow = Boolean.TRUE.equals(shadow);
        Map<String, ContextDescriptor> contexts = new TreeMap<>();
        for (ApplicationContext at = context; at != null; at = at.getParent()) {
            Map<String, QailBeanDescriptor> beans = new TreeMap<>();
            at.getBeansOfType(Qail.class)
                    .forEach((name, qail) -> beans.put(name, describe(qail, withDrift, withShadow)));
            ApplicationContext parent = at.getParent();
            contexts.put(
                    String.valueOf(at.getId()), new ContextDescriptor(beans, parent == null ? null : parent.getId()));
        }
        return new QailDescriptor(contexts);
    }

    /** What cannot be read, because an operation holds it or the database is away, is left out, and a sentence says so. */
    QailBeanDescriptor describe(Qail qail, boolean withDrift, boolean withShadow) {
        BackupMode mode = qail.options().migrate().backupMode();
        try {
            MigrationInfo info = qail.info(withDrift);
            ShadowStatus shadow = withShadow ? qail.shadow().status() : null;
            return QailBeanDescriptor.of(info, mode, withDrift, shadow, operations.last(qail));
        } catch (QailException e) {
            return QailBeanDescriptor.unread(mode, operations.last(qail), e);
        }
    }

    /** Every application context, by its id. */
    public record QailDescriptor(Map<String, ContextDescriptor> contexts) implements OperationResponseBody {}

    /** The {@link Qail} beans of one context, by name. */
    public record ContextDescriptor(
            Map<String, QailBeanDescriptor> qailBeans,
            @Nullable String parentId) {}

    /**
     * One database. Where it could not be read, only backup mode, operation and problem are there.
     *
     * @param migrations the rows of the history, oldest first
     * @param pendingIndexes indexes that are still to be built concurrently
     * @param drift null unless asked for
     * @param shadow null unless asked for
     * @param operation the one that this process runs, or ran last; null for none
     * @param problem why the rest is missing; null when nothing is
     */
    public record QailBeanDescriptor(
            @Nullable String database,
            @Nullable String serverVersion,
            @Nullable String defaultSchema,
            BackupMode backupMode,
            @Nullable State state,
            @Nullable List<MigrationDescriptor> migrations,
            @Nullable List<PendingMigration> pending,
            @Nullable List<SnapshotDescriptor> snapshots,
            @Nullable List<String> pendingIndexes,
            @Nullable List<DifferenceDescriptor> drift,
            @Nullable ShadowStatus shadow,
            @Nullable OperationDescriptor operation,
            @Nullable String problem)
            implements OperationResponseBody {

        private static QailBeanDescriptor of(
                MigrationInfo info,
                BackupMode mode,
                boolean withDrift,
                @Nullable ShadowStatus shadow,
                @Nullable OperationDescriptor operation) {
            return new QailBeanDescriptor(
                    info.database(),
                    info.serverVersion(),
                    info.defaultSchema(),
                    mode,
                    State.of(info),
                    info.migrations().stream().map(MigrationDescriptor::of).toList(),
                    info.pending(),
                    info.snapshots().stream().map(SnapshotDescriptor::of).toList(),
                    info.pendingIndexes(),
                    withDrift
                            ? info.drift().stream()
                                    .map(difference -> DifferenceDescriptor.of(difference, info.defaultSchema()))
                                    .toList()
                            : null,
                    shadow,
                    operation,
                    null);
        }

        private static QailBeanDescriptor unread(
                BackupMode mode, @Nullable OperationDescriptor operation, QailException problem) {
            return new QailBeanDescriptor(
                    null,
                    null,
                    null,
                    mode,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    operation,
                    "The database could not be read now. " + problem.getMessage());
        }
    }

    /** Whether database and scripts agree. */
    public enum State {
        UP_TO_DATE,
        /** Versions or concurrent indexes are still to do. */
        PENDING,
        /** A newer application migrated the database. */
        NEWER_DATABASE;

        private static State of(MigrationInfo info) {
            if (!info.pending().isEmpty() || !info.pendingIndexes().isEmpty()) {
                return PENDING;
            }
            return info.migrations().stream().anyMatch(applied -> applied.state() == MigrationInfo.State.FUTURE)
                    ? NEWER_DATABASE
                    : UP_TO_DATE;
        }
    }

    /**
     * One row of the history.
     *
     * @param executionTime in milliseconds
     * @param snapshot null when nothing was backed up
     */
    public record MigrationDescriptor(
            long id,
            String version,
            String description,
            HistoryType type,
            String script,
            String checksum,
            MigrationInfo.State state,
            Instant installedOn,
            String installedBy,
            long executionTime,
            long recordsAtRisk,
            List<Impact> impact,
            @Nullable BackupMode backupMode,
            @Nullable SnapshotReference snapshot) {

        private static MigrationDescriptor of(MigrationInfo.Applied applied) {
            HistoryEntry entry = applied.entry();
            Long snapshotId = entry.snapshotId();
            return new MigrationDescriptor(
                    entry.id(),
                    entry.version(),
                    entry.description(),
                    entry.type(),
                    entry.script(),
                    entry.checksum(),
                    applied.state(),
                    entry.startedAt(),
                    entry.installedBy(),
                    entry.duration().toMillis(),
                    entry.recordsAtRisk(),
                    entry.impact(),
                    entry.backupMode(),
                    snapshotId == null ? null : new SnapshotReference(snapshotId, entry.snapshotLocation()));
        }
    }

    /** Where the snapshot of a migration is. */
    public record SnapshotReference(long id, @Nullable String location) {}

    /** What a snapshot holds. */
    public record SnapshotDescriptor(
            long id,
            long migrationId,
            String version,
            String store,
            String location,
            List<SnapshotItemDescriptor> items,
            long records,
            long bytes,
            Instant createdAt,
            @Nullable Instant restoredAt) {

        private static SnapshotDescriptor of(SnapshotManifest manifest) {
            return new SnapshotDescriptor(
                    manifest.id(),
                    manifest.migrationId(),
                    manifest.version(),
                    manifest.store(),
                    manifest.location(),
                    manifest.items().stream().map(SnapshotItemDescriptor::of).toList(),
                    manifest.records(),
                    manifest.bytes(),
                    manifest.createdAt(),
                    manifest.restoredAt());
        }
    }

    /** One table or column of a snapshot. */
    public record SnapshotItemDescriptor(
            SnapshotType type, String table, @Nullable String column, long rows, long values) {

        private static SnapshotItemDescriptor of(SnapshotItem item) {
            return new SnapshotItemDescriptor(item.type(), item.table(), item.column(), item.rows(), item.values());
        }
    }

    /** One object that is not as the history says. */
    public record DifferenceDescriptor(String type, String object, String difference, String detail) {

        private static DifferenceDescriptor of(Difference difference, String defaultSchema) {
            return new DifferenceDescriptor(
                    difference.object().kind().keyword(),
                    difference.object().display(defaultSchema),
                    difference.kind().name(),
                    difference.detail());
        }
    }
}
