package io.qail.migrate;

import io.qail.history.HistoryType;
import io.qail.plan.Change;
import io.qail.schema.Schema;
import io.qail.script.CopyFile;
import java.util.Map;

/**
 * One version, ready to be planned.
 *
 * @param base the schema before it, as the history keeps it
 */
record Job(
        String version,
        String description,
        HistoryType type,
        String script,
        String checksum,
        Schema base,
        Change change,
        Map<String, CopyFile> copyFiles) {}
