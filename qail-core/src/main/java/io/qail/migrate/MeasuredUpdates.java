package io.qail.migrate;

import io.qail.error.MigrationException;
import io.qail.impact.ExactImpact;
import io.qail.impact.ImpactReport;
import io.qail.plan.Plan;
import io.qail.plan.TransformColumn;
import io.qail.schema.ObjectAddress;
import io.qail.snapshot.PendingSnapshot;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Settles accounts with each {@code transform} when it has run: the policy decides by the rows that it really wrote, and
 * their old values are in the snapshot. One whose expression could be computed before must have written what was counted.
 */
final class MeasuredUpdates {

    private final Plan plan;
    private final String version;
    private final ExactImpact exact;
    private final PolicyGate policy;
    private final boolean keeps;
    private final String defaultSchema;
    private final @Nullable PendingSnapshot snapshot;
    private ImpactReport report;

    /**
     * @param keeps whether the old values have to be kept
     */
    MeasuredUpdates(
            Plan plan,
            String version,
            ExactImpact exact,
            PolicyGate policy,
            boolean keeps,
            @Nullable PendingSnapshot snapshot,
            String defaultSchema) {
        this.plan = plan;
        this.version = version;
        this.exact = exact;
        this.policy = policy;
        this.keeps = keeps;
        this.snapshot = snapshot;
        this.defaultSchema = defaultSchema;
        this.report = exact.report();
    }

    /** Everything at risk, with what was measured so far. */
    ImpactReport report() {
        return report;
    }

    private boolean isKept(TransformColumn update) {
        return keeps && snapshot != null && exact.measured().contains(update);
    }

    /** Right before the UPDATE, behind what silences the triggers. */
    void before(TransformColumn update) throws SQLException {
        if (snapshot != null && isKept(update)) {
            snapshot.beginCapture(update);
        }
    }

    /**
     * Right after it.
     *
     * @param rows that it wrote
     * @throws io.qail.error.DataLossException when the policy forbids that
     * @throws MigrationException when that is not what was counted or kept
     */
    void after(TransformColumn update, long rows) throws SQLException {
        Long expected = exact.updates().get(update);
        if (expected != null && expected != rows) {
            throw different(update, rows, expected, "counted");
        }
        if (!exact.measured().contains(update)) {
            return;
        }
        long kept = snapshot != null && isKept(update) ? snapshot.endCapture() : rows;
        if (kept != rows) {
            throw different(update, rows, kept, "kept");
        }
        ObjectAddress column = plan.before(update).orElseGet(update::object);
        report = report.with(update.action(), column.display(defaultSchema), rows);
        boolean save = policy.decide(version, plan, report) == PolicyGate.Decision.SNAPSHOT_THEN_MIGRATE;
        if (snapshot != null && isKept(update)) {
            snapshot.keepCaptured(save && rows > 0);
        }
    }

    private MigrationException different(TransformColumn update, long rows, long other, String what) {
        return new MigrationException(
                version,
                String.format(
                        Locale.ROOT,
                        "The transform of %s wrote %,d rows, and %,d were %s before",
                        update.object().display(defaultSchema),
                        rows,
                        other,
                        what),
                "Its expression does not give the same value each time, or a function in it is not what it is declared to"
                        + " be. Declare such functions VOLATILE. Nothing was changed.");
    }
}
