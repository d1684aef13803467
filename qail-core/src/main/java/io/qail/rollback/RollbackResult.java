package io.qail.rollback;

import io.qail.history.HistoryEntry;
import java.util.List;

/**
 * What a rollback did.
 *
 * @param rolledBack the new {@code ROLLBACK} rows of the history, newest version first
 * @param restored what came back, in the order in which it did
 * @param remarks what did not come back, in sentences
 */
public record RollbackResult(List<HistoryEntry> rolledBack, List<Restored> restored, List<String> remarks) {

    public RollbackResult {
        rolledBack = List.copyOf(rolledBack);
        restored = List.copyOf(restored);
        remarks = List.copyOf(remarks);
    }
}
