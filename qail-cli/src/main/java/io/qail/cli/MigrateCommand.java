package io.qail.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "migrate",
        description = "Plan and run migrations.",
        subcommands = {
            PlanCommand.class,
            UpCommand.class,
            DownCommand.class,
            ApplyCommand.class,
            StatusCommand.class,
            ShadowCommand.class,
            PromoteCommand.class,
            AbortCommand.class
        })
final class MigrateCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
