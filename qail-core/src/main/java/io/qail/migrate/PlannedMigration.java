package io.qail.migrate;

import io.qail.impact.ImpactReport;
import io.qail.plan.Plan;
import java.util.List;

/**
 * What a pending version would run.
 *
 * @param plan against the database as it is, or, above the first version, as the versions below leave it
 * @param impact counted for the first pending version; those above it are analysed when their turn comes, because the
 *     tables that they change may not exist yet
 */
public record PlannedMigration(PendingMigration migration, Plan plan, ImpactReport impact) {

    /** Exactly what would run, in order. */
    public List<String> statements() {
        return plan.statements();
    }

    /** Of the statements. */
    public String hash() {
        return plan.hash();
    }

    /** Whether a statement destroys or replaces values where there are any, or cannot be analysed. */
    public boolean mayLoseData() {
        return plan.operations().stream().anyMatch(operation -> operation.risk().isPresent());
    }
}
