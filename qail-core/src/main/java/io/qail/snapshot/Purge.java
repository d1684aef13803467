package io.qail.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a purge took away. The rows go with the transaction; the files only when {@link #deleteFiles} is called after its
 * COMMIT.
 *
 * @param snapshots oldest first
 * @param directories locations whose files have proven to be those of this database
 * @param remarks what is left, and why
 */
public record Purge(List<SnapshotManifest> snapshots, List<String> directories, List<String> remarks) {

    public Purge {
        snapshots = List.copyOf(snapshots);
        directories = List.copyOf(directories);
        remarks = List.copyOf(remarks);
    }

    /** Which rollbacks lose their data, one sentence each, and what is left. */
    public List<String> consequences() {
        List<String> consequences = new ArrayList<>();
        snapshots.forEach(snapshot -> consequences.add("Migration " + snapshot.version() + " (id "
                + snapshot.migrationId() + ") can no longer be rolled back with its data: snapshot " + snapshot.id()
                + " of " + snapshot.records() + " records from " + snapshot.createdAt() + " is gone."));
        consequences.addAll(remarks);
        return consequences;
    }

    /**
     * Deletes the files of file snapshots that are this database's own, as far as they are on this machine.
     *
     * @param configured the directory under which QAIL writes
     * @return the same with what was left
     * @throws UncheckedIOException when one cannot be deleted
     */
    public Purge deleteFiles(Path configured) {
        List<String> left = new ArrayList<>(remarks);
        for (SnapshotManifest snapshot : snapshots) {
            if (directories.contains(snapshot.location())) {
                try {
                    left.addAll(OwnFiles.delete(configured, snapshot));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return new Purge(snapshots, directories, left);
    }
}
