package io.qail.history;

import io.qail.impact.Impact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code _qail_migrations}, without the schema text.
 *
 * @param script the name of the script
 * @param checksum SHA-256 in hexadecimal
 * @param statements how many statements ran
 * @param installedBy the database role
 * @param snapshotId of {@code _qail_snapshots}, null when nothing was backed up
 * @param snapshotLocation the directory of a file snapshot, the name of the table of a database snapshot
 */
public record HistoryEntry(
        long id,
        String version,
        String description,
        HistoryType type,
        String script,
        String checksum,
        int statements,
        String installedBy,
        String application,
        String host,
        Instant startedAt,
        Duration duration,
        long recordsAtRisk,
        List<Impact> impact,
        @Nullable BackupMode backupMode,
        @Nullable Long snapshotId,
        @Nullable String snapshotLocation) {

    public HistoryEntry {
        impact = List.copyOf(impact);
    }

    /** The same entry with another script, as a repair leaves it. */
    public HistoryEntry withScript(String otherScript, String otherChecksum) {
        return new HistoryEntry(
                id,
                version,
                description,
                type,
                otherScript,
                otherChecksum,
                statements,
                installedBy,
                application,
                host,
                startedAt,
                duration,
                recordsAtRisk,
                impact,
                backupMode,
                snapshotId,
                snapshotLocation);
    }

    HistoryEntry withInstalledBy(String role) {
        return new HistoryEntry(
                id,
                version,
                description,
                type,
                script,
                checksum,
                statements,
                role,
                application,
                host,
                startedAt,
                duration,
                recordsAtRisk,
                impact,
                backupMode,
                snapshotId,
                snapshotLocation);
    }
}
