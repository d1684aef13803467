package io.qail.snapshot;

import io.qail.catalog.DatabaseIdentity;
import io.qail.error.EnvironmentException;
import io.qail.error.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Decides about the files that a row of {@code _qail_snapshots} names. The row alone decides nothing: the directory must
 * lie where QAIL writes, and hold a manifest with the row's token. What is deleted are the files of that manifest, one by
 * one, and then the directory if nothing else is in it. No link is followed.
 */
final class OwnFiles {

    private static final OpenOption[] READ = {StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS};
    private static final String DIRECTORY = "\\d+-[0-9a-f]{8}";
    private static final String OF_HISTORY = "[a-z0-9_%A-F-]+(\\.[a-z0-9_%A-F-]+)?";
    private static final String FILE = "[0-9]+\\.csv\\.gz";

    private OwnFiles() {}

    /** Whether the row says that the files are those of this database. A copy of the row says it of the original. */
    static boolean belongTo(DatabaseIdentity own, SnapshotManifest snapshot) {
        SnapshotOrigin origin = snapshot.origin();
        return origin != null && own.isSame(origin.system(), origin.databaseOid());
    }

    /** Whether there is nothing at the location, for example because it is on another machine. */
    static boolean areElsewhere(SnapshotManifest snapshot) {
        try {
            return Files.notExists(Path.of(snapshot.location()), LinkOption.NOFOLLOW_LINKS);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Why the directory is not one that QAIL may delete; nothing where it may. */
    static Optional<String> refusal(Path configured, SnapshotManifest snapshot) {
        try {
            Path base = configured.toAbsolutePath().normalize();
            Path directory = Path.of(snapshot.location());
            if (!directory.isAbsolute()
                    || !directory.normalize().equals(directory)
                    || !directory.startsWith(base)
                    || directory.getNameCount() != base.getNameCount() + 2) {
                return Optional.of("it is not below the configured directory " + base);
            }
            Path ofHistory = directory.getParent();
            if (ofHistory == null
                    || !directory.getFileName().toString().matches(DIRECTORY)
                    || !ofHistory.getFileName().toString().matches(OF_HISTORY)) {
                return Optional.of("its name is none that QAIL writes");
            }
            if (!Files.isDirectory(ofHistory, LinkOption.NOFOLLOW_LINKS)
                    || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of("it is a link, or no directory");
            }
            return hasToken(directory, snapshot)
                    ? Optional.empty()
                    : Optional.of("its " + FileSnapshotStore.MANIFEST + " has another token, or none");
        } catch (InvalidPathException e) {
            return Optional.of("it is no path");
        }
    }

    /** Whether the manifest in the directory is that of the snapshot. */
    static boolean hasToken(Path directory, SnapshotManifest snapshot) {
        SnapshotManifest written = manifest(directory);
        SnapshotOrigin origin = snapshot.origin();
        return origin != null
                && written != null
                && written.origin() != null
                && written.origin().token().equals(origin.token())
                && written.id() == snapshot.id();
    }

    private static @Nullable SnapshotManifest manifest(Path directory) {
        Path file = directory.resolve(FileSnapshotStore.MANIFEST);
        try (var in = Files.newInputStream(file, READ)) {
            return ManifestJson.manifest(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | JacksonException e) {
            return null;
        }
    }

    /** Whose directory it is that a crash left, as far as it says so. */
    static @Nullable SnapshotOrigin origin(Path directory) {
        SnapshotManifest written = manifest(directory);
        if (written != null) {
            return written.origin();
        }
        try (var in = Files.newInputStream(directory.resolve(FileSnapshotStore.ORIGIN), READ)) {
            return ManifestJson.origin(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | JacksonException e) {
            return null;
        }
    }

    /**
     * Deletes the files, when they are still those of the snapshot.
     *
     * @return what was left
     */
    static List<String> delete(Path configured, SnapshotManifest snapshot) throws IOException {
        Optional<String> refusal = refusal(configured, snapshot);
        if (refusal.isPresent()) {
            return List.of("The directory " + snapshot.location() + " was left: " + refusal.get() + ".");
        }
        Path directory = Path.of(snapshot.location());
        SnapshotManifest written = manifest(directory);
        List<String> names = new ArrayList<>();
        if (written != null) {
            written.items().forEach(item -> names.add(String.valueOf(item.file())));
        }
        names.removeIf(name -> !name.matches(FILE));
        names.add(FileSnapshotStore.MANIFEST);
        for (String name : names) {
            Files.deleteIfExists(directory.resolve(name));
        }
        try {
            Files.delete(directory);
        } catch (DirectoryNotEmptyException e) {
            return List.of("The directory " + directory + " was left: it holds files that are not of the snapshot.");
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return List.of();
    }

    static EnvironmentException refused(SnapshotManifest snapshot, String reason) {
        return new EnvironmentException(
                "The files of snapshot " + snapshot.id() + " would be deleted in " + snapshot.location() + ", and "
                        + reason,
                "Let " + Setting.SNAPSHOT_DIRECTORY + " name the directory under which QAIL wrote them; if it is"
                        + " right, look who changed _qail_snapshots. Nothing was changed.");
    }
}
