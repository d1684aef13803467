package io.qail.script;

import io.qail.language.SourceFile;
import java.util.Map;

/**
 * One delta.
 *
 * @param description the file name's second half, underscores read as blanks
 * @param checksum SHA-256 in hexadecimal, copied files included
 * @param copyFiles the files that it copies, by the name that the script uses
 */
public record VersionedScript(
        Version version, String description, SourceFile source, String checksum, Map<String, CopyFile> copyFiles) {

    public VersionedScript {
        copyFiles = Map.copyOf(copyFiles);
    }

    /** The file's bare name. */
    public String name() {
        String path = source.name();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
