package io.qail.snapshot;

import io.qail.schema.SqlLiteral;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Copies records into {@code _qail_data_snapshots}, inside the database and in the migration's transaction. */
final class DatabaseSnapshotStore implements SnapshotStore {

    /** Pages of a table (256 MB) between two words about the progress. */
    private static final long PAGES_AT_ONCE = 32_768;

    private final long pagesAtOnce;

    DatabaseSnapshotStore() {
        this(PAGES_AT_ONCE);
    }

    DatabaseSnapshotStore(long pagesAtOnce) {
        this.pagesAtOnce = pagesAtOnce;
    }

    @Override
    public String name() {
        return "database";
    }

    @Override
    public SnapshotWriter open(
            Connection connection, SnapshotRequest request, long snapshotId, String database, SnapshotOrigin whose)
            throws SQLException {
        return new Writer(connection, request, snapshotId, pagesAtOnce);
    }

    private static final class Writer implements SnapshotWriter {

        private final Connection connection;
        private final SnapshotRequest request;
        private final long snapshotId;
        private final String table;
        private final long pagesAtOnce;
        private final long bytesBefore;

        Writer(Connection connection, SnapshotRequest request, long snapshotId, long pagesAtOnce) throws SQLException {
            this.connection = connection;
            this.request = request;
            this.snapshotId = snapshotId;
            this.pagesAtOnce = pagesAtOnce;
            this.table = SnapshotTables.data(request.defaultSchema()).sql();
            this.bytesBefore = size();
        }

        @Override
        public String location() {
            return SnapshotTables.data(request.defaultSchema()).display(request.defaultSchema());
        }

        @Override
        public SnapshotItem write(SnapshotPart part, LongConsumer progress) throws SQLException {
            long before = lastId();
            long written = 0;
            for (String range : ranges(part)) {
                try (Statement statement = connection.createStatement()) {
                    written += statement.executeLargeUpdate(insert(part, range));
                }
                progress.accept(written);
            }
            // Nobody else takes ids from the sequence: all QAIL's writers hold the migration lock.
            boolean any = written > 0;
            return part.item(
                    request.defaultSchema(), written, any ? before + 1 : null, any ? lastId() : null, null, null);
        }

        private String insert(SnapshotPart part, String range) {
            LiveColumn column = part.column();
            return "INSERT INTO " + table + " (migration_version, table_name, column_name, row_id, value_json,"
                    + " snapshot_type, snapshot_id) SELECT "
                    + SqlLiteral.quote(request.version()) + ", "
                    + SqlLiteral.quote(part.table().name().display(request.defaultSchema())) + ", "
                    + (column == null ? "NULL" : SqlLiteral.quote(column.name()))
                    + ", copied.row_id, copied.value_json, "
                    + SqlLiteral.quote(part.type().name()) + ", " + snapshotId
                    + " FROM (" + part.query(range) + ") AS copied(row_id, value_json)";
        }

        /** A large table is read in ranges of its pages; not one whose duplicates have to be numbered over all of it. */
        private List<String> ranges(SnapshotPart part) {
            long pages = part.table().pages();
            if (pages <= pagesAtOnce || !part.key().unique() || part.table().partitioned()) {
                return List.of("");
            }
            List<String> ranges = new ArrayList<>();
            for (long page = 0; page < pages; page += pagesAtOnce) {
                // The last range has no end: the table cannot have grown, but a range must not be what decides that.
                boolean last = page + pagesAtOnce >= pages;
                ranges.add(" WHERE ctid >= '(" + page + ",0)'"
                        + (last ? "" : " AND ctid < '(" + (page + pagesAtOnce) + ",0)'"));
            }
            return ranges;
        }

        private long lastId() throws SQLException {
            String sequence = query("SELECT pg_catalog.pg_get_serial_sequence(?, 'id')", table);
            return Long.parseLong(
                    query("SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM " + sequence));
        }

        private long size() throws SQLException {
            return Long.parseLong(query("SELECT pg_catalog.pg_table_size(?::pg_catalog.regclass)", table));
        }

        private String query(String sql, String... arguments) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < arguments.length; i++) {
                    statement.setString(i + 1, arguments[i]);
                }
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getString(1);
                }
            }
        }

        @Override
        public long bytes() throws SQLException {
            return Math.max(0, size() - bytesBefore);
        }

        @Override
        public void complete(SnapshotManifest manifest) {}

        @Override
        public void publish() {}

        @Override
        public void discard() {}
    }
}
