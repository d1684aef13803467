package io.qail.cli;

import io.qail.QailOptions;
import io.qail.shadow.PromotionResult;
import io.qail.shadow.Shadow;
import io.qail.shadow.WayBack;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "promote",
        description = {
            "Let the shadow of a database take its name. The old database is kept.",
            "Writers wait for the last changes, then all sessions are ended; clients connect anew. Called again, it "
                    + "finishes a promotion that was interrupted."
        },
        footer = {
            "",
            "Examples:",
            "  qail migrate promote postgres://localhost/shop",
            "  qail migrate promote postgres://localhost/shop --back"
        })
final class PromoteCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Target database;

    @Mixin
    private ShadowFlags flags;

    @Option(
            names = "--back",
            description = "Let the database before serve again. Shows what it lacks of what was written since.")
    private boolean back;

    @Option(
            names = "--accept-loss",
            description = "Go back though it lacks something. What it lacks stays in the database that is kept.")
    private boolean acceptLoss;

    @Option(
            names = "--promote-timeout",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "How long it tries for its locks. Default: 60s.")
    private @Nullable Duration timeout;

    @Override
    public Integer call() {
        ShadowSteps steps = new ShadowSteps(output);
        Shadow shadow = ShadowFlags.of(database.qail(this::options), database.url(), steps);
        if (back) {
            checkLoss(shadow.planBack());
        }
        PromotionResult result = steps.during(() -> back ? shadow.promoteBack() : shadow.promote());
        output.result(result);
        output.say(result.database() + " is served by the " + (back ? "old" : "new") + " database; writers waited "
                + result.pause().toMillis() + " ms.");
        if (result.oldDatabase() != null) {
            output.say("The other one is kept as " + result.oldDatabase()
                    + (back ? "." : "; `qail migrate promote --back` goes back to it."));
        }
        if (!back) {
            result.remarks().forEach(output::say);
        }
        return ExitCode.OK.code();
    }

    private void checkLoss(WayBack way) {
        output.say(way.statement());
        if (!way.losses().isEmpty() && !acceptLoss) {
            throw new CommandEnd(
                    ExitCode.REFUSED,
                    way.oldDatabase() + " lacks what was written since the promotion, in "
                            + way.losses().size() + (way.losses().size() == 1 ? " table" : " tables"),
                    "Nothing was changed. Go back all the same with --accept-loss: the present database is kept, with "
                            + "everything in it.");
        }
    }

    private QailOptions options(QailOptions options) {
        QailOptions own = flags.options(options);
        return timeout == null ? own : own.withShadow(own.shadow().withPromoteTimeout(timeout));
    }
}
