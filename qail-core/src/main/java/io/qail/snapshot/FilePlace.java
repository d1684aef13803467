package io.qail.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Where the files of one snapshot lie: a directory. All that the file store knows of it, so that another kind of place, a
 * bucket for one, needs this interface and a form of its location, and nothing else.
 */
interface FilePlace {

    /** The place that a manifest names. */
    static FilePlace at(String location) {
        return SnapshotDirectory.at(Path.of(location));
    }

    /** What a manifest calls it; valid once it is published. */
    String location();

    /** A new file, readable for its owner only; when it is closed, what was written is durable. */
    OutputStream create(String name) throws IOException;

    /** Removes a file of a snapshot that is not published yet. */
    void remove(String name) throws IOException;

    /** A file of a published snapshot. */
    InputStream open(String name) throws IOException;

    /** Puts all files under the location at once: before, nobody takes them for a snapshot; afterwards they are durable. */
    void publish() throws IOException;

    /** Deletes the files that were created here, published or not; nothing where there are none. */
    void delete() throws IOException;
}
