package io.qail.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * Copies records into compressed CSV files: {@code <directory>/<database>/<migration-id>-<random>/NNN.csv.gz} and
 * {@code manifest.json}. All is written into {@code ….tmp}, which becomes the directory by one rename.
 */
final class FileSnapshotStore implements SnapshotStore {

    static final String NAME = "file";
    static final String MANIFEST = "manifest.json";

    /** Whose directory it is until it has a manifest. */
    static final String ORIGIN = "origin.json";

    private final Path directory;

    FileSnapshotStore(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SnapshotWriter open(
            Connection connection, SnapshotRequest request, long snapshotId, String database, SnapshotOrigin whose)
            throws IOException {
        SnapshotDirectory place =
                SnapshotDirectory.create(directory, database, request.defaultSchema(), request.migrationId());
        boolean complete = false;
        try (OutputStream file = place.create(ORIGIN)) {
            file.write(ManifestJson.write(whose).getBytes(StandardCharsets.UTF_8));
            complete = true;
        } finally {
            if (!complete) {
                place.delete();
            }
        }
        return new Writer(connection, request, place);
    }

    private static final class Writer implements SnapshotWriter {

        private final Connection connection;
        private final SnapshotRequest request;
        private final FilePlace place;
        private int files;
        private long bytes;

        Writer(Connection connection, SnapshotRequest request, FilePlace place) {
            this.connection = connection;
            this.request = request;
            this.place = place;
        }

        @Override
        public String location() {
            return place.location();
        }

        @Override
        public SnapshotItem write(SnapshotPart part, LongConsumer progress) throws SQLException, IOException {
            String name = String.format(Locale.ROOT, "%03d.csv.gz", ++files);
            CsvExport.Result result = CsvExport.write(connection, part.export(), place.create(name), progress);
            bytes += result.bytes();
            return part.item(request.defaultSchema(), result.rows(), null, null, name, result.sha256());
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public void complete(SnapshotManifest manifest) throws IOException {
            try (OutputStream file = place.create(MANIFEST)) {
                file.write(ManifestJson.write(manifest).getBytes(StandardCharsets.UTF_8));
            }
            place.remove(ORIGIN);
        }

        @Override
        public void publish() throws IOException {
            place.publish();
        }

        @Override
        public void discard() throws IOException {
            place.delete();
        }
    }
}
