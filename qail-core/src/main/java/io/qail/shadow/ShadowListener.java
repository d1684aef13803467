package io.qail.shadow;

import java.time.Duration;

/** Watches a shadow database; all methods are called on threads of the running operation, some on several at once. */
public interface ShadowListener {

    /** A step begins. */
    default void step(int number, int steps, String title) {}

    /** A table is being copied; {@code rows} have been so far. */
    default void copying(String table, long rows) {}

    /** A table was copied and its indexes are built. */
    default void copied(String table, long rows) {}

    /** How far the shadow is behind: changed keys, and the age of the oldest one. */
    default void lag(long rows, Duration age) {}

    /** Writers are about to be stopped; an application may pause its own pool now. */
    default void beforeSwitch() {}

    /**
     * The databases have changed names, or it failed and the primary serves on.
     *
     * @param pause for how long writers were kept waiting
     */
    default void afterSwitch(boolean promoted, Duration pause) {}
}
