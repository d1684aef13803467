package io.qail.spring.boot.autoconfigure.actuate;

import io.qail.Qail;
import io.qail.error.HistoryException;
import io.qail.history.HistoryEntry;
import io.qail.impact.Impact;
import io.qail.rollback.PlannedRollback;
import io.qail.rollback.Restored;
import io.qail.rollback.RollbackPlan;
import io.qail.rollback.RollbackRequest;
import io.qail.rollback.RollbackResult;
import java.util.List;

/** {@code rollback}: takes the versions above {@code to} back, with their records. */
final class RollbackOperation implements Operation {

    @Override
    public String name() {
        return "rollback";
    }

    @Override
    public OperationPlan plan(Qail qail, OperationParameters parameters) {
        RollbackPlan plan = qail.planRollback(request(parameters));
        return new OperationPlan(
                name(), plan.hash(), plan.steps().stream().map(Step::of).toList());
    }

    @Override
    public Object run(Qail qail, OperationParameters parameters, String planHash) {
        return Result.of(qail.rollback(request(parameters).withPlanHash(planHash)));
    }

    private static RollbackRequest request(OperationParameters parameters) {
        if (parameters.to() == null) {
            throw new HistoryException(
                    "A rollback needs the version to go back to",
                    "Say to=<version>, or to=0 for the state before the first version. Nothing was changed.");
        }
        RollbackRequest request = RollbackRequest.to(parameters.to()).preferring(parameters.conflict());
        if (Boolean.FALSE.equals(parameters.data())) {
            request = request.schemaOnly();
        }
        return Boolean.TRUE.equals(parameters.acceptSql()) ? request.acceptingSql() : request;
    }

    /**
     * The way back of one version.
     *
     * @param records that come back, at most
     * @param recordsAtRisk of what came later
     */
    public record Step(String version, List<String> statements, long records, long recordsAtRisk, List<Impact> impact) {

        private static Step of(PlannedRollback step) {
            return new Step(
                    step.version(),
                    step.statements(),
                    step.records(),
                    step.impact().recordsAtRisk(),
                    step.impact().findings());
        }
    }

    /** What a rollback did. */
    public record Result(List<String> rolledBack, List<Restored> restored, List<String> remarks) {

        private static Result of(RollbackResult result) {
            return new Result(
                    result.rolledBack().stream().map(HistoryEntry::version).toList(),
                    result.restored(),
                    result.remarks());
        }
    }
}
