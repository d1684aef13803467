package io.qail.shadow;

import io.qail.error.EnvironmentException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a shadow database is made and promoted.
 *
 * @param name of the shadow; null for {@code <database>_shadow}
 * @param maintenanceDatabase another database of the server, from which databases are made, renamed and dropped
 * @param parallelism how many tables are copied at once; each takes two connections
 * @param catchUpThreshold changed keys that may be left when catching up counts as done
 * @param promoteTimeout how long a promotion tries for its locks before it gives up
 * @param keepOld whether the old database stays after a promotion; it is the backup and the way back
 * @param replace whether {@code create} drops a shadow that QAIL made before; never one that it did not make
 * @param maxMarkSize bytes of captured keys above which the shadow is given up rather than fill the primary's disk
 * @param maxMarkAge age of the oldest captured key above which the shadow is given up
 * @param maxKeylessSize bytes of a table without a key above which it is refused, as it is copied whole while writers wait
 */
public record ShadowOptions(
        @Nullable String name,
        String maintenanceDatabase,
        int parallelism,
        long catchUpThreshold,
        Duration promoteTimeout,
        boolean keepOld,
        boolean replace,
        long maxMarkSize,
        Duration maxMarkAge,
        long maxKeylessSize) {

    public static final String DEFAULT_MAINTENANCE_DATABASE = "postgres";
    public static final int DEFAULT_PARALLELISM = 2;
    public static final long DEFAULT_CATCH_UP_THRESHOLD = 1_000;
    public static final Duration DEFAULT_PROMOTE_TIMEOUT = Duration.ofSeconds(60);
    public static final long DEFAULT_MAX_MARK_SIZE = 10L << 30;
    public static final Duration DEFAULT_MAX_MARK_AGE = Duration.ofDays(1);
    public static final long DEFAULT_MAX_KEYLESS_SIZE = 64L << 20;

    public ShadowOptions {
        positive(parallelism, "qail.shadow.parallelism");
        positive(catchUpThreshold, "qail.shadow.catch-up-threshold");
        positive(promoteTimeout.toMillis(), "qail.shadow.promote-timeout");
        positive(maxMarkSize, "qail.shadow.max-mark-size");
        positive(maxMarkAge.toMillis(), "qail.shadow.max-mark-age");
        positive(maxKeylessSize, "qail.shadow.max-keyless-size");
    }

    private static void positive(long value, String property) {
        if (value <= 0) {
            throw new EnvironmentException(property + " must be above zero.", "Remove it, or set a greater value.");
        }
    }

    public static ShadowOptions defaults() {
        return new ShadowOptions(
                null,
                DEFAULT_MAINTENANCE_DATABASE,
                DEFAULT_PARALLELISM,
                DEFAULT_CATCH_UP_THRESHOLD,
                DEFAULT_PROMOTE_TIMEOUT,
                true,
                false,
                DEFAULT_MAX_MARK_SIZE,
                DEFAULT_MAX_MARK_AGE,
                DEFAULT_MAX_KEYLESS_SIZE);
    }

    public ShadowOptions withName(@Nullable String other) {
        return new ShadowOptions(
                other,
                maintenanceDatabase,
                parallelism,
                catchUpThreshold,
                promoteTimeout,
                keepOld,
                replace,
                maxMarkSize,
                maxMarkAge,
                maxKeylessSize);
    }

    public ShadowOptions withMaintenanceDatabase(String other) {
        return new ShadowOptions(
                name,
                other,
                parallelism,
                catchUpThreshold,
                promoteTimeout,
                keepOld,
                replace,
                maxMarkSize,
                maxMarkAge,
                maxKeylessSize);
    }

    public ShadowOptions withParallelism(int other) {
        return new ShadowOptions(
                name,
                maintenanceDatabase,
                other,
                catchUpThreshold,
                promoteTimeout,
                keepOld,
                replace,
                maxMarkSize,
                maxMarkAge,
                maxKeylessSize);
    }

    public ShadowOptions withCatchUpThreshold(long other) {
        return new ShadowOptions(
                name,
                maintenanceDatabase,
                parallelism,
                other,
                promoteTimeout,
                keepOld,
                replace,
                maxMarkSize,
                maxMarkAge,
                maxKeylessSize);
    }

    public ShadowOptions withPromoteTimeout(Duration other) {
        return new ShadowOptions(
                name,
                maintenanceDatabase,
                parallelism,
                catchUpThreshold,
                other,
                keepOld,
                replace,
                maxMarkSize,
                maxMarkAge,
                maxKeylessSize);
    }

    public ShadowOptions withKeepOld(boolean other) {
        return new ShadowOptions(
                name,
                maintenanceDatabase,
                parallelism,
                catchUpThreshold,
                promoteTimeout,
                other,
                replace,
                maxMarkSize,
                maxMarkAge,
                maxKeylessSize);
    }

    public ShadowOptions withReplace(boolean other) {
        return new ShadowOptions(
                name,
                maintenanceDatabase,
                parallelism,
                catchUpThreshold,
                promoteTimeout,
                keepOld,
                other,
                maxMarkSize,
                maxMarkAge,
                maxKeylessSize);
    }

    public ShadowOptions withLimits(long markSize, Duration markAge, long keylessSize) {
        return new ShadowOptions(
                name,
                maintenanceDatabase,
                parallelism,
                catchUpThreshold,
                promoteTimeout,
                keepOld,
                replace,
                markSize,
                markAge,
                keylessSize);
    }
}
