package io.qail.snapshot;

import io.qail.impact.LiveRows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts, under the lock, the rows that each part has to hold: one scan for all parts of a table. */
final class PartCounts {

    private PartCounts() {}

    /** The parts with their counts, in the same order. */
    static List<SnapshotPart> counted(Connection connection, List<SnapshotPart> parts) throws SQLException {
        Map<LiveRows, List<Integer>> scans = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            scans.computeIfAbsent(parts.get(i).source(), source -> new ArrayList<>())
                    .add(i);
        }
        List<SnapshotPart> counted = new ArrayList<>(parts);
        for (Map.Entry<LiveRows, List<Integer>> scan : scans.entrySet()) {
            List<SnapshotPart> ofTable =
                    scan.getValue().stream().map(parts::get).toList();
            List<SnapshotPart> done = scan(connection, scan.getKey(), ofTable);
            for (int i = 0; i < done.size(); i++) {
                counted.set(scan.getValue().get(i), done.get(i));
            }
        }
        return counted;
    }

    private static List<SnapshotPart> scan(Connection connection, LiveRows source, List<SnapshotPart> parts)
            throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            List<SnapshotPart> counted = count(connection, source, parts);
            connection.releaseSavepoint(savepoint);
            return counted;
        } catch (SQLException e) {
            if (!raisedByValue(e)) {
                throw e;
            }
            connection.rollback(savepoint);
            connection.releaseSavepoint(savepoint);
            // Which of the values come back cannot be computed for all of them: keep all.
            return count(
                    connection,
                    source,
                    parts.stream()
                            .map(part -> part.type() == SnapshotType.ALTER_TYPE ? part.where("true") : part)
                            .toList());
        }
    }

    private static boolean raisedByValue(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("P0") || state.equals("0A000");
    }

    private static List<SnapshotPart> count(Connection connection, LiveRows source, List<SnapshotPart> parts)
            throws SQLException {
        List<String> counts = new ArrayList<>();
        for (SnapshotPart part : parts) {
            String filter = part.condition().equals("true") ? "" : " FILTER (WHERE " + part.condition() + ")";
            counts.add("pg_catalog.count(*)" + filter);
            LiveColumn column = part.column();
            counts.add("pg_catalog.count(" + (column == null ? "*" : source.column(column.name())) + ")" + filter);
        }
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT " + String.join(", ", counts) + " FROM " + source.from())) {
            row.next();
            List<SnapshotPart> counted = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                counted.add(parts.get(i).counted(row.getLong(2 * i + 1), row.getLong(2 * i + 2)));
            }
            return counted;
        }
    }
}
