package io.qail.cli;

import io.qail.history.BackupMode;
import io.qail.history.HistoryEntry;
import io.qail.impact.ImpactReport;
import io.qail.migrate.PlannedChange;
import io.qail.migrate.Transition;
import io.qail.plan.Absence;
import java.util.Optional;

/**
 * Takes a step from schema to schema: plan, question, guarded run.
 *
 * <p>A step that destroys nothing runs unseen, in the mode {@code fail} and without leave to drop: should somebody write
 * records meanwhile that it would destroy, it is refused. Any other runs only as it was shown.
 */
final class TransitionRun {

    private final Target database;
    private final Backup backup;
    private final Output output;

    TransitionRun(Target database, Backup backup, Output output) {
        this.database = database;
        this.backup = backup;
        this.output = output;
    }

    void run(Transition transition) {
        Transition confirmed = transition.withAbsence(Absence.DROPS);
        Optional<PlannedChange> plan = database.qail().plan(confirmed);
        if (plan.isEmpty()) {
            output.say("Nothing to do: the database is at " + transition.to().name() + ".");
            output.result(Optional.empty());
            return;
        }
        ShownPlan shown = ShownPlan.of(plan.get());
        output.say(
                shown.statements().size() == 1
                        ? "1 statement"
                        : shown.statements().size() + " statements");
        boolean destroys = shown.mayLoseData() && (shown.losesData() || dropsSomething(shown));
        BackupMode mode = destroys ? backup.choose(impact(shown), output) : BackupMode.FAIL;
        Transition step = destroys ? confirmed.withPlanHash(shown.hash()) : transition;
        HistoryEntry entry = database.qail(options -> backup.options(options, mode), new Steps(output))
                .migrate(step)
                .orElseThrow(() -> new CommandEnd(
                        ExitCode.DRIFTED,
                        "Somebody else migrated the database meanwhile.",
                        "Look at `qail migrate status`."));
        output.say("The database is at version " + entry.version() + " (" + entry.script() + ").");
        output.result(entry);
    }

    private static boolean dropsSomething(ShownPlan plan) {
        return plan.steps().stream().anyMatch(step -> step.hazard() != null && step.sign() == '-');
    }

    private static ImpactReport impact(ShownPlan plan) {
        ImpactReport impact = plan.impact();
        return impact == null ? ImpactReport.NONE : impact;
    }
}
