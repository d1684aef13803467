package io.qail.migrate;

import io.qail.history.AdvisoryLock;
import io.qail.snapshot.Purge;
import io.qail.snapshot.Snapshots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be done about old snapshots at a start: purge those beyond their retention, set aside what a crash left. */
final class SnapshotUpkeep {

    private static final Logger log = LoggerFactory.getLogger(SnapshotUpkeep.class);

    private final RunContext context;

    SnapshotUpkeep(RunContext context) {
        this.context = context;
    }

    /** Whether there may be anything to do; asks the file system and the options, not the database. */
    boolean mayHaveWork(boolean migrated) {
        return (migrated && context.snapshots().retention() != null)
                || Files.isDirectory(context.snapshots().directory());
    }

    /** Works in a transaction of its own under the migration lock. */
    void run(Connection connection) throws SQLException {
        String schema = context.defaultSchema();
        connection.setAutoCommit(false);
        AdvisoryLock.acquire(connection, context.locks(), schema);
        for (Path orphan : Snapshots.reportOrphans(connection, schema, context.snapshots())) {
            log.warn("{} belongs to no committed migration; it was set aside", orphan);
        }
        Duration retention = context.snapshots().retention();
        if (retention == null) {
            connection.commit();
        } else {
            Purge purge = Snapshots.purge(
                    connection,
                    schema,
                    retention,
                    context.clock().instant(),
                    context.snapshots(),
                    !LiveShadow.isRetired(connection));
            connection.commit();
            purge.deleteFiles(context.snapshots().directory()).consequences().forEach(log::warn);
        }
        connection.setAutoCommit(true);
    }
}
