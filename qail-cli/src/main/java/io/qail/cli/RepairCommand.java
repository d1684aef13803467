package io.qail.cli;

import io.qail.Qail;
import io.qail.script.ScriptOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "repair",
        description =
                "Accept the present scripts where they differ from the applied ones: appends a REPAIR row for each.",
        footer = {"", "Example:", "  qail repair --dir db/qail postgres://localhost/shop"})
final class RepairCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Target database;

    @Mixin
    private ScriptDirectory scripts;

    @Override
    public Integer call() {
        ScriptOptions location = new ScriptOptions(List.of(SchemaFiles.locationOf(scripts.required())), true);
        Qail qail = database.qail(options -> options.withScripts(location));
        List<String> repaired = qail.repair();
        output.say(
                repaired.isEmpty() ? "Nothing to repair." : "Accepted as they are now: " + String.join(", ", repaired));
        output.result(repaired);
        return ExitCode.OK.code();
    }
}
