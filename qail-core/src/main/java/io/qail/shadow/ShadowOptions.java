package io.qail.shadow;

import io.qail.error.EnvironmentException;
import io.qail.error.Setting;
import java.time.Duration;
import java.util.function.Consumer;
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
        positive(parallelism, Setting.SHADOW_PARALLELISM);
        positive(catchUpThreshold, Setting.SHADOW_CATCH_UP_THRESHOLD);
        positive(promoteTimeout.toMillis(), Setting.SHADOW_PROMOTE_TIMEOUT);
        positive(maxMarkSize, Setting.SHADOW_MAX_MARK_SIZE);
        positive(maxMarkAge.toMillis(), Setting.SHADOW_MAX_MARK_AGE);
        positive(maxKeylessSize, Setting.SHADOW_MAX_KEYLESS_SIZE);
    }

    private static void positive(long value, Setting setting) {
        if (value <= 0) {
            throw new EnvironmentException(setting + " must be above zero.", "Remove it, or set a greater value.");
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
        return with(draft -> draft.name = other);
    }

    public ShadowOptions withMaintenanceDatabase(String other) {
        return with(draft -> draft.maintenanceDatabase = other);
    }

    public ShadowOptions withParallelism(int other) {
        return with(draft -> draft.parallelism = other);
    }

    public ShadowOptions withCatchUpThreshold(long other) {
        return with(draft -> draft.catchUpThreshold = other);
    }

    public ShadowOptions withPromoteTimeout(Duration other) {
        return with(draft -> draft.promoteTimeout = other);
    }

    public ShadowOptions withKeepOld(boolean other) {
        return with(draft -> draft.keepOld = other);
    }

    public ShadowOptions withReplace(boolean other) {
        return with(draft -> draft.replace = other);
    }

    public ShadowOptions withLimits(long markSize, Duration markAge, long keylessSize) {
        return with(draft -> {
            draft.maxMarkSize = markSize;
            draft.maxMarkAge = markAge;
            draft.maxKeylessSize = keylessSize;
        });
    }

    private ShadowOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /** The options while one of them is changed. */
    private static final class Draft {

        private @Nullable String name;
        private String maintenanceDatabase;
        private int parallelism;
        private long catchUpThreshold;
        private Duration promoteTimeout;
        private boolean keepOld;
        private boolean replace;
        private long maxMarkSize;
        private Duration maxMarkAge;
        private long maxKeylessSize;

        Draft(ShadowOptions options) {
            this.name = options.name;
            this.maintenanceDatabase = options.maintenanceDatabase;
            this.parallelism = options.parallelism;
            this.catchUpThreshold = options.catchUpThreshold;
            this.promoteTimeout = options.promoteTimeout;
            this.keepOld = options.keepOld;
            this.replace = options.replace;
            this.maxMarkSize = options.maxMarkSize;
            this.maxMarkAge = options.maxMarkAge;
            this.maxKeylessSize = options.maxKeylessSize;
        }

        ShadowOptions options() {
            return new ShadowOptions(
                    name,
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
    }
}
