package io.qail.migrate;

/** What to do when the live database is not what its history says, at the moment a migration is pending. */
public enum DriftPolicy {
    /** Do not look. */
    IGNORE,
    /** Log each difference and go on. */
    WARN,
    /** Change nothing and fail. */
    FAIL
}
