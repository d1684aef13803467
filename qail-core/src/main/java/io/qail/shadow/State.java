package io.qail.shadow;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a shadow. The same row stands in both databases: which of them serves is told by their OIDs, not by a
 * field that a crash could leave behind.
 *
 * @param shadow the name under which it was made
 * @param primaryOid of the database that the shadow was made from
 * @param shadowOid null until the shadow exists
 * @param defaultSchema where QAIL's tables are
 * @param versions what the shadow has and the primary has not
 * @param planHash of {@link ShadowPlan#hash()}, when it was made
 * @param fingerprint of the primary's catalogs, as the shadow was made from them
 * @param history rows of {@code _qail_migrations} that the primary had
 * @param since when the phase began
 */
record State(
        String shadow,
        long primaryOid,
        @Nullable Long shadowOid,
        String defaultSchema,
        ShadowPhase phase,
        List<String> versions,
        String planHash,
        String fingerprint,
        long history,
        Instant since) {

    State {
        versions = List.copyOf(versions);
    }
}
