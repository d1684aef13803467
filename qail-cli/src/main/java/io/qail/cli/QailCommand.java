package io.qail.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "qail",
        description = "Migrates the schema of a PostgreSQL database without losing data by accident.",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        versionProvider = VersionProvider.class,
        subcommands = {
            MigrateCommand.class,
            RollbackCommand.class,
            RepairCommand.class,
            PullCommand.class,
            DiffCommand.class,
            DriftCommand.class,
            CheckCommand.class,
            FormatCommand.class,
            CreateCommand.class,
            SnapshotCommand.class,
            AutoComplete.GenerateCompletion.class
        })
final class QailCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
