package io.qail.migrate;

import io.qail.catalog.LiveSchema;
import io.qail.plan.Plan;
import io.qail.schema.Schema;
import java.sql.Connection;
import java.sql.SQLException;

/** How the schema of a job is reached: forward by a script, or back by a rollback. Called inside the guarded transaction. */
public interface Way {

    /**
     * The plan against the live database.
     *
     * @param live the catalogs as they were read under the migration lock
     * @throws io.qail.error.QailException when there is no way; nothing was changed
     */
    Plan plan(Connection connection, LiveSchema live, String defaultSchema) throws SQLException;

    /**
     * The text that the history keeps.
     *
     * @param reached the schema that the verification found, in PostgreSQL's words
     */
    String historyText(Schema reached, String defaultSchema);

    /** After the verification and before the history row: what is no part of the schema. */
    default void beforeCommit(Connection connection, String defaultSchema) throws SQLException {}
}
