package io.qail.snapshot;

import io.qail.catalog.DatabaseIdentity;
import io.qail.error.MigrationException;
import io.qail.error.Setting;
import io.qail.impact.LiveRisks;
import io.qail.plan.AtRisk;
import io.qail.plan.Effect;
import io.qail.plan.Operation;
import io.qail.plan.RunSql;
import io.qail.plan.TransformColumn;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshot of one version: parts, limits, copy, comparison with the count; the manifest at last, when everything that
 * belongs into it is known.
 */
final class SnapshotRun implements PendingSnapshot {

    private static final Logger log = LoggerFactory.getLogger(SnapshotRun.class);

    private static final String UNCHANGED = "Nothing was changed.";

    private final Connection connection;
    private final SnapshotRequest request;
    private final SnapshotOptions options;
    private final SnapshotStore store;
    private final ProgressListener listener;
    private final List<SnapshotItem> items = new ArrayList<>();
    private List<String> dependents = List.of();
    private List<String> positions = List.of();
    private @Nullable LostSequences sequences;
    private @Nullable Opened opened;
    private Map<Operation, SnapshotPart> measured = Map.of();
    private @Nullable CapturedUpdate captured;

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
    private record Origin(
            long id,
            String database,
            String serverVersion,
            String lcMonetary,
            OffsetDateTime now,
            SnapshotOrigin whose) {}

    /** A snapshot that something is written to. */
    private record Opened(Origin origin, SnapshotStore store, SnapshotWriter writer) {}

    @Override
    public SnapshotRun takeRecords() throws SQLException {
        List<SnapshotPart> parts = SnapshotParts.of(connection, request);
        checkLimits(parts);
        parts.forEach(this::warnOfKey);
        measured = SnapshotParts.measured(connection, request);
        note(parts);
        write(parts);
        return this;
    }

    @Override
    public SnapshotRun takeStructure() throws SQLException {
        measured = SnapshotParts.measured(connection, request);
        if (request.plan().operations().stream().anyMatch(operation -> operation.effect() == Effect.DROP)) {
            note(SnapshotParts.uncounted(connection, request));
        }
        return this;
    }

    private void note(List<SnapshotPart> parts) throws SQLException {
        dependents = new ArrayList<>(UnmanagedSql.of(connection, parts));
        dependents.addAll(DroppedStates.of(connection, request, parts));
        sequences = LostSequences.of(connection, LiveRisks.read(connection, request.plan()), parts);
    }

    @Override
    public List<String> sequenceLocks() {
        return sequences == null ? List.of() : sequences.locks();
    }

    @Override
    public void notePositions() throws SQLException {
        positions = sequences == null ? List.of() : sequences.positions(connection);
    }

    @Override
    public void beginCapture(TransformColumn update) throws SQLException {
        SnapshotPart part = measured.get(update);
        AtRisk risk = request.plan().risks().stream()
                .filter(found -> found.operation().equals(update))
                .findFirst()
                .orElseThrow();
        if (part == null) {
            throw new IllegalStateException("nothing is known of the rows of " + update.object());
        }
        CapturedUpdate capture = new CapturedUpdate(connection, update, part, risk.liveToCurrentColumns());
        capture.begin();
        captured = capture;
    }

    @Override
    public long endCapture() throws SQLException {
        return captured().end();
    }

    @Override
    public void keepCaptured(boolean save) throws SQLException {
        CapturedUpdate capture = captured();
        if (save) {
            List<SnapshotPart> parts = List.of(capture.part());
            checkLimits(parts);
            parts.forEach(this::warnOfKey);
            write(parts);
        }
        capture.close();
        captured = null;
    }

    private CapturedUpdate captured() {
        CapturedUpdate capture = captured;
        if (capture == null) {
            throw new IllegalStateException("no UPDATE is captured");
        }
        return capture;
    }

    private void write(List<SnapshotPart> parts) throws SQLException {
        boolean complete = false;
        try {
            SnapshotWriter writer = open(store).writer();
            for (SnapshotPart part : parts) {
                items.add(write(writer, part));
            }
            complete = true;
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            if (!complete) {
                // Never published, and its transaction cannot commit any more: nobody can need it.
                discard();
            }
        }
    }

    private Opened open(SnapshotStore place) throws SQLException, IOException {
        Opened open = opened;
        if (open == null) {
            Origin origin = origin();
            open = new Opened(
                    origin, place, place.open(connection, request, origin.id(), origin.database(), origin.whose()));
            opened = open;
        }
        return open;
    }

    @Override
    public SnapshotManifest manifest() throws SQLException {
        Opened open = opened;
        if (open == null) {
            throw new IllegalStateException("the snapshot has no records");
        }
        List<String> statements = new ArrayList<>(positions);
        statements.addAll(dependents);
        Origin origin = open.origin();
        return new SnapshotManifest(
                origin.id(),
                request.migrationId(),
                request.version(),
                open.store().name(),
                open.writer().location(),
                items,
                items.stream().mapToLong(SnapshotItem::rows).sum(),
                open.writer().bytes(),
                request.host(),
                origin.database(),
                origin.serverVersion(),
                origin.lcMonetary(),
                statements,
                origin.now().toInstant(),
                null,
                origin.whose());
    }

    @Override
    public Optional<SnapshotManifest> complete() throws SQLException {
        if (opened == null && dependents.isEmpty() && positions.isEmpty()) {
            return Optional.empty();
        }
        try {
            // What no schema keeps is as small as a catalog entry: it is in the database, wherever records go.
            SnapshotWriter writer = open(new DatabaseSnapshotStore()).writer();
            SnapshotManifest manifest = manifest();
            writer.complete(manifest);
            new Manifests(connection, request.defaultSchema()).insert(manifest);
            return Optional.of(manifest);
        } catch (IOException e) {
            throw unwritable(e);
        }
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
        long records = parts.stream().mapToLong(SnapshotPart::rows).sum()
                + items.stream().mapToLong(SnapshotItem::rows).sum();
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
        DatabaseIdentity own = DatabaseIdentity.read(connection);
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
                        row.getObject(5, OffsetDateTime.class),
                        new SnapshotOrigin(own.system(), own.oid(), Tokens.random()));
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

    @Override
    public void publish() {
        Opened open = opened;
        if (open == null) {
            return;
        }
        try {
            open.writer().publish();
        } catch (IOException e) {
            throw new MigrationException(
                    request.version(),
                    "The snapshot cannot be made durable in " + open.writer().location() + ": " + e,
                    "Look at the disk of " + Setting.SNAPSHOT_DIRECTORY + ". " + UNCHANGED,
                    null,
                    e);
        }
    }

    @Override
    public void discard() {
        Opened open = opened;
        if (open == null) {
            return;
        }
        opened = null;
        try {
            open.writer().discard();
        } catch (IOException e) {
            log.warn(
                    "Remains of a snapshot cannot be deleted in {}: {}",
                    open.writer().location(),
                    e.toString());
        }
    }
}
