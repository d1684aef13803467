package io.qail.migrate;

import io.qail.catalog.DatabaseIdentity;
import org.jspecify.annotations.Nullable;

/** What a database is to the shadow that the state in it describes. A state travels with every copy of its database. */
public enum ShadowRole {
    /** The shadow was made from it and follows it. */
    PRIMARY,
    /** The shadow, before its promotion. */
    SHADOW,
    /** The shadow, which serves since its promotion. */
    PROMOTED,
    /** Another database took its name: the old one after a promotion, or the new one after a return. */
    RETIRED,
    /** The old database, which serves again; its state means nothing any more. */
    RETURNED,
    /** A clone, a restored dump, or a database of another server: the state speaks of other databases. */
    COPY;

    /** A promotion writes it into the database that gave its name away. */
    public static final String RETIRED_PHASE = "RETIRED";

    private static final String PROMOTED_PHASE = "PROMOTED";

    /**
     * The parts of a state that tell.
     *
     * @param system the server on which it was written
     * @param primaryName the name that the serving database has
     * @param primaryNow present name of the database with the primary's OID, if there is one
     * @param shadowNow the same of the shadow's
     */
    public record Claim(
            String system,
            long primaryOid,
            @Nullable Long shadowOid,
            String phase,
            String primaryName,
            @Nullable String primaryNow,
            @Nullable String shadowNow) {}

    /** OIDs tell which database it is, names which of the two serves; the phase decides where names do not. */
    public static ShadowRole of(DatabaseIdentity own, Claim claim) {
        boolean serves = own.name().equals(claim.primaryName());
        boolean retired = claim.phase().equals(RETIRED_PHASE);
        if (own.isSame(claim.system(), claim.primaryOid())) {
            if (retired) {
                return serves ? RETURNED : RETIRED;
            }
            return claim.primaryName().equals(claim.shadowNow()) ? RETIRED : PRIMARY;
        }
        if (claim.shadowOid() != null && own.isSame(claim.system(), claim.shadowOid())) {
            if (serves) {
                return PROMOTED;
            }
            if (retired
                    || (claim.phase().equals(PROMOTED_PHASE)
                            && claim.primaryName().equals(claim.primaryNow()))) {
                return RETIRED;
            }
            return claim.phase().equals(PROMOTED_PHASE) ? PROMOTED : SHADOW;
        }
        return COPY;
    }
}
