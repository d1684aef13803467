package io.qail.cli;

import io.qail.shadow.AbortResult;
import io.qail.shadow.Shadow;
import io.qail.shadow.ShadowStatus;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "abort",
        description = {
            "Take the shadow of a database away, however far it is. The database is as it was.",
            "Drops only a database that proves to be the shadow. Asks for its name on a terminal; elsewhere name it with "
                    + "--drop. On a copy of a database, removes the copied state and touches no other database."
        },
        footer = {
            "",
            "Examples:",
            "  qail migrate abort postgres://localhost/shop --drop shop_shadow",
            "  qail migrate abort postgres://localhost/shop_old_20261130 --detach"
        })
final class AbortCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Target database;

    @Mixin
    private ShadowFlags flags;

    @Option(
            names = "--drop",
            paramLabel = "NAME",
            description = "The shadow that is dropped. Default: ask on a terminal.")
    private @Nullable String drop;

    @Option(
            names = "--detach",
            description =
                    "Make a copy, or the old database that a promotion kept, a database of its own. The promotion "
                            + "cannot be undone with it then.")
    private boolean detach;

    @Override
    public Integer call() {
        Shadow shadow = ShadowFlags.of(database.qail(flags::options), database.url(), new ShadowSteps(output));
        ShadowStatus before = shadow.status();
        AbortResult result = detach ? shadow.detach() : abort(shadow, before);
        output.result(before);
        output.say(text(before, result));
        result.remarks().forEach(output::say);
        return ExitCode.OK.code();
    }

    private AbortResult abort(Shadow shadow, ShadowStatus before) {
        return before.shadow() == null
                ? shadow.abort()
                : shadow.abort(new NamedDatabase(output).confirm(before.shadow(), drop, "--drop"));
    }

    private static String text(ShadowStatus before, AbortResult result) {
        if (result.dropped() != null) {
            return "The shadow " + result.dropped() + " is gone; " + before.database() + " is as it was.";
        }
        return switch (before.phase()) {
            case COPY, RETIRED -> before.database() + " is a database of its own; no other database was touched.";
            case NONE -> "There is no shadow.";
            default -> before.database() + " is as it was; no other database was dropped.";
        };
    }
}
