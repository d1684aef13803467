package io.qail.rollback;

import io.qail.error.MigrationException;
import io.qail.migrate.DataOperation;
import io.qail.plan.ColumnOperation;
import io.qail.plan.Effect;
import io.qail.plan.Operation;
import io.qail.plan.Risk;
import io.qail.plan.SilentTriggers;
import io.qail.plan.TableLock;
import io.qail.schema.DataType;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.ValueComparison;
import io.qail.snapshot.SnapshotFiles;
import io.qail.snapshot.SnapshotItem;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * Puts the stored values of a column back into the rows that they belong to, in one UPDATE. The application's triggers do
 * not fire. Afterwards one join compares what is there with what was stored.
 *
 * @param match the rows
 * @param type of the column when this runs, as before the migration
 * @param keepsChanged whether a value that was written after the migration stays
 * @param overwrites whether values of rows that are there get lost
 * @param notNull whether the column has to have a value in every row afterwards; one that is filled in later is not meant
 * @param knowsAllRows whether every row that the table had is in the snapshot
 * @param mayTouchNothing whether somebody said what holds in doubt; else a restore that gives no row its value back is an
 *     error
 */
record RestoreColumn(
        RowMatch match,
        DataType type,
        boolean keepsChanged,
        boolean overwrites,
        boolean notNull,
        boolean knowsAllRows,
        boolean mayTouchNothing,
        String version,
        Report report)
        implements ColumnOperation, DataOperation {

    private static final int BUFFER = 1 << 16;

    /** The join of a few million rows fits, so that it needs no second pass over the disk; it lasts for this UPDATE. */
    private static final String WORK_MEM = "SET LOCAL work_mem = '256MB'";

    @Override
    public ObjectName table() {
        return match.table();
    }

    @Override
    public String column() {
        return match.column();
    }

    @Override
    public String action() {
        return "RESTORE COLUMN";
    }

    @Override
    public Effect effect() {
        return Effect.DATA;
    }

    @Override
    public TableLock lock() {
        return TableLock.SHARE_ROW_EXCLUSIVE;
    }

    @Override
    public Optional<Risk> risk() {
        return overwrites ? Optional.of(new Risk.DroppedColumn(table(), column())) : Optional.empty();
    }

    @Override
    public boolean writesValues() {
        return true;
    }

    @Override
    public List<String> statements() {
        List<String> statements = new ArrayList<>(match.records().load());
        statements.add(WORK_MEM);
        statements.add(SilentTriggers.begin(table(), column()));
        statements.add(update());
        statements.add(SilentTriggers.end());
        statements.add(comparison());
        statements.add("SET LOCAL work_mem TO DEFAULT");
        return List.copyOf(statements);
    }

    private String update() {
        return match.update(
                keepsChanged
                        ? "found.row_is_there AND NOT ("
                                + ValueComparison.differ(type, "found.c", "found.expected_value") + ")"
                        : "");
    }

    /** Counts what is stored, what of it found its row, and what of that is not what was stored. */
    private String comparison() {
        RowMatch now = match.records().keys().isEmpty() ? match.expecting(stored -> stored) : match.expecting(null);
        return "SELECT pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE found.row_is_there),"
                + " pg_catalog.count(*) FILTER (WHERE found.row_is_there AND "
                + ValueComparison.differ(type, "found.c", "found.v") + ") FROM (" + now.joined() + ") AS found";
    }

    @Override
    public void run(Connection connection) throws SQLException {
        SnapshotItem item = match.records().item();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String sql : match.records().load()) {
                if (sql.startsWith("COPY ")) {
                    copy(connection, sql);
                } else {
                    statement.execute(sql);
                }
            }
            statement.execute(WORK_MEM);
            statement.execute(SilentTriggers.begin(table(), column()));
            long updated = statement.executeLargeUpdate(update());
            statement.execute(SilentTriggers.end());
            compare(statement, item, updated);
            statement.execute("SET LOCAL work_mem TO DEFAULT");
        }
    }

    private void compare(Statement statement, SnapshotItem item, long updated) throws SQLException {
        long stored;
        long met;
        long different;
        try (ResultSet row = statement.executeQuery(comparison())) {
            row.next();
            stored = row.getLong(1);
            met = row.getLong(2);
            different = row.getLong(3);
        }
        if (stored != item.rows()) {
            throw failure("The snapshot of " + object(item) + " has " + item.rows() + " records by its manifest, and "
                    + stored + " could be read: somebody changed the snapshot");
        }
        if (updated == 0 && stored > 0 && !mayTouchNothing && count(statement, "") > 0) {
            throw new MigrationException(
                    version,
                    "None of the " + stored + " stored values of " + object(item)
                            + " would come back: their rows are gone, or every value seems to have been changed since",
                    "Say which value holds: prefer the current ones or those of the snapshot. Nothing was changed.");
        }
        boolean byKey = !match.records().keys().isEmpty();
        long kept = byKey ? met - updated : 0;
        if (different > kept || (!byKey && met < updated)) {
            throw failure("Of " + updated + " restored values of " + object(item) + ", " + (different - kept)
                    + " are not what the snapshot holds: a rule or an event trigger changes what is written");
        }
        long added = knowsAllRows ? count(statement, "") - (byKey ? met : updated) : 0;
        if (notNull) {
            checkNulls(statement, item);
        }
        report.add(new Restored(
                object(item),
                match.records().manifest().id(),
                item.rows(),
                updated,
                kept,
                item.rows() - updated - kept,
                Math.max(added, 0)));
    }

    private void checkNulls(Statement statement, SnapshotItem item) throws SQLException {
        long nulls = count(statement, " WHERE " + Identifier.quote(column()) + " IS NULL");
        if (nulls > 0) {
            throw new MigrationException(
                    version,
                    String.format(
                            Locale.ROOT,
                            "%s was NOT NULL, and %,d rows of today have no value for it: they were inserted after version"
                                    + " %s",
                            object(item),
                            nulls,
                            version),
                    "Name a value for them: fill " + object(item) + ". Nothing was changed.");
        }
    }

    private long count(Statement statement, String where) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT pg_catalog.count(*) FROM " + match.rows() + where)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void copy(Connection connection, String sql) throws SQLException {
        try (InputStream in =
                SnapshotFiles.open(match.records().manifest(), match.records().item())) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, in, BUFFER);
        } catch (IOException e) {
            throw new MigrationException(
                    version,
                    "The snapshot file of " + object(match.records().item()) + " cannot be read: " + e,
                    "Bring the file back. Nothing was changed.",
                    null,
                    e);
        }
    }

    private MigrationException failure(String message) {
        return new MigrationException(version, message, "Nothing was changed.");
    }

    private static String object(SnapshotItem item) {
        return item.table() + "." + item.column();
    }

    @Override
    public List<Operation> inverse() {
        return List.of();
    }
}
