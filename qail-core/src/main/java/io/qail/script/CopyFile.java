package io.qail.script;

import java.io.IOException;
import java.io.InputStream;

/** A file that lies beside a script. */
@FunctionalInterface
public interface CopyFile {

    /** Its bytes as they are stored, compressed ones included. The caller closes the stream. */
    InputStream open() throws IOException;
}
