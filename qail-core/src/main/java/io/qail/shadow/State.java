package io.qail.shadow;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a shadow. The same row stands in both databases, and in every copy of either: which of them it is, is
 * told by {@link Whereabouts}.
 *
 * @param shadow the name under which it was made
 * @param primary the name under which the primary serves, which a promotion gives to the shadow
 * @param primaryOid of the database that the shadow was made from
 * @param shadowOid null until the shadow exists
 * @param system identifier of the server
 * @param token random; the same in both databases, and proof of one to the other
 * @param defaultSchema where QAIL's tables are
 * @param versions what the shadow has and the primary has not
 * @param planHash of {@link ShadowPlan#hash()}, when it was made
 * @param fingerprint of the primary's catalogs, as the shadow was made from them
 * @param history rows of {@code _qail_migrations} that the primary had
 * @param since when the phase began
 */
record State(
        String shadow,
        String primary,
        long primaryOid,
        @Nullable Long shadowOid,
        String system,
        String token,
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

    /** The same of another database of the pair. */
    State with(@Nullable Long shadowDatabase, ShadowPhase other) {
        return new State(
                shadow,
                primary,
                primaryOid,
                shadowDatabase,
                system,
                token,
                defaultSchema,
                other,
                versions,
                planHash,
                fingerprint,
                history,
                since);
    }

    /** Whether both speak of the same two databases, and the token says that it is no accident. */
    boolean isOfTheSameShadow(State other) {
        return !token.isEmpty()
                && token.equals(other.token)
                && system.equals(other.system)
                && primaryOid == other.primaryOid
                && shadowOid != null
                && shadowOid.equals(other.shadowOid);
    }

    /** The name of the shadow until it has a state of its own: nobody else can have chosen it. */
    String birthName() {
        return "_qail_" + token;
    }

    /** The same of its test clone. */
    String birthNameOfClone() {
        return birthName() + "_test";
    }
}
