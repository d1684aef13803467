package io.qail.shadow;

/** How far a shadow database is. */
public enum ShadowPhase {
    /** There is none. */
    NONE,
    /** It is being created, or that was interrupted: abort and create it again. */
    CREATING,
    /** It has the target's shape, and the primary captures which rows change. */
    CREATED,
    /** All tables are copied, and rounds catch up. */
    SYNCED,
    /** Counts and checksums of both sides were compared and are equal. */
    VALID,
    /** A comparison found a difference; it cannot be promoted. */
    INVALID,
    /** It serves under the primary's name. */
    PROMOTED
}
