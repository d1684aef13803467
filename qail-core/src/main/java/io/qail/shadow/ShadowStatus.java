package io.qail.shadow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the shadow of a database stands.
 *
 * @param database the name under which the application works
 * @param shadow name of the shadow, null where there is none or it was promoted
 * @param versions the versions that the shadow has and the primary does not have, oldest first
 * @param planHash the {@link ShadowPlan#hash()} that it was made by: another one means that the scripts, or the tables, have
 *     changed since; null where there is none
 * @param since when the phase began; null where there is none
 * @param lagRows changed keys that are still to be carried over
 * @param lagAge age of the oldest of them
 * @param markSize bytes that the captured keys take in the primary
 * @param oldDatabase after a promotion, the name of the database that served before, while it exists
 */
public record ShadowStatus(
        String database,
        @Nullable String shadow,
        ShadowPhase phase,
        List<String> versions,
        @Nullable String planHash,
        @Nullable Instant since,
        long lagRows,
        Duration lagAge,
        long markSize,
        @Nullable String oldDatabase) {

    public ShadowStatus {
        versions = List.copyOf(versions);
    }
}
