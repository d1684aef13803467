package io.qail.shadow;

import io.qail.migrate.PlannedMigration;
import java.util.List;

/**
 * What a shadow database would be.
 *
 * @param versions what it would have that the primary has not, in order
 * @param tables what would be copied
 * @param refusals why it cannot be made, each a sentence that names the thing; empty when it can
 * @param hazards what to know before, each a sentence
 * @param size bytes of the primary, which the server's disk must hold a second time
 * @param hash over everything that would be done; changes when scripts, tables or mappings change
 */
public record ShadowPlan(
        String database,
        String shadow,
        List<PlannedMigration> versions,
        List<CopiedTable> tables,
        List<String> refusals,
        List<String> hazards,
        long size,
        String hash) {

    public ShadowPlan {
        versions = List.copyOf(versions);
        tables = List.copyOf(tables);
        refusals = List.copyOf(refusals);
        hazards = List.copyOf(hazards);
    }

    /**
     * A table that travels.
     *
     * @param source its name in the primary
     * @param target its name in the shadow
     * @param key the columns that tell its rows apart; empty when it is copied whole while writers wait
     * @param query what is copied
     */
    public record CopiedTable(String source, String target, List<String> key, String query) {

        public CopiedTable {
            key = List.copyOf(key);
        }
    }
}
