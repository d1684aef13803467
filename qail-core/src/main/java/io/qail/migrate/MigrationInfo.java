package io.qail.migrate;

import io.qail.drift.Difference;
import io.qail.history.HistoryEntry;
import io.qail.snapshot.SnapshotManifest;
import java.util.List;

/**
 * The state of a database against its scripts.
 *
 * @param database its name
 * @param pendingIndexes indexes that are still to be built concurrently
 * @param drift what differs from the schema of the last version, empty unless asked for
 */
public record MigrationInfo(
        String database,
        String serverVersion,
        String defaultSchema,
        List<Applied> migrations,
        List<PendingMigration> pending,
        List<SnapshotManifest> snapshots,
        List<String> pendingIndexes,
        List<Difference> drift) {

    public MigrationInfo {
        migrations = List.copyOf(migrations);
        pending = List.copyOf(pending);
        snapshots = List.copyOf(snapshots);
        pendingIndexes = List.copyOf(pendingIndexes);
        drift = List.copyOf(drift);
    }

    /** A history row and what became of it. */
    public record Applied(HistoryEntry entry, State state) {}

    /** What became of a history row. */
    public enum State {
        SUCCESS,
        /** A later row took it back. */
        ROLLED_BACK,
        /** It is in the history, but there is no script of that version. */
        MISSING,
        /** Above the newest script: a newer application migrated the database. */
        FUTURE
    }
}
