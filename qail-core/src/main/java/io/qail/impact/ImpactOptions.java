package io.qail.impact;

import io.qail.error.EnvironmentException;
import io.qail.error.Setting;
import java.time.Duration;

/**
 * How much the analysis reads for display.
 *
 * @param exactLimit tables with more rows than this, by the server's statistics, are shown as estimates before the lock is
 *     taken; what is decided under the lock is always counted
 * @param timeout for each statement of what is only shown: a count that takes longer becomes an estimate, and a search for
 *     violating rows is given up, which the report says
 */
public record ImpactOptions(long exactLimit, Duration timeout) {

    public static final long DEFAULT_EXACT_LIMIT = 10_000_000;

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    public ImpactOptions {
        if (exactLimit < 0) {
            throw new EnvironmentException(
                    Setting.IMPACT_EXACT_LIMIT + " must not be negative, but is " + exactLimit + ".",
                    "Set it to 0 or more.");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new EnvironmentException(
                    Setting.IMPACT_TIMEOUT + " must be longer than zero, but is " + timeout + ".",
                    "Set it to 30s, for example.");
        }
    }

    public static ImpactOptions defaults() {
        return new ImpactOptions(DEFAULT_EXACT_LIMIT, DEFAULT_TIMEOUT);
    }
}
