package io.qail.plan;

/** The strongest lock that an operation takes on a table, weakest first; what it keeps waiting. */
public enum TableLock {
    NONE,
    ACCESS_SHARE,
    ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
    SHARE,
    SHARE_ROW_EXCLUSIVE,
    ACCESS_EXCLUSIVE;

    /** Whether rows cannot be written while the lock is held. */
    public boolean blocksWriters() {
        return compareTo(SHARE) >= 0;
    }

    /** The name as in {@code LOCK TABLE … IN … MODE}. */
    public String sql() {
        return name().replace('_', ' ');
    }
}
