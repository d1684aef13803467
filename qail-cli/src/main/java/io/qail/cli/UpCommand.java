package io.qail.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "up",
        description = {
            "Take a database from the schema OLD to the schema NEW.",
            "It needs no history, but must be at OLD. Shows what is at risk, asks on a terminal, then migrates in one "
                    + "transaction. What NEW leaves out goes once that is confirmed."
        },
        footer = {
            "",
            "Examples:",
            "  qail migrate up v1.qail:v2.qail postgres://localhost/shop",
            "  qail migrate up v1.qail:v2.qail postgres://localhost/shop --backup-mode database"
        })
final class UpCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Target database;

    @Mixin
    private Backup backup;

    @Parameters(
            index = "0",
            paramLabel = "OLD:NEW",
            converter = Sides.Converter.class,
            description = "Two files or directories.")
    private Sides sides;

    @Override
    public Integer call() {
        new TransitionRun(database, backup, output).run(sides.transition());
        return ExitCode.OK.code();
    }
}
