package io.qail.cli;

import io.qail.Qail;
import io.qail.script.ScriptOptions;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "repair",
        description =
                "Accept the present scripts where they differ from the applied ones: appends a REPAIR row for each.",
        footer = {"", "Example:", "  qail repair --dir db/qail postgres://localhost/shop"})
final class RepairCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Database database;

    @Mixin
    private ScriptDirectory scripts;

    @Parameters(paramLabel = "URL", arity = "0..1", description = "The database. Default: what PGHOST … say.")
    private @Nullable String url;

    @Override
    public Integer call() {
        ScriptOptions location = new ScriptOptions(List.of(SchemaFiles.locationOf(scripts.required())), true);
        Qail qail = database.qail(url, options -> options.withScripts(location));
        List<String> repaired = qail.repair();
        output.say(
                repaired.isEmpty() ? "Nothing to repair." : "Accepted as they are now: " + String.join(", ", repaired));
        output.result(repaired);
        return ExitCode.OK.code();
    }
}
