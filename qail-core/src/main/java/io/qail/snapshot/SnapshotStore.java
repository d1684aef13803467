package io.qail.snapshot;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** A place where the records of snapshots lie. */
interface SnapshotStore {

    /** The name in a manifest: {@code database}, {@code file}. */
    String name();

    /** Begins a snapshot. Fails where the place cannot be written to, so that nothing is copied in vain. */
    SnapshotWriter open(
            Connection connection, SnapshotRequest request, long snapshotId, String database, SnapshotOrigin whose)
            throws SQLException, IOException;
}
