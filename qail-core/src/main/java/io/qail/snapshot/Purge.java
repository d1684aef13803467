package io.qail.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What a purge took away. The rows go with the transaction; the files only when {@link #deleteFiles()} is called after its
 * COMMIT.
 *
 * @param snapshots oldest first
 */
public record Purge(List<SnapshotManifest> snapshots) {

    public Purge {
        snapshots = List.copyOf(snapshots);
    }

    /** Which rollbacks lose their data, one sentence each. */
    public List<String> consequences() {
        return snapshots.stream()
                .map(snapshot -> "Migration " + snapshot.version() + " (id " + snapshot.migrationId()
                        + ") can no longer be rolled back with its data: snapshot " + snapshot.id() + " of "
                        + snapshot.records() + " records from " + snapshot.createdAt() + " is gone.")
                .toList();
    }

    /**
     * Deletes the directories of file snapshots, as far as they are on this machine.
     *
     * @throws UncheckedIOException when one cannot be deleted
     */
    public void deleteFiles() {
        for (SnapshotManifest snapshot : snapshots) {
            if (snapshot.store().equals("file")) {
                try {
                    FilePlace.at(snapshot.location()).delete();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
