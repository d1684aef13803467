package io.qail.rollback;

/** Which value stays where a record was changed after the migration that is taken back. */
public enum Conflict {
    /** What somebody wrote since. */
    PREFER_CURRENT,
    /** What was there before the migration. */
    PREFER_SNAPSHOT
}
