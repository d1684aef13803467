package io.qail.cli;

import io.qail.history.BackupMode;
import io.qail.impact.ImpactReport;
import io.qail.rollback.PlannedRollback;
import io.qail.rollback.Restored;
import io.qail.rollback.RollbackPlan;
import io.qail.rollback.RollbackRequest;
import io.qail.rollback.RollbackResult;
import java.util.List;
import java.util.Locale;

/** Takes versions back: plan, question about what came later and gets lost, guarded run. */
final class RollbackRun {

    private final Target database;
    private final Backup backup;
    private final Output output;

    RollbackRun(Target database, Backup backup, Output output) {
        this.database = database;
        this.backup = backup;
        this.output = output;
    }

    /** Shows what would run. */
    void plan(RollbackRequest request) {
        RollbackPlan plan = database.qail().planRollback(request);
        output.result(plan);
        output.say(text(plan));
    }

    void run(RollbackRequest request) {
        RollbackPlan plan = database.qail().planRollback(request);
        if (plan.steps().isEmpty()) {
            output.say("Nothing to do: the database is at version " + request.to() + ".");
            output.result(plan);
            return;
        }
        ImpactReport lost = plan.steps().get(0).impact();
        boolean destroys = lost.recordsAtRisk() > 0 || lost.unanalysed();
        BackupMode said = backup.said();
        // What later steps destroy is counted when their turn comes: without a word of somebody nothing is destroyed
        // then.
        BackupMode mode = destroys ? backup.choose(lost, output) : said == null ? BackupMode.FAIL : said;
        RollbackResult result = database.qail(options -> backup.options(options, mode), new Steps(output))
                .rollback(request.withPlanHash(plan.hash()));
        result.restored().forEach(item -> output.say("  " + text(item)));
        result.remarks().forEach(remark -> output.say("  " + remark));
        output.say("The database is back at version " + request.to() + ".");
        output.result(result);
    }

    private static String text(Restored item) {
        return String.format(
                Locale.ROOT,
                "%s: %,d of %,d records restored, %,d kept as they are now, %,d without a row, %,d new rows",
                item.object(),
                item.restored(),
                item.records(),
                item.kept(),
                item.missing(),
                item.added());
    }

    private static String text(RollbackPlan plan) {
        List<String> parts = plan.steps().stream().map(RollbackRun::text).toList();
        return parts.isEmpty() ? "Nothing to do." : String.join("\n\n", parts);
    }

    private static String text(PlannedRollback step) {
        String impact = PlanText.impact(step.impact());
        return "Version " + step.version() + ": "
                + String.format(Locale.ROOT, "%,d records come back", step.records()) + "\n"
                + String.join(
                        "\n",
                        step.statements().stream()
                                .map(sql -> "  " + sql.replace("\n", "\n  ") + ";")
                                .toList())
                + (impact.isEmpty() ? "" : "\n\n" + impact);
    }
}
