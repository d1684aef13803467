package io.qail.migrate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a database stands, in numbers that a call knows anyway, so that showing them costs no query.
 *
 * @param version the last version that holds, null for none
 * @param migrations how many rows of the history are in each state; a state without rows may be left out
 * @param pending how many versions are not applied
 * @param differences how many objects differ from the schema of the last version; null when the call did not look
 */
public record MigrationStatus(
        @Nullable String version,
        Map<MigrationInfo.State, Integer> migrations,
        int pending,
        @Nullable Integer differences) {

    public MigrationStatus {
        migrations = Map.copyOf(migrations);
    }
}
