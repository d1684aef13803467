package io.qail.rollback;

import io.qail.history.History;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryState;
import io.qail.history.HistoryType;
import io.qail.plan.CopyRows;
import io.qail.plan.Plan;
import io.qail.plan.RunSql;
import io.qail.snapshot.SnapshotFiles;
import io.qail.snapshot.SnapshotManifest;
import io.qail.snapshot.Snapshots;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the versions above a target, newest first, and refuses what cannot be taken back before anything runs. */
final class Undos {

    /** The state before the first version. */
    private static final String NOTHING = "0";

    private final Connection connection;
    private final HistoryState state;
    private final RollbackRequest request;
    private final String defaultSchema;

    Undos(Connection connection, HistoryState state, RollbackRequest request, String defaultSchema) {
        this.connection = connection;
        this.state = state;
        this.request = request;
        this.defaultSchema = defaultSchema;
    }

    /**
     * All of them.
     *
     * @throws io.qail.error.HistoryException when the target does not exist, or one of the versions cannot be taken back
     */
    List<Undo> all() throws SQLException {
        List<HistoryEntry> applied = new ArrayList<>(state.applied().values());
        int keep = position(applied);
        List<Undo> undos = new ArrayList<>();
        for (int i = applied.size() - 1; i >= keep; i--) {
            undos.add(undo(applied.get(i), i == 0 ? null : applied.get(i - 1)));
        }
        return undos;
    }

    /** The newest of them; nothing when the target is reached. */
    Optional<Undo> next() throws SQLException {
        List<HistoryEntry> applied = new ArrayList<>(state.applied().values());
        int keep = position(applied);
        int last = applied.size() - 1;
        return last < keep
                ? Optional.empty()
                : Optional.of(undo(applied.get(last), last == 0 ? null : applied.get(last - 1)));
    }

    /** How many of the applied versions stay. */
    private int position(List<HistoryEntry> applied) {
        if (request.to().equals(NOTHING)) {
            return 0;
        }
        for (int i = 0; i < applied.size(); i++) {
            if (applied.get(i).version().equals(request.to())) {
                return i + 1;
            }
        }
        throw Refusal.noVersion(
                request.to(), applied.stream().map(HistoryEntry::version).toList());
    }

    private Undo undo(HistoryEntry entry, @Nullable HistoryEntry before) throws SQLException {
        if (entry.type() == HistoryType.BASELINE) {
            throw Refusal.baseline(entry.version());
        }
        History history = new History(connection, defaultSchema);
        String textAfter = history.schemaAfter(entry.id());
        String textBefore = before == null ? "" : history.schemaAfter(before.id());
        Undo undo = Undo.of(
                entry,
                textBefore == null ? "" : textBefore,
                textAfter == null ? "" : textAfter,
                manifest(entry),
                defaultSchema);
        if (request.withData()) {
            checkData(undo);
        }
        return undo;
    }

    private @Nullable SnapshotManifest manifest(HistoryEntry entry) throws SQLException {
        Long id = entry.snapshotId();
        if (!request.withData() || id == null) {
            return null;
        }
        return Snapshots.find(connection, defaultSchema, id).orElseThrow(() -> Refusal.purged(entry.version(), id));
    }

    private void checkData(Undo undo) {
        HistoryEntry entry = undo.entry();
        SnapshotManifest manifest = undo.manifest();
        if (manifest == null && entry.recordsAtRisk() > 0) {
            throw Refusal.noSnapshot(entry.version(), entry.recordsAtRisk());
        }
        if (manifest != null) {
            SnapshotFiles.verify(manifest);
        }
        if (!request.acceptSql()) {
            checkSteps(undo.version(), undo.forward());
        }
    }

    private static void checkSteps(String version, Plan forward) {
        forward.operations().forEach(operation -> {
            if (operation instanceof RunSql sql && sql.undo() == null) {
                throw Refusal.unanalysed(version, "ran SQL that has no undo block");
            }
            if (operation instanceof CopyRows copy && forward.from().tables().containsKey(copy.table())) {
                throw Refusal.unanalysed(
                        version,
                        "loaded rows of " + copy.file() + " into " + copy.table() + ", which had rows of its own");
            }
        });
    }
}
