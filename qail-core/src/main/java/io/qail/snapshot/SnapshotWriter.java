package io.qail.snapshot;

import java.io.IOException;
import java.sql.SQLException;
import java.util.function.LongConsumer;

/** Writes one snapshot: each part, then the manifest; {@link PendingSnapshot} says what publish and discard mean. */
interface SnapshotWriter {

    /** The table, or the absolute directory under its final name. */
    String location();

    /** Copies one part by streaming, in constant memory, and says how many rows were written. */
    SnapshotItem write(SnapshotPart part, LongConsumer progress) throws SQLException, IOException;

    /** What was written so far takes that many bytes, as far as it is known. */
    long bytes() throws SQLException;

    void complete(SnapshotManifest manifest) throws IOException;

    void publish() throws IOException;

    void discard() throws IOException;
}
