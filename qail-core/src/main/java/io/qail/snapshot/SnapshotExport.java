package io.qail.snapshot;

import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes a snapshot, of either store, into a directory of its own, which outlives the database: the files and the manifest
 * of a file snapshot. Needs constant memory, and takes no lock.
 */
public final class SnapshotExport {

    private final Connection connection;
    private final String defaultSchema;
    private final SnapshotManifest snapshot;

    private SnapshotExport(Connection connection, String defaultSchema, SnapshotManifest snapshot) {
        this.connection = connection;
        this.defaultSchema = defaultSchema;
        this.snapshot = snapshot;
    }

    /**
     * Writes the files under a temporary name, forces them to the disk, and renames the directory at last.
     *
     * @param directory that does not exist yet
     * @return the manifest that stands in it
     * @throws EnvironmentException when the directory exists or cannot be written, or a file of the snapshot is not what was
     *     written; nothing is left of the export
     * @throws HistoryException when the snapshot does not hold what its manifest says; the same holds
     */
    public static SnapshotManifest run(
            Connection connection, String defaultSchema, SnapshotManifest snapshot, Path directory)
            throws SQLException {
        SnapshotFiles.verify(snapshot);
        return new SnapshotExport(connection, defaultSchema, snapshot).into(directory);
    }

    private SnapshotManifest into(Path directory) throws SQLException {
        SnapshotDirectory place;
        try {
            place = SnapshotDirectory.createAt(directory.toAbsolutePath().normalize());
        } catch (FileAlreadyExistsException e) {
            throw new EnvironmentException(
                    "There is something at " + e.getMessage() + " already",
                    "Name a directory that does not exist yet. Nothing was written.",
                    e);
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
        boolean complete = false;
        try {
            SnapshotManifest exported = write(place);
            place.publish();
            complete = true;
            return exported;
        } catch (IOException e) {
            throw unwritable(directory, e);
        } finally {
            if (!complete) {
                discard(place);
            }
        }
    }

    private SnapshotManifest write(SnapshotDirectory place) throws SQLException, IOException {
        List<SnapshotItem> items = new ArrayList<>();
        long bytes = 0;
        for (SnapshotItem item : snapshot.items()) {
            String name = String.format(Locale.ROOT, "%03d.csv.gz", items.size() + 1);
            CsvExport.Result file = write(item, place.create(name));
            bytes += file.bytes();
            items.add(item.inFile(name, file.sha256()));
        }
        SnapshotManifest exported = snapshot.inFiles(place.location(), items, bytes, LocalHost.name());
        try (OutputStream file = place.create(FileSnapshotStore.MANIFEST)) {
            file.write(ManifestJson.write(exported).getBytes(StandardCharsets.UTF_8));
        }
        return exported;
    }

    private CsvExport.Result write(SnapshotItem item, OutputStream file) throws SQLException, IOException {
        if (item.file() != null) {
            return SnapshotFiles.copy(snapshot, item, file);
        }
        CsvExport.Result written = CsvExport.write(
                connection, StoredRecords.of(snapshot, item, defaultSchema).texts(), file, records -> {});
        if (written.rows() != item.rows()) {
            throw new HistoryException(
                    String.format(
                            Locale.ROOT,
                            "Snapshot %d has %d records of %s by its manifest, and %d could be read",
                            snapshot.id(),
                            item.rows(),
                            item.object(),
                            written.rows()),
                    "Somebody changed the snapshot, or purged it meanwhile. Nothing was written.");
        }
        return written;
    }

    private static void discard(SnapshotDirectory place) {
        try {
            place.discard();
        } catch (IOException e) {
            throw new EnvironmentException(
                    "Remains of an export cannot be deleted: " + e, "Delete " + place.location() + ".tmp yourself.", e);
        }
    }

    private static EnvironmentException unwritable(Path directory, IOException e) {
        return new EnvironmentException(
                "The snapshot cannot be exported to " + directory + ": " + e,
                "Name a place that can be written, with room for the snapshot. Nothing was changed.",
                e);
    }
}
