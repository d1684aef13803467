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
    PROMOTED,
    /** Another database took the name of this one, which is kept. It can be detached. */
    RETIRED,
    /** This database is itself a shadow that was not promoted. */
    SHADOW,
    /** This database is a copy of one that has or had a shadow; abort removes the copied state from it. */
    COPY;

    /** Whether there is a shadow that can be filled, compared, promoted or aborted. */
    public boolean isUnderWay() {
        return this == CREATING || this == CREATED || this == SYNCED || this == VALID || this == INVALID;
    }
}
