package io.qail.migrate;

import io.qail.error.MigrationException;
import io.qail.error.QailException;
import io.qail.history.AdvisoryLock;
import io.qail.history.History;
import io.qail.history.UnpreparedStatements;
import java.sql.Connection;
import java.sql.SQLException;

/** Finds out, on a new connection, whether a COMMIT took place whose answer was lost. */
final class CommitOutcome {

    private final RunContext context;

    CommitOutcome(RunContext context) {
        this.context = context;
    }

    /**
     * Whether the history row is there.
     *
     * @throws MigrationException when the database cannot be asked; nothing that belongs to the version may be deleted then
     */
    boolean isCommitted(String version, long id) {
        try (Connection connection = context.connections().open();
                UnpreparedStatements unprepared = UnpreparedStatements.on(connection)) {
            // The server may still be at the COMMIT: its transaction holds the migration lock until it is over.
            connection.setAutoCommit(false);
            AdvisoryLock.acquire(connection, context.locks(), context.defaultSchema());
            boolean committed = new History(connection, context.defaultSchema()).contains(id);
            connection.rollback();
            return committed;
        } catch (SQLException | QailException e) {
            throw new MigrationException(
                    version,
                    "The connection broke at the commit of migration " + version
                            + ", and the database cannot be asked whether it took place",
                    "When the database answers again, look for id " + id + " in _qail_migrations, or just start again. "
                            + "Snapshot files were kept.",
                    null,
                    e);
        }
    }
}
