package io.qail.cli;

import io.qail.rollback.Conflict;
import io.qail.rollback.RollbackRequest;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a way back leaves to people. */
final class RollbackFlags {

    /** What holds where a value was changed since. */
    enum Preference {
        current,
        snapshot
    }

    @Option(names = "--no-data", description = "Bring back the structure only: tables and columns come back empty.")
    private boolean noData;

    @Option(
            names = "--prefer",
            paramLabel = "SIDE",
            description =
                    "Where a value was changed since: ${COMPLETION-CANDIDATES}. Default: keep the current one, refuse in doubt.")
    private @Nullable Preference prefer;

    @Option(
            names = "--fill",
            paramLabel = "TABLE.COLUMN=VALUE",
            description = "For rows that are NULL where NOT NULL comes back.")
    private Map<String, String> fill = new TreeMap<>();

    @Option(names = "--accept-sql", description = "Go on where a sql block has no undo: what it did to rows stays.")
    private boolean acceptSql;

    RollbackRequest request(String version) {
        RollbackRequest request = RollbackRequest.to(version);
        if (prefer != null) {
            request = request.preferring(
                    prefer == Preference.current ? Conflict.PREFER_CURRENT : Conflict.PREFER_SNAPSHOT);
        }
        for (Map.Entry<String, String> column : fill.entrySet()) {
            request = request.filling(column.getKey(), column.getValue());
        }
        request = noData ? request.schemaOnly() : request;
        return acceptSql ? request.acceptingSql() : request;
    }
}
