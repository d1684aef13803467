package io.qail.snapshot;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Finds the row that JSONB has no room for. */
final class OversizedValue {

    /** The bytes of a string in JSONB. */
    private static final long LIMIT = 268_435_455;

    private OversizedValue() {}

    /** Whether an error can come from that limit, or from the one of PostgreSQL's memory on the way to it. */
    static boolean isLikely(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return "54000".equals(e.getSQLState())
                || ("XX000".equals(e.getSQLState()) && message.contains("invalid memory alloc request size"));
    }

    /** The key of such a row; reads the table once. */
    static Optional<String> key(Connection connection, SnapshotPart part) throws SQLException {
        for (LiveColumn column : part.column() == null ? part.table().columns() : java.util.List.of(part.column())) {
            String sql = part.source().column(column.name());
            String bytes = column.type().equals("bytea")
                    ? "2::pg_catalog.int8 * pg_catalog.octet_length(" + sql + ") + 2"
                    : "pg_catalog.octet_length(" + sql + "::pg_catalog.text)";
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT " + part.key().sql(part.source()::column) + " FROM "
                                    + part.source().from() + " WHERE " + bytes + " > " + LIMIT + " LIMIT 1")) {
                if (row.next()) {
                    return Optional.of(row.getString(1));
                }
            }
        }
        return Optional.empty();
    }
}
