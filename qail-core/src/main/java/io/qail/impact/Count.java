package io.qail.impact;

import org.jspecify.annotations.Nullable;

/**
 * What a scan found for one operation.
 *
 * @param doubt why {@code atRisk} may be too high, in words; null where it is exact
 */
record Count(
        long atRisk,
        long rejected,
        boolean estimated,
        @Nullable String doubt) {

    static final Count NOTHING = new Count(0, 0, false, null);

    /** What the count of a sample says about the whole. */
    Count scaled(double factor) {
        return new Count(Math.round(atRisk * factor), Math.round(rejected * factor), true, doubt);
    }
}
