package io.qail.snapshot;

import io.qail.error.MigrationException;
import io.qail.error.Setting;
import io.qail.plan.RunSql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one snapshot: parts, limits, copy, comparison with the count, manifest. */
final class SnapshotRun {

    private static final Logger log = LoggerFactory.getLogger(SnapshotRun.class);

    private static final String UNCHANGED = "Nothing was changed.";

    private final Connection connection;
    private final SnapshotRequest request;
    private final SnapshotOptions options;
    private final SnapshotStore store;
    private final ProgressListener listener;

    SnapshotRun(
            Connection connection,
            SnapshotRequest request,
            SnapshotOptions options,
            SnapshotStore store,
            ProgressListener listener) {
        this.connection = connection;
        this.request = request;
        this.options = options;
        this.store = store;
        this.listener = listener;
    }

    /** What the server says about itself, and the id of this snapshot. */
    private record Origin(long id, String database, String serverVersion, String lcMonetary, OffsetDateTime now) {}

    PendingSnapshot take() throws SQLException {
        List<SnapshotPart> parts = SnapshotParts.of(connection, request);
        checkLimits(parts);
        parts.forEach(this::warnOfKey);
        List<String> dependents = dependents(parts);
        Origin origin = origin();
        SnapshotWriter writer;
        try {
            writer = store.open(connection, request, origin.id(), origin.database());
        } catch (IOException e) {
            throw unwritable(e);
        }
        boolean complete = false;
        try {
            SnapshotManifest manifest = write(writer, parts, dependents, origin);
            complete = true;
            return new Pending(request, writer, manifest);
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            if (!complete) {
                // Never published, and its transaction cannot commit any more: nobody can need it.
                discard(writer);
            }
        }
    }

    /** A manifest without records, for what no schema keeps; nothing where there is no such thing. */
    Optional<PendingSnapshot> takeStructure() throws SQLException {
        if (request.plan().operations().stream()
                .noneMatch(operation -> operation.action().startsWith("DROP "))) {
            return Optional.empty();
        }
        List<String> dependents = dependents(SnapshotParts.uncounted(connection, request));
        if (dependents.isEmpty()) {
            return Optional.empty();
        }
        Origin origin = origin();
        try {
            SnapshotWriter writer = store.open(connection, request, origin.id(), origin.database());
            return Optional.of(new Pending(request, writer, write(writer, List.of(), dependents, origin)));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private List<String> dependents(List<SnapshotPart> parts) throws SQLException {
        List<String> dependents = new ArrayList<>(UnmanagedSql.of(connection, parts));
        dependents.addAll(DroppedSequences.of(connection, request.plan()));
        return dependents;
    }

    private SnapshotManifest write(
            SnapshotWriter writer, List<SnapshotPart> parts, List<String> dependents, Origin origin)
            throws SQLException, IOException {
        List<SnapshotItem> items = new ArrayList<>();
        for (SnapshotPart part : parts) {
            items.add(write(writer, part));
        }
        SnapshotManifest manifest = new SnapshotManifest(
                origin.id(),
                request.migrationId(),
                request.version(),
                store.name(),
                writer.location(),
                items,
                items.stream().mapToLong(SnapshotItem::rows).sum(),
                writer.bytes(),
                request.host(),
                origin.database(),
                origin.serverVersion(),
                origin.lcMonetary(),
                dependents,
                origin.now().toInstant(),
                null);
        writer.complete(manifest);
        new Manifests(connection, request.defaultSchema()).insert(manifest);
        return manifest;
    }

    private SnapshotItem write(SnapshotWriter writer, SnapshotPart part) throws SQLException, IOException {
        String object = part.object(request.defaultSchema());
        Savepoint savepoint = connection.setSavepoint();
        SnapshotItem item;
        try {
            item = writer.write(part, records -> listener.progress(object, records));
        } catch (SQLException e) {
            if (OversizedValue.isLikely(e)) {
                connection.rollback(savepoint);
                throw oversized(part, object, e);
            }
            throw e;
        }
        connection.releaseSavepoint(savepoint);
        if (item.rows() != part.rows()) {
            throw new MigrationException(
                    request.version(),
                    String.format(
                            Locale.ROOT,
                            "The snapshot of %s has %,d records, and the table has %,d",
                            object,
                            item.rows(),
                            part.rows()),
                    "Something wrote to the table past its lock, or a trigger or rule changes what is copied. "
                            + "Look at the triggers and rules of _qail_data_snapshots. " + UNCHANGED);
        }
        return item;
    }

    /** Everything is in the snapshot then, but a way back may not find the rows that it belongs to. */
    private void warnOfKey(SnapshotPart part) {
        if (part.column() == null || part.rows() == 0) {
            return;
        }
        if (part.key().columns().isEmpty()) {
            log.warn(
                    "Snapshot of {}: no other column of the table keeps its values through migration {}, so that a"
                            + " rollback cannot tell the rows apart",
                    part.object(request.defaultSchema()),
                    request.version());
        } else if (request.plan().operations().stream().anyMatch(RunSql.class::isInstance)) {
            log.warn(
                    "Snapshot of {}: a rollback finds the rows by {}; a sql block of migration {} must not change that",
                    part.object(request.defaultSchema()),
                    String.join(", ", part.key().columns()),
                    request.version());
        }
    }

    private void checkLimits(List<SnapshotPart> parts) {
        long records = parts.stream().mapToLong(SnapshotPart::rows).sum();
        Long maxRecords = options.maxRecords();
        if (maxRecords != null && records > maxRecords) {
            throw new MigrationException(
                    request.version(),
                    String.format(
                            Locale.ROOT,
                            "The snapshot for migration %s would have %,d records, more than the %,d that" + " "
                                    + Setting.SNAPSHOT_MAX_RECORDS + " allows",
                            request.version(),
                            records,
                            maxRecords),
                    "Raise the limit, or make a backup of your own and set " + Setting.BACKUP_MODE.to("proceed") + ". "
                            + UNCHANGED);
        }
        TreeMap<String, Long> bytes = new TreeMap<>();
        parts.forEach(part -> bytes.put(part.table().name().sql(), part.table().bytes()));
        long size = bytes.values().stream().mapToLong(Long::longValue).sum();
        Long maxSize = options.maxSize();
        if (maxSize != null && size > maxSize) {
            throw new MigrationException(
                    request.version(),
                    String.format(
                            Locale.ROOT,
                            "The snapshot for migration %s would read tables of %,d bytes, more than the %,d that" + " "
                                    + Setting.SNAPSHOT_MAX_SIZE + " allows",
                            request.version(),
                            size,
                            maxSize),
                    "Raise the limit, or make a backup of your own and set " + Setting.BACKUP_MODE.to("proceed") + ". "
                            + UNCHANGED);
        }
    }

    private Origin origin() throws SQLException {
        String sql = "SELECT pg_catalog.nextval(pg_catalog.pg_get_serial_sequence(?, 'id')),"
                + " pg_catalog.current_database(), pg_catalog.current_setting('server_version'),"
                + " pg_catalog.current_setting('lc_monetary'), pg_catalog.now()";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(
                    1, SnapshotTables.manifests(request.defaultSchema()).sql());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Origin(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getObject(5, OffsetDateTime.class));
            }
        }
    }

    private MigrationException oversized(SnapshotPart part, String object, SQLException cause) throws SQLException {
        Optional<String> key = OversizedValue.key(connection, part);
        return new MigrationException(
                request.version(),
                "A value of " + object + " is larger than JSONB can hold"
                        + key.map(row -> "; the row is "
                                        + String.join(", ", part.key().columns()) + " = " + row)
                                .orElse(""),
                "Set " + Setting.BACKUP_MODE.to("file") + ": files have no such limit. " + UNCHANGED,
                cause.getSQLState(),
                cause);
    }

    private MigrationException unwritable(IOException e) {
        return new MigrationException(
                request.version(),
                "The snapshot cannot be written to " + options.directory().toAbsolutePath() + ": " + e,
                "Give " + Setting.SNAPSHOT_DIRECTORY
                        + " a persistent directory that the application may write to, with room for" + " the snapshot. "
                        + UNCHANGED,
                null,
                e);
    }

    private static void discard(SnapshotWriter writer) {
        try {
            writer.discard();
        } catch (IOException e) {
            log.warn("Remains of a snapshot cannot be deleted in {}: {}", writer.location(), e.toString());
        }
    }

    private record Pending(SnapshotRequest request, SnapshotWriter writer, SnapshotManifest manifest)
            implements PendingSnapshot {

        @Override
        public void publish() {
            try {
                writer.publish();
            } catch (IOException e) {
                throw new MigrationException(
                        request.version(),
                        "The snapshot cannot be made durable in " + writer.location() + ": " + e,
                        "Look at the disk of " + Setting.SNAPSHOT_DIRECTORY + ". " + UNCHANGED,
                        null,
                        e);
            }
        }

        @Override
        public void discard() {
            SnapshotRun.discard(writer);
        }
    }
}
