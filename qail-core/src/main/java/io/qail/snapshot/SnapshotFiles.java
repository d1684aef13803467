package io.qail.snapshot;

import io.qail.error.EnvironmentException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Reads the files of a snapshot back. */
public final class SnapshotFiles {

    private static final int BUFFER = 1 << 16;

    private SnapshotFiles() {}

    /**
     * Reads every file of the snapshot once and compares it with the checksum that the database keeps. Nothing to do for a
     * snapshot in the database.
     *
     * @throws EnvironmentException for a file that is missing, is no file of that directory, or is not what was written
     */
    public static void verify(SnapshotManifest manifest) {
        for (SnapshotItem item : manifest.items()) {
            verify(manifest, item);
        }
    }

    /** The same for one part. */
    public static void verify(SnapshotManifest manifest, SnapshotItem item) {
        if (item.file() == null) {
            return;
        }
        String file = file(manifest, item);
        MessageDigest digest = Sha256.digest();
        if (manifest.origin() != null
                && !OwnFiles.areElsewhere(manifest)
                && !OwnFiles.hasToken(Path.of(manifest.location()), manifest)) {
            throw new EnvironmentException(
                    "The directory " + manifest.location() + " does not prove to hold snapshot " + manifest.id()
                            + ": the token in its " + FileSnapshotStore.MANIFEST + " is another, or missing",
                    "Bring the original directory back from a copy. Nothing was changed.");
        }
        try (InputStream in = new DigestInputStream(open(manifest, file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw unreadable(manifest, file, e);
        }
        if (!Sha256.hex(digest).equals(item.sha256())) {
            throw new EnvironmentException(
                    "The file " + manifest.location() + "/" + file + " of snapshot " + manifest.id()
                            + " is not what was written: its checksum differs",
                    "Bring the original file back from a copy. Nothing was changed.");
        }
    }

    /** The text of the item's file, uncompressed. The caller closes it. */
    public static InputStream open(SnapshotManifest manifest, SnapshotItem item) {
        String file = file(manifest, item);
        try {
            return new GZIPInputStream(new BufferedInputStream(open(manifest, file), BUFFER), BUFFER);
        } catch (IOException e) {
            throw unreadable(manifest, file, e);
        }
    }

    /** Copies the item's file as it is, and closes the copy. */
    static CsvExport.Result copy(SnapshotManifest manifest, SnapshotItem item, OutputStream to) throws IOException {
        String file = file(manifest, item);
        MessageDigest digest = Sha256.digest();
        try (to;
                InputStream in = new DigestInputStream(open(manifest, file), digest)) {
            return new CsvExport.Result(item.rows(), in.transferTo(to), Sha256.hex(digest));
        }
    }

    private static InputStream open(SnapshotManifest manifest, String file) throws IOException {
        return FilePlace.at(manifest.location()).open(file);
    }

    private static String file(SnapshotManifest manifest, SnapshotItem item) {
        String name = Objects.requireNonNull(item.file());
        if (!name.matches("[0-9]+\\.csv\\.gz")) {
            throw new EnvironmentException(
                    "The manifest of snapshot " + manifest.id() + " names a file outside its directory",
                    "Somebody changed _qail_snapshots. Nothing was changed.");
        }
        return name;
    }

    private static EnvironmentException unreadable(SnapshotManifest manifest, String file, IOException cause) {
        return new EnvironmentException(
                "The file " + manifest.location() + "/" + file + " of snapshot " + manifest.id() + " cannot be read: "
                        + cause,
                "It was written on host " + manifest.host()
                        + ". Bring the directory back to its place. Nothing was changed.",
                cause);
    }
}
