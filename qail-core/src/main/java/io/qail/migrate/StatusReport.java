package io.qail.migrate;

import io.qail.catalog.Catalog;
import io.qail.catalog.LiveSchema;
import io.qail.drift.Difference;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryState;
import io.qail.history.LockOptions;
import io.qail.history.SessionSettings;
import io.qail.schema.Schema;
import io.qail.snapshot.SnapshotManifest;
import io.qail.snapshot.Snapshots;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts together where a database stands. Reads only, in transactions that are rolled back. It waits a moment at most for a
 * migration or a rollback that holds a table: who asks for the state wants an answer.
 */
final class StatusReport {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final OpenDatabase database;

    StatusReport(OpenDatabase database) {
        this.database = database;
    }

    MigrationInfo info(boolean withDrift) throws SQLException {
        RunContext context = database.context();
        Connection connection = database.connection();
        connection.setAutoCommit(false);
        patiently(connection);
        HistoryState history = database.history();
        List<PendingMigration> pending = database.source().pending(history);
        List<SnapshotManifest> snapshots =
                history.isEmpty() ? List.of() : Snapshots.list(connection, context.defaultSchema());
        connection.rollback();
        Schema schema = HistorySchema.parse(history, context.defaultSchema());
        List<String> indexes = List.of();
        List<Difference> drift = List.of();
        if (withDrift || ConcurrentIndexes.mayHaveWork(schema)) {
            SessionSettings.begin(
                    connection,
                    new LockOptions(PATIENCE, 0, context.locks().statementTimeout()),
                    context.defaultSchema());
            LiveSchema live = Catalog.read(connection, context.defaultSchema());
            indexes = ConcurrentIndexes.missing(schema, live).stream()
                    .map(index -> index.name().display(context.defaultSchema()))
                    .toList();
            if (withDrift && !history.isEmpty()) {
                drift = DriftCheck.differences(connection, schema, live, context.defaultSchema());
            }
            connection.rollback();
        }
        connection.setAutoCommit(true);
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

    /** A hot standby answers too, so that nothing here begins a transaction that may write. */
    private static void patiently(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '" + PATIENCE.toMillis() + "ms'");
        }
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
