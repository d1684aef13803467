package io.qail.migrate;

import io.qail.error.HistoryException;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryState;
import io.qail.schema.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** One of the two ways to work: says what is pending and makes jobs of it. */
interface MigrationSource {

    /**
     * Whether scripts and history fit together; reads nothing but the arguments.
     *
     * @throws HistoryException when they do not
     */
    void check(HistoryState history);

    /** What is pending, in order, whether or not it fits. */
    List<PendingMigration> pending(HistoryState history);

    /**
     * Folds a pending version onto the schema before it, its types looked up on the connection.
     *
     * @throws io.qail.error.ScriptException when the script is wrong
     */
    Job job(Connection connection, PendingMigration migration, Schema base) throws SQLException;

    /** What became of each row, by its id. */
    Map<Long, MigrationInfo.State> states(HistoryState history);

    /** Rows that accept the present scripts in the place of the applied ones; without ids. */
    List<HistoryEntry> repairs(HistoryState history);
}
