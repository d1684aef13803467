package io.qail.snapshot;

import io.qail.error.EnvironmentException;
import io.qail.error.Setting;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where snapshots go and what they may cost.
 *
 * @param directory of the file store; must be persistent
 * @param maxRecords a snapshot of more records is refused before it is taken; null for no limit
 * @param maxSize bytes; a snapshot of tables larger than that is refused before it is taken; null for no limit
 * @param retention snapshots older than this are purged after a migration; null keeps them for ever
 */
public record SnapshotOptions(
        Path directory,
        @Nullable Long maxRecords,
        @Nullable Long maxSize,
        @Nullable Duration retention) {

    public static final Path DEFAULT_DIRECTORY = Path.of("_qail_snapshots");

    public SnapshotOptions {
        if (maxRecords != null && maxRecords < 0) {
            throw new EnvironmentException(
                    Setting.SNAPSHOT_MAX_RECORDS + " must not be negative, but is " + maxRecords + ".",
                    "Set it to 0 or more.");
        }
        if (maxSize != null && maxSize < 0) {
            throw new EnvironmentException(
                    Setting.SNAPSHOT_MAX_SIZE + " must not be negative, but is " + maxSize + ".",
                    "Set it to 0 or more.");
        }
        if (retention != null && (retention.isNegative() || retention.isZero())) {
            // Every snapshot would be purged by the migration that took it.
            throw new EnvironmentException(
                    Setting.SNAPSHOT_RETENTION + " must be longer than zero, but is " + retention + ".",
                    "Set it to how long a rollback may be wanted, for example 90d, or remove it.");
        }
    }

    public static SnapshotOptions defaults() {
        return new SnapshotOptions(DEFAULT_DIRECTORY, null, null, null);
    }
}
