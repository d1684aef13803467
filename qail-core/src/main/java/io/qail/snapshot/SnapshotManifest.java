package io.qail.snapshot;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one snapshot holds and where: a row of {@code _qail_snapshots}, and {@code manifest.json} of a file snapshot.
 *
 * @param migrationId the id of its row in {@code _qail_migrations}
 * @param version a label; the same version can have several snapshots
 * @param store {@code database} or {@code file}
 * @param location the table, or the absolute directory
 * @param records rows of all items
 * @param bytes of the files, or of the stored rows as far as it is known
 * @param host where a file snapshot was written
 * @param lcMonetary the setting under which {@code money} was written
 * @param dependents SQL of objects that the language does not manage and that the migration takes along
 * @param restoredAt null until it is restored
 * @param origin whose it is; null where it was taken before there were tokens
 */
public record SnapshotManifest(
        long id,
        long migrationId,
        String version,
        String store,
        String location,
        List<SnapshotItem> items,
        long records,
        long bytes,
        String host,
        String database,
        String serverVersion,
        String lcMonetary,
        List<String> dependents,
        Instant createdAt,
        @Nullable Instant restoredAt,
        @Nullable SnapshotOrigin origin) {

    public SnapshotManifest {
        items = List.copyOf(items);
        dependents = List.copyOf(dependents);
    }

    /** The same snapshot in files. */
    SnapshotManifest inFiles(String directory, List<SnapshotItem> files, long size, String writtenOn) {
        return new SnapshotManifest(
                id,
                migrationId,
                version,
                FileSnapshotStore.NAME,
                directory,
                files,
                records,
                size,
                writtenOn,
                database,
                serverVersion,
                lcMonetary,
                dependents,
                createdAt,
                null,
                origin);
    }
}
