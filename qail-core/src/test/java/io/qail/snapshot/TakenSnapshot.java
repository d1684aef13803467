package io.qail.snapshot;

import java.sql.Connection;
import java.sql.SQLException;

/** A snapshot up to the point where only its publication is left. */
public final class TakenSnapshot {

    private TakenSnapshot() {}

    public static PendingSnapshot of(
            Connection connection, SnapshotRequest request, SnapshotOptions options, ProgressListener listener)
            throws SQLException {
        PendingSnapshot snapshot = Snapshots.begin(connection, request, options, listener);
        snapshot.takeRecords();
        snapshot.notePositions();
        snapshot.complete();
        return snapshot;
    }
}
