package io.qail.migrate;

import io.qail.catalog.Catalog;
import io.qail.catalog.LiveSchema;
import io.qail.drift.Difference;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryState;
import io.qail.history.SessionSettings;
import io.qail.schema.Schema;
import io.qail.snapshot.SnapshotManifest;
import io.qail.snapshot.Snapshots;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts together where a database stands. Reads only; what it needs a transaction for is rolled back. */
final class StatusReport {

    private final OpenDatabase database;

    StatusReport(OpenDatabase database) {
        this.database = database;
    }

    MigrationInfo info(boolean withDrift) throws SQLException {
        RunContext context = database.context();
        Connection connection = database.connection();
        HistoryState history = database.history();
        List<PendingMigration> pending = database.source().pending(history);
        List<SnapshotManifest> snapshots =
                history.isEmpty() ? List.of() : Snapshots.list(connection, context.defaultSchema());
        Schema schema = HistorySchema.parse(history, context.defaultSchema());
        List<String> indexes = List.of();
        List<Difference> drift = List.of();
        if (withDrift || ConcurrentIndexes.mayHaveWork(schema)) {
            connection.setAutoCommit(false);
            SessionSettings.begin(connection, context.locks(), context.defaultSchema());
            LiveSchema live = Catalog.read(connection, context.defaultSchema());
            indexes = ConcurrentIndexes.missing(schema, live).stream()
                    .map(index -> index.name().display(context.defaultSchema()))
                    .toList();
            if (withDrift && !history.isEmpty()) {
                drift = DriftCheck.differences(connection, schema, live, context.defaultSchema());
            }
            connection.rollback();
            connection.setAutoCommit(true);
        }
        Map<Long, MigrationInfo.State> states = database.source().states(history);
        MigrationInfo info = new MigrationInfo(
                connection.getCatalog(),
                connection.getMetaData().getDatabaseProductVersion(),
                context.defaultSchema(),
                history.entries().stream()
                        .map(entry -> new MigrationInfo.Applied(entry, Objects.requireNonNull(states.get(entry.id()))))
                        .toList(),
                pending,
                snapshots,
                indexes,
                drift);
        send(database, history, pending, withDrift ? drift.size() : null);
        return info;
    }

    /** Tells the listeners what a call knows anyway. */
    static void send(OpenDatabase database, HistoryState history, List<PendingMigration> pending) {
        send(database, history, pending, null);
    }

    private static void send(
            OpenDatabase database,
            HistoryState history,
            List<PendingMigration> pending,
            @Nullable Integer differences) {
        List<MigrationListener> listeners = database.context().listeners();
        if (listeners.isEmpty()) {
            return;
        }
        Map<MigrationInfo.State, Integer> states = new EnumMap<>(MigrationInfo.State.class);
        database.source().states(history).values().forEach(state -> states.merge(state, 1, Integer::sum));
        MigrationStatus status = new MigrationStatus(
                history.latest().map(HistoryEntry::version).orElse(null), states, pending.size(), differences);
        listeners.forEach(listener -> listener.statusRead(status));
    }
}
