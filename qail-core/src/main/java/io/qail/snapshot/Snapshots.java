package io.qail.snapshot;

import io.qail.catalog.DatabaseIdentity;
import io.qail.error.EnvironmentException;
import io.qail.error.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Copies of the records that a migration puts at risk. Everything runs in the caller's transaction, under QAIL's session
 * settings; whatever writes also under the migration lock.
 */
public final class Snapshots {

    private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

    private Snapshots() {}

    /** Makes the tables of snapshots where they are missing, readable for their owner only. */
    public static void createTables(Connection connection, String defaultSchema) throws SQLException {
        SnapshotTables.create(connection, defaultSchema);
    }

    /** The snapshots that were not purged, oldest first; none in a database that QAIL never migrated. */
    public static List<SnapshotManifest> list(Connection connection, String defaultSchema) throws SQLException {
        return SnapshotTables.exist(connection, defaultSchema)
                ? new Manifests(connection, defaultSchema).all()
                : List.of();
    }

    public static Optional<SnapshotManifest> find(Connection connection, String defaultSchema, long id)
            throws SQLException {
        return SnapshotTables.exist(connection, defaultSchema)
                ? new Manifests(connection, defaultSchema).find(id)
                : Optional.empty();
    }

    /**
     * The manifest of a snapshot that was exported, wherever its directory is now.
     *
     * @throws EnvironmentException when there is none
     */
    public static SnapshotManifest exported(Path directory) {
        Path place = directory.toAbsolutePath().normalize();
        try {
            SnapshotManifest written =
                    ManifestJson.manifest(Files.readString(place.resolve(FileSnapshotStore.MANIFEST)));
            return written.inFiles(place.toString(), written.items(), written.bytes(), written.host());
        } catch (IOException | JacksonException e) {
            throw new EnvironmentException(
                    "There is no exported snapshot in " + directory + ": " + e.getMessage(),
                    "Name the directory that an export has made.",
                    e);
        }
    }

    /** Begins a snapshot; nothing is read or written yet, but QAIL's own tables and files are all that it will change. */
    public static PendingSnapshot begin(
            Connection connection, SnapshotRequest request, SnapshotOptions options, ProgressListener listener) {
        SnapshotStore store =
                request.files() ? new FileSnapshotStore(options.directory()) : new DatabaseSnapshotStore();
        return new SnapshotRun(connection, request, options, store, listener);
    }

    /** Notes in the manifest that its records came back; takes effect with the caller's commit. */
    public static void markRestored(Connection connection, String defaultSchema, long id) throws SQLException {
        new Manifests(connection, defaultSchema).markRestored(id);
    }

    /**
     * Deletes a snapshot; nothing when there is none with the id.
     *
     * @param owner false where another database took the name of this one, and the files with it
     * @return what went, and what that means; files are left to {@link Purge#deleteFiles}
     * @throws EnvironmentException when its files are this database's, and are not where QAIL writes them
     */
    public static Purge purge(
            Connection connection, String defaultSchema, long id, SnapshotOptions options, boolean owner)
            throws SQLException {
        List<SnapshotManifest> snapshots =
                find(connection, defaultSchema, id).stream().toList();
        DatabaseIdentity own = DatabaseIdentity.read(connection);
        for (SnapshotManifest snapshot : snapshots) {
            if (owner && isOnThisMachine(own, snapshot)) {
                Optional<String> refusal = OwnFiles.refusal(options.directory(), snapshot);
                if (refusal.isPresent()) {
                    throw OwnFiles.refused(snapshot, refusal.get());
                }
            }
        }
        return purge(connection, defaultSchema, snapshots, own, owner);
    }

    /**
     * Deletes the snapshots older than that, but those whose files are not where QAIL writes them: these are logged, and
     * stay.
     */
    public static Purge purge(
            Connection connection,
            String defaultSchema,
            Duration retention,
            Instant now,
            SnapshotOptions options,
            boolean owner)
            throws SQLException {
        DatabaseIdentity own = DatabaseIdentity.read(connection);
        List<SnapshotManifest> snapshots = new ArrayList<>();
        for (SnapshotManifest snapshot : list(connection, defaultSchema)) {
            if (!snapshot.createdAt().isBefore(now.minus(retention))) {
                continue;
            }
            Optional<String> refusal = owner && isOnThisMachine(own, snapshot)
                    ? OwnFiles.refusal(options.directory(), snapshot)
                    : Optional.empty();
            if (refusal.isPresent()) {
                log.warn(
                        "Snapshot {} is beyond its retention and is kept: its files would be deleted in {}, and {}",
                        snapshot.id(),
                        snapshot.location(),
                        refusal.get());
            } else {
                snapshots.add(snapshot);
            }
        }
        return purge(connection, defaultSchema, snapshots, own, owner);
    }

    private static boolean isOnThisMachine(DatabaseIdentity own, SnapshotManifest snapshot) {
        return snapshot.store().equals(FileSnapshotStore.NAME)
                && OwnFiles.belongTo(own, snapshot)
                && !OwnFiles.areElsewhere(snapshot);
    }

    private static Purge purge(
            Connection connection,
            String defaultSchema,
            List<SnapshotManifest> snapshots,
            DatabaseIdentity own,
            boolean owner)
            throws SQLException {
        Manifests manifests = new Manifests(connection, defaultSchema);
        String sql = "DELETE FROM " + SnapshotTables.data(defaultSchema).sql()
                + " WHERE id BETWEEN ? AND ? AND snapshot_id = ?";
        for (SnapshotManifest snapshot : snapshots) {
            for (SnapshotItem item : snapshot.items()) {
                Long first = item.firstId();
                Long last = item.lastId();
                if (first != null && last != null) {
                    try (PreparedStatement statement = connection.prepareStatement(sql)) {
                        statement.setLong(1, first);
                        statement.setLong(2, last);
                        statement.setLong(3, snapshot.id());
                        statement.executeUpdate();
                    }
                }
            }
            manifests.delete(snapshot.id());
        }
        List<String> directories = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (SnapshotManifest snapshot : snapshots) {
            if (!snapshot.store().equals(FileSnapshotStore.NAME)) {
                continue;
            }
            if (!owner || !OwnFiles.belongTo(own, snapshot)) {
                remarks.add("Its files in " + snapshot.location()
                        + " are not this database's, and were left: it is a copy of the one that wrote them, or another"
                        + " took its name.");
            } else if (OwnFiles.areElsewhere(snapshot)) {
                remarks.add("Its files are not on this machine: " + snapshot.location() + " on host " + snapshot.host()
                        + ".");
            } else {
                directories.add(snapshot.location());
            }
        }
        return new Purge(snapshots, directories, remarks);
    }

    /**
     * Sets directories aside that no committed migration of this database knows, as {@code ….orphan}. To be called under
     * the migration lock, where no other instance can be writing one.
     *
     * @return their new names, sorted
     * @throws EnvironmentException when the directory cannot be read or written
     */
    public static List<Path> reportOrphans(Connection connection, String defaultSchema, SnapshotOptions options)
            throws SQLException {
        Set<Path> known = list(connection, defaultSchema).stream()
                .filter(snapshot -> snapshot.store().equals(FileSnapshotStore.NAME))
                .map(snapshot -> Path.of(snapshot.location()).getFileName())
                .collect(Collectors.toSet());
        try {
            return Orphans.setAside(
                    SnapshotDirectory.ofHistory(options.directory(), connection.getCatalog(), defaultSchema),
                    known,
                    DatabaseIdentity.read(connection));
        } catch (IOException e) {
            throw new EnvironmentException(
                    "The snapshot directory " + options.directory() + " cannot be looked through: " + e,
                    "Let " + Setting.SNAPSHOT_DIRECTORY + " name a directory that the application may read and write.",
                    e);
        }
    }
}
