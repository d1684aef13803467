package io.qail.rollback;

import java.util.ArrayList;
import java.util.List;

/** Collects what the operations of one way back did. */
final class Report {

    private final long historyId;
    private final List<Restored> restored = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    /**
     * @param historyId of the row that is taken back
     */
    Report(long historyId) {
        this.historyId = historyId;
    }

    long historyId() {
        return historyId;
    }

    void add(Restored item) {
        restored.add(item);
    }

    void remark(String sentence) {
        remarks.add(sentence);
    }

    List<Restored> restored() {
        return restored;
    }

    List<String> remarks() {
        return remarks;
    }

    /** The run starts again after a lock conflict. */
    void clear() {
        restored.clear();
        remarks.clear();
    }
}
