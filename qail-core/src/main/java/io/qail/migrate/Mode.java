package io.qail.migrate;

/** What a start does about pending versions. */
public enum Mode {
    /** Migrate. */
    MIGRATE,
    /** Fail when something is pending; a read-only role is enough. */
    VALIDATE,
    /** Log plan and impact, change nothing, go on. */
    PLAN
}
