package io.qail.migrate;

import io.qail.error.EnvironmentException;
import io.qail.error.MigrationException;
import io.qail.plan.CopyRows;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.plan.RunSql;
import io.qail.plan.TransformColumn;
import io.qail.script.CopyFile;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the transactional part of a plan: each statement exactly as the plan prints it. */
final class PlanExecution {

    private static final Logger log = LoggerFactory.getLogger(PlanExecution.class);

    private static final int BUFFER = 1 << 16;

    private final String version;
    private final String script;
    private final Map<String, CopyFile> copyFiles;
    private final WrittenRows written;
    private final MeasuredUpdates updates;

    PlanExecution(Job job, WrittenRows written, MeasuredUpdates updates) {
        this.updates = updates;
        this.written = written;
        this.version = job.version();
        this.script = job.script();
        this.copyFiles = job.copyFiles();
    }

    /** Runs every statement; the first refusal ends it. */
    void run(Connection connection, Plan plan) throws SQLException {
        // Else an ALTER after a row change on a table with a deferred foreign key fails: "pending trigger events".
        execute(connection, "SET CONSTRAINTS ALL IMMEDIATE");
        for (Operation operation : plan.transactional()) {
            boolean writes = WrittenRows.isWriting(operation);
            if (writes) {
                written.before(operation);
            }
            long rows = run(connection, operation);
            if (writes) {
                written.after(operation, operation instanceof DataOperation ? -1 : rows);
            }
        }
    }

    /** Runs one operation, and says how many rows its statements wrote. */
    private long run(Connection connection, Operation operation) throws SQLException {
        if (operation instanceof DataOperation data) {
            run(connection, data);
            return 0;
        }
        long rows = 0;
        for (String sql : operation.statements()) {
            log.debug("{}: {}", version, sql);
            if (operation instanceof TransformColumn transform && sql.equals(transform.update())) {
                updates.before(transform);
                rows += execute(connection, sql);
                updates.after(transform, rows);
                continue;
            }
            if (operation instanceof CopyRows copy) {
                copy(connection, copy, sql);
            } else if (operation instanceof RunSql) {
                runSql(connection, sql);
            } else {
                rows += execute(connection, sql);
            }
        }
        return rows;
    }

    private void run(Connection connection, DataOperation data) throws SQLException {
        data.statements().forEach(sql -> log.debug("{}: {}", version, sql));
        try {
            data.run(connection);
        } catch (SQLException e) {
            throw translated(String.join(";\n", data.statements()), e);
        }
    }

    /** A savepoint that is gone afterwards says that the block ended the transaction, and snapshot and locks with it. */
    private void runSql(Connection connection, String sql) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        execute(connection, sql);
        try {
            connection.releaseSavepoint(savepoint);
        } catch (SQLException e) {
            throw new MigrationException(
                    version,
                    "A sql block of " + script + " ended QAIL's transaction, and with it the snapshot and the locks",
                    "Take COMMIT, ROLLBACK and BEGIN out of the block. What it committed itself is in the database.",
                    e.getSQLState(),
                    e);
        }
    }

    private long execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // A sql block may hold "?" operators; no escape syntax, no parameters.
            statement.setEscapeProcessing(false);
            return statement.execute(sql) ? 0 : Math.max(0, statement.getLargeUpdateCount());
        } catch (SQLException e) {
            throw translated(sql, e);
        }
    }

    private void copy(Connection connection, CopyRows copy, String sql) throws SQLException {
        String name = copy.file();
        CopyFile file = copyFiles.get(name);
        if (file == null) {
            throw new EnvironmentException(
                    "There is no file " + name + " beside the script " + script, "Put the file beside the script.");
        }
        try (CsvRecords in =
                new CsvRecords(name.endsWith(".gz") ? new GZIPInputStream(file.open(), BUFFER) : file.open())) {
            long rows = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, in, BUFFER);
            if (rows != in.records()) {
                throw new MigrationException(
                        version,
                        "The file " + name + " has " + in.records() + " records, and " + rows + " rows came into "
                                + copy.table().sql(),
                        "A BEFORE INSERT trigger leaves rows out. Disable it for the migration, or take the records out of"
                                + " the file. Nothing was changed.");
            }
            log.info("{}: {} rows loaded from {}", version, rows, name);
        } catch (IOException e) {
            throw new EnvironmentException(
                    "The file " + name + " of the script " + script + " cannot be read: " + e.getMessage(),
                    "Check that it is complete, and gzip when its name ends in .gz.",
                    e);
        } catch (SQLException e) {
            throw translated(sql, e);
        }
    }

    /** A lock conflict stays what it is: the guarded run starts again. */
    private RuntimeException translated(String sql, SQLException e) throws SQLException {
        if (GuardedRun.isLockConflict(e)) {
            throw e;
        }
        return SqlFailure.of(version, script, sql, e);
    }
}
