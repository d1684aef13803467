package io.qail.migrate;

/** What to do when the history holds versions above the newest script. */
public enum NewerDatabase {
    /** Warn and go on: an older application runs against a database that a newer one has migrated. */
    IGNORE,
    /** Fail. */
    FAIL
}
