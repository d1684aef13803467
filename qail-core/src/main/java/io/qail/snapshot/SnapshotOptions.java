package io.qail.snapshot;

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

    public static SnapshotOptions defaults() {
        return new SnapshotOptions(DEFAULT_DIRECTORY, null, null, null);
    }
}
