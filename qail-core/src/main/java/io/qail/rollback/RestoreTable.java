package io.qail.rollback;

import io.qail.error.MigrationException;
import io.qail.migrate.DataOperation;
import io.qail.plan.Effect;
import io.qail.plan.Operation;
import io.qail.plan.TableLock;
import io.qail.plan.TableOperation;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.snapshot.SnapshotFiles;
import io.qail.snapshot.SnapshotItem;
import io.qail.snapshot.SnapshotItem.ColumnType;
import io.qail.snapshot.StoredRecords;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/**
 * Puts the rows of a dropped table back into the table that was just made again; it has no triggers and no foreign keys
 * yet. Identity values are kept, generated columns are computed again.
 *
 * @param table by its name when this runs
 * @param columns of the snapshot that the table has, to their names in it
 */
record RestoreTable(
        ObjectName table, Map<ColumnType, String> columns, StoredRecords records, String version, Report report)
        implements TableOperation, DataOperation {

    private static final int BUFFER = 1 << 16;

    @Override
    public String action() {
        return "RESTORE TABLE";
    }

    @Override
    public Effect effect() {
        return Effect.DATA;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.table(table);
    }

    @Override
    public TableLock lock() {
        return TableLock.ROW_EXCLUSIVE;
    }

    @Override
    public List<String> statements() {
        String names = columns.values().stream().map(Identifier::quote).collect(Collectors.joining(", ", "(", ")"));
        if (columns.isEmpty()) {
            return List.of("INSERT INTO " + table.sql() + " DEFAULT VALUES");
        }
        if (records.inFile() && records.isCopiedStraight()) {
            return List.of("COPY " + table.sql() + " " + names + " FROM STDIN (FORMAT csv, HEADER, ENCODING 'UTF8')");
        }
        List<String> statements = new ArrayList<>(records.load());
        statements.add("INSERT INTO " + table.sql() + " " + names + " OVERRIDING SYSTEM VALUE "
                + records.rows(List.copyOf(columns.keySet())));
        return List.copyOf(statements);
    }

    @Override
    public void run(Connection connection) throws SQLException {
        SnapshotItem item = records.item();
        long inserted = insert(connection);
        if (inserted != item.rows()) {
            throw new MigrationException(
                    version,
                    "The snapshot of " + item.table() + " has " + item.rows() + " records by its manifest, and "
                            + inserted + " could be read",
                    "Somebody changed the snapshot. Nothing was changed.");
        }
        report.add(new Restored(item.table(), records.manifest().id(), item.rows(), inserted, 0, 0, 0));
    }

    private long insert(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            long inserted = 0;
            // A table without columns takes its rows one by one.
            long times = columns.isEmpty() ? records.item().rows() : 1;
            for (long i = 0; i < times; i++) {
                long rows = 0;
                for (String sql : statements()) {
                    // The last one brings the rows; those before it make a table of a file.
                    rows = sql.startsWith("COPY ") ? copy(connection, sql) : statement.executeLargeUpdate(sql);
                }
                inserted += rows;
            }
            return inserted;
        }
    }

    private long copy(Connection connection, String sql) throws SQLException {
        try (InputStream in = SnapshotFiles.open(records.manifest(), records.item())) {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, in, BUFFER);
        } catch (IOException e) {
            throw new MigrationException(
                    version,
                    "The snapshot file of " + records.item().table() + " cannot be read: " + e,
                    "Nothing was changed. Bring the file back.",
                    null,
                    e);
        }
    }

    /** Rows that are restored go with their table when the way back is taken back. */
    @Override
    public List<Operation> inverse() {
        return List.of();
    }
}
