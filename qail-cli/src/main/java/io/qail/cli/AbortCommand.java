package io.qail.cli;

import io.qail.shadow.Shadow;
import io.qail.shadow.ShadowStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "abort",
        description = "Take the shadow of a database away, however far it is. The database is as it was.",
        footer = {"", "Example:", "  qail migrate abort postgres://localhost/shop"})
final class AbortCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Target database;

    @Mixin
    private ShadowFlags flags;

    @Override
    public Integer call() {
        Shadow shadow = ShadowFlags.of(database.qail(flags::options), database.url(), new ShadowSteps(output));
        ShadowStatus before = shadow.status();
        shadow.abort();
        output.result(before);
        output.say(
                before.shadow() == null
                        ? "There is no shadow."
                        : "The shadow " + before.shadow() + " is gone; " + before.database() + " is as it was.");
        return ExitCode.OK.code();
    }
}
