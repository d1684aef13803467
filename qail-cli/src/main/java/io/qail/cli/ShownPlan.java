package io.qail.cli;

import io.qail.impact.ImpactReport;
import io.qail.migrate.PlannedChange;
import io.qail.migrate.PlannedMigration;
import io.qail.plan.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan of one version, or between two schemas.
 *
 * @param version null where the plan is of no version
 * @param impact null where there is no data to look at
 * @param mayLoseData whether it destroys or replaces values where there are any
 */
record ShownPlan(
        @Nullable String version,
        List<String> statements,
        List<Step> steps,
        @Nullable ImpactReport impact,
        boolean mayLoseData,
        String hash) {

    /** Against live data. */
    static ShownPlan of(PlannedChange change) {
        return of(change.plan(), change.impact(), change.defaultSchema());
    }

    /** Of a pending version; the data that it meets is known of the first one only. */
    static ShownPlan of(PlannedMigration planned, boolean first, String defaultSchema) {
        return new ShownPlan(
                planned.migration().version(),
                planned.statements(),
                Step.of(planned.plan(), defaultSchema),
                first ? planned.impact() : null,
                planned.mayLoseData(),
                planned.hash());
    }

    static ShownPlan of(Plan plan, @Nullable ImpactReport impact, String defaultSchema) {
        List<Step> steps = Step.of(plan, defaultSchema);
        return new ShownPlan(
                null,
                plan.statements(),
                steps,
                impact,
                steps.stream().anyMatch(step -> step.hazard() != null),
                plan.hash());
    }

    /** Whether records get lost: counted where there is a database, else whether the plan can do so at all. */
    boolean losesData() {
        return impact == null ? mayLoseData : impact.recordsAtRisk() > 0 || impact.unanalysed();
    }
}
