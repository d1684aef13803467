package io.qail.migrate;

import io.qail.history.HistoryType;
import io.qail.schema.Schema;
import io.qail.script.CopyFile;
import java.util.Map;

/**
 * One version, ready for the guarded run.
 *
 * @param type of its history row
 * @param base the schema before it, as the history keeps it
 * @param copyFiles what its {@code copy} statements name
 */
public record Job(
        String version,
        String description,
        HistoryType type,
        String script,
        String checksum,
        Schema base,
        Way way,
        Map<String, CopyFile> copyFiles) {

    /** The version before it runs. */
    PendingMigration pending() {
        return new PendingMigration(version, description, script, checksum);
    }
}
