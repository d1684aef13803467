package io.qail.rollback;

import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import io.qail.migrate.Migrator;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.snapshot.PrivateTable;
import io.qail.snapshot.SnapshotExport;
import io.qail.snapshot.SnapshotFiles;
import io.qail.snapshot.SnapshotItem;
import io.qail.snapshot.SnapshotItem.ColumnType;
import io.qail.snapshot.SnapshotManifest;
import io.qail.snapshot.Snapshots;
import io.qail.snapshot.StoredRecords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies one table or column of a snapshot into a table beside the live ones, for somebody to look at. */
public final class SnapshotCopy {

    private static final Logger log = LoggerFactory.getLogger(SnapshotCopy.class);

    private static final String UNCHANGED = "Nothing was changed in the database.";

    private static final int BUFFER = 1 << 16;

    private SnapshotCopy() {}

    /**
     * Makes the table and fills it, in one transaction under the migration lock. The table is readable for its owner only.
     *
     * @param table by its name in the manifest
     * @param column null for a whole table
     * @param into the exact name of the new table, in the default schema
     * @return how many records it has
     * @throws HistoryException when there is no such snapshot or no such part of it, or a table of that name
     */
    public static long into(Migrator migrator, long snapshotId, String table, @Nullable String column, String into) {
        return migrator.locked((connection, history, defaultSchema) -> {
            SnapshotManifest manifest = find(connection, defaultSchema, snapshotId);
            return into(connection, defaultSchema, manifest, item(manifest, table, column), into);
        });
    }

    /** The same from a snapshot that was exported, of this or of another database. */
    public static long into(Migrator migrator, Path exported, String table, @Nullable String column, String into) {
        SnapshotManifest manifest = Snapshots.exported(exported);
        SnapshotItem item = item(manifest, table, column);
        return migrator.locked(
                (connection, history, defaultSchema) -> into(connection, defaultSchema, manifest, item, into));
    }

    /**
     * Writes a snapshot as files that outlive the database.
     *
     * @throws HistoryException when there is no such snapshot, or it does not hold what its manifest says
     * @throws EnvironmentException when the directory exists or cannot be written
     */
    public static SnapshotManifest export(Migrator migrator, long snapshotId, Path directory) {
        return migrator.reading((connection, history, defaultSchema) ->
                SnapshotExport.run(connection, defaultSchema, find(connection, defaultSchema, snapshotId), directory));
    }

    private static SnapshotManifest find(Connection connection, String defaultSchema, long snapshotId)
            throws SQLException {
        return Snapshots.find(connection, defaultSchema, snapshotId)
                .orElseThrow(() ->
                        new HistoryException("There is no snapshot " + snapshotId + ", or it was purged", UNCHANGED));
    }

    private static long into(
            Connection connection, String defaultSchema, SnapshotManifest manifest, SnapshotItem item, String into)
            throws SQLException {
        ObjectName target = ObjectName.of(defaultSchema, into);
        checkFree(connection, target);
        SnapshotFiles.verify(manifest, item);
        long records = copy(connection, manifest, typed(connection, item), defaultSchema, target);
        if (records != item.rows()) {
            throw new HistoryException(
                    "Snapshot " + manifest.id() + " has " + item.rows() + " records of " + item.object()
                            + " by its manifest, and " + records + " could be read",
                    "Somebody changed the snapshot. " + UNCHANGED);
        }
        log.info("Snapshot {}: {} records of {} copied into {}", manifest.id(), records, item.object(), target);
        return records;
    }

    private static SnapshotItem item(SnapshotManifest manifest, String table, @Nullable String column) {
        return manifest.items().stream()
                .filter(item -> item.table().equals(table) && Objects.equals(item.column(), column))
                .findFirst()
                .orElseThrow(() -> new HistoryException(
                        "Snapshot " + manifest.id() + " holds nothing of "
                                + (column == null ? table : table + "." + column)
                                + "; it holds "
                                + manifest.items().stream()
                                        .map(SnapshotItem::object)
                                        .collect(Collectors.joining(", ")),
                        "Name one of them. " + UNCHANGED));
    }

    private static void checkFree(Connection connection, ObjectName target) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_catalog.to_regclass(?) IS NOT NULL")) {
            statement.setString(1, target.sql());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (row.getBoolean(1)) {
                    throw new HistoryException(
                            "There is a relation " + target + " already", "Name another table. " + UNCHANGED);
                }
            }
        }
    }

    /** A type that went with the migration leaves its texts; so do references, and keys of types that somebody made. */
    private static SnapshotItem typed(Connection connection, SnapshotItem item) throws SQLException {
        List<ColumnType> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_catalog.to_regtype(?) IS NOT NULL")) {
            for (ColumnType column : item.columns()) {
                statement.setString(1, column.type());
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    columns.add(
                            row.getBoolean(1)
                                            && !StoredRecords.isReference(column)
                                            && (item.column() == null
                                                    || column.builtIn()
                                                    || columns.size()
                                                            == item.columns().size() - 1)
                                    ? column
                                    : new ColumnType(column.name(), "text"));
                }
            }
        }
        return item.withColumns(columns);
    }

    private static long copy(
            Connection connection,
            SnapshotManifest manifest,
            SnapshotItem item,
            String defaultSchema,
            ObjectName target)
            throws SQLException {
        StoredRecords records = StoredRecords.of(manifest, item, defaultSchema);
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("CREATE TABLE " + target.sql()
                    + columns(item).stream()
                            .map(column -> Identifier.quote(column.name()) + " " + column.type())
                            .collect(Collectors.joining(", ", " (", ")")));
            PrivateTable.make(connection, target);
            if (!records.inFile()) {
                return statement.executeLargeUpdate("INSERT INTO " + target.sql() + " "
                        + (item.column() == null ? records.rows(item.columns()) : records.values()));
            }
        }
        try (InputStream in = SnapshotFiles.open(manifest, item)) {
            return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + target.sql() + " FROM STDIN (FORMAT csv, HEADER, ENCODING 'UTF8')", in, BUFFER);
        } catch (IOException e) {
            throw new EnvironmentException(
                    "The snapshot file of " + item.object() + " cannot be read: " + e,
                    "Bring the file back. " + UNCHANGED,
                    e);
        }
    }

    /** As the store has them: of a column, what its rows are found by, then itself. */
    private static List<ColumnType> columns(SnapshotItem item) {
        if (item.column() == null || !item.keyColumns().isEmpty()) {
            return item.columns();
        }
        return List.of(
                new ColumnType("row_id", "pg_catalog.text"),
                item.columns().get(item.columns().size() - 1));
    }
}
