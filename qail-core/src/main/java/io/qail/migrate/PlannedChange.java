package io.qail.migrate;

import io.qail.impact.ImpactReport;
import io.qail.plan.Plan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a change that is no pending script would run against the database as it is now.
 *
 * @param migration the version that it would become; null for a way that only can be looked at
 * @param defaultSchema the schema that names are shown without
 */
public record PlannedChange(
        @Nullable PendingMigration migration, Plan plan, ImpactReport impact, String defaultSchema) {

    /** The same as one of the versions that are pending; empty for a way that only can be looked at. */
    public Optional<PlannedMigration> asVersion() {
        return Optional.ofNullable(migration).map(version -> new PlannedMigration(version, plan, impact));
    }
}
