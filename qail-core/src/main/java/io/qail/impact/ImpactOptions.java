package io.qail.impact;

import io.qail.error.EnvironmentException;

/**
 * How much the analysis reads for display.
 *
 * @param exactLimit tables with more rows than this, by the server's statistics, are shown as estimates before the lock is
 *     taken; what is decided under the lock is always counted
 */
public record ImpactOptions(long exactLimit) {

    public static final long DEFAULT_EXACT_LIMIT = 10_000_000;

    public ImpactOptions {
        if (exactLimit < 0) {
            throw new EnvironmentException(
                    "qail.impact.exact-limit must not be negative, but is " + exactLimit + ".", "Set it to 0 or more.");
        }
    }

    public static ImpactOptions defaults() {
        return new ImpactOptions(DEFAULT_EXACT_LIMIT);
    }
}
