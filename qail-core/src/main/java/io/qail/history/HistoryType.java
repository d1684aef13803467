package io.qail.history;

/** How a row came into the history. */
public enum HistoryType {
    VERSIONED,
    DECLARATIVE,
    BASELINE,
    ROLLBACK,
    REPAIR
}
