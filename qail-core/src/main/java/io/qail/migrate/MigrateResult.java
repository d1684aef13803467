package io.qail.migrate;

import io.qail.history.HistoryEntry;
import java.util.List;

/**
 * What a call of {@code migrate} did.
 *
 * @param applied the new rows of the history, in order
 * @param indexesBuilt names of the indexes that were built concurrently
 */
public record MigrateResult(List<HistoryEntry> applied, List<String> indexesBuilt) {

    public static final MigrateResult NOTHING = new MigrateResult(List.of(), List.of());

    public MigrateResult {
        applied = List.copyOf(applied);
        indexesBuilt = List.copyOf(indexesBuilt);
    }
}
