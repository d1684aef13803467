package io.qail.migrate;

import io.qail.history.HistoryEntry;
import io.qail.history.HistoryState;
import io.qail.history.HistoryType;
import io.qail.schema.Schema;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A database looked at without its scripts: nothing is pending and nothing is missing. */
final class HistoryOnly implements MigrationSource {

    @Override
    public void check(HistoryState history) {}

    @Override
    public List<PendingMigration> pending(HistoryState history) {
        return List.of();
    }

    @Override
    public Job job(Connection connection, PendingMigration migration, Schema base) {
        throw new IllegalStateException("there are no scripts");
    }

    @Override
    public Map<Long, MigrationInfo.State> states(HistoryState history) {
        Set<Long> holding = history.holding();
        Map<Long, MigrationInfo.State> states = new HashMap<>();
        for (HistoryEntry entry : history.entries()) {
            boolean holds = entry.type() == HistoryType.ROLLBACK
                    || entry.type() == HistoryType.REPAIR
                    || holding.contains(entry.id());
            states.put(entry.id(), holds ? MigrationInfo.State.SUCCESS : MigrationInfo.State.ROLLED_BACK);
        }
        return states;
    }

    @Override
    public List<HistoryEntry> repairs(HistoryState history) {
        return List.of();
    }
}
