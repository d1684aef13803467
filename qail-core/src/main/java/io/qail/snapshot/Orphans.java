package io.qail.snapshot;

import io.qail.catalog.DatabaseIdentity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Directories that no committed migration knows: what a crash left. They are set aside, never deleted; and only those that
 * say themselves that this database wrote them: another one of the same name may share the directory.
 */
final class Orphans {

    private static final String SUFFIX = ".orphan";

    private Orphans() {}

    /**
     * Renames them and returns their new names, sorted.
     *
     * @param known the last names of the locations of all manifests: the directory may be mounted elsewhere now
     */
    static List<Path> setAside(Path ofDatabase, Set<Path> known, DatabaseIdentity own) throws IOException {
        if (!Files.isDirectory(ofDatabase)) {
            return List.of();
        }
        Set<Path> unknown = new TreeSet<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(ofDatabase)) {
            for (Path directory : directories) {
                if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                        && directory.getFileName().toString().matches("\\d+-[0-9a-f]{8}(\\.tmp)?")
                        && !known.contains(directory.getFileName())
                        && isOf(own, directory)) {
                    unknown.add(directory);
                }
            }
        }
        List<Path> orphans = new ArrayList<>();
        for (Path directory : unknown) {
            Path orphan = directory.resolveSibling(directory.getFileName() + SUFFIX);
            Files.move(directory, orphan, StandardCopyOption.ATOMIC_MOVE);
            orphans.add(orphan);
        }
        return orphans;
    }

    private static boolean isOf(DatabaseIdentity own, Path directory) {
        SnapshotOrigin origin = OwnFiles.origin(directory);
        return origin != null && own.isSame(origin.system(), origin.databaseOid());
    }
}
