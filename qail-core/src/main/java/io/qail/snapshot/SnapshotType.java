package io.qail.snapshot;

/** What a part of a snapshot holds. */
public enum SnapshotType {
    DROP_COLUMN,
    DROP_TABLE,
    /** Also a {@code transform} onto an existing column. */
    ALTER_TYPE
}
