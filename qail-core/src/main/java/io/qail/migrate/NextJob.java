package io.qail.migrate;

import io.qail.history.HistoryState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Finds the next job under the migration lock, when nobody else can change the history. */
@FunctionalInterface
public interface NextJob {

    /** The job, or empty when none is left. The history table exists. */
    Optional<Job> job(Connection connection, HistoryState history, String defaultSchema) throws SQLException;
}
