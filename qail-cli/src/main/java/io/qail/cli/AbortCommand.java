package io.qail.cli;

import io.qail.shadow.Shadow;
import io.qail.shadow.ShadowStatus;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "abort",
        description = "Take the shadow of a database away, however far it is. The database is as it was.",
        footer = {"", "Example:", "  qail migrate abort postgres://localhost/shop"})
final class AbortCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Database database;

    @Mixin
    private ShadowFlags flags;

    @Parameters(paramLabel = "URL", arity = "0..1", description = "The database. Default: what PGHOST … say.")
    private @Nullable String url;

    @Override
    public Integer call() {
        Shadow shadow = ShadowFlags.of(database.qail(url, flags::options), database.url(url), new ShadowSteps(output));
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
