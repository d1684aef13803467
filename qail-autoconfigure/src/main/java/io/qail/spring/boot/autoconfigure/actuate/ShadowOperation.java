package io.qail.spring.boot.autoconfigure.actuate;

import io.qail.Qail;
import io.qail.shadow.Shadow;
import io.qail.shadow.ShadowPlan;
import io.qail.shadow.ShadowStatus;
import io.qail.shadow.SyncResult;
import io.qail.shadow.ValidationResult;
import java.util.List;

/** {@code shadow}: makes the shadow database where there is none, fills it or catches up, and compares it. */
final class ShadowOperation implements Operation {

    @Override
    public String name() {
        return "shadow";
    }

    @Override
    public OperationPlan plan(Qail qail, OperationParameters parameters) {
        Shadow shadow = qail.shadow();
        ShadowStatus status = shadow.status();
        if (isUnderWay(status)) {
            return new OperationPlan(name(), status.phase() + "-" + status.since(), List.of(status));
        }
        ShadowPlan plan = shadow.plan();
        return new OperationPlan(name(), plan.hash(), List.of(Step.of(plan)));
    }

    @Override
    public Object run(Qail qail, OperationParameters parameters, String planHash) {
        Shadow shadow = qail.shadow();
        if (!isUnderWay(shadow.status())) {
            shadow.create(planHash);
        }
        SyncResult synced = shadow.sync();
        return new Result(synced, shadow.validate(), shadow.status());
    }

    private static boolean isUnderWay(ShadowStatus status) {
        return status.phase().isUnderWay();
    }

    /**
     * What would be made.
     *
     * @param size bytes of the database, which the disk must hold twice
     * @param refusals why it cannot be made; empty when it can
     */
    public record Step(
            String shadow,
            List<String> versions,
            List<String> tables,
            long size,
            List<String> refusals,
            List<String> hazards) {

        private static Step of(ShadowPlan plan) {
            return new Step(
                    plan.shadow(),
                    plan.versions().stream()
                            .map(version -> version.migration().version())
                            .toList(),
                    plan.tables().stream().map(ShadowPlan.CopiedTable::target).toList(),
                    plan.size(),
                    plan.refusals(),
                    plan.hazards());
        }
    }

    /** What was done. */
    public record Result(SyncResult sync, ValidationResult validation, ShadowStatus status) {}
}
