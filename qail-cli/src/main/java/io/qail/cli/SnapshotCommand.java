package io.qail.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "snapshot",
        description =
                "Look at the copies of records that migrations made, export them, bring them back into side tables, delete them.",
        subcommands = {
            SnapshotListCommand.class,
            SnapshotShowCommand.class,
            SnapshotExportCommand.class,
            SnapshotRestoreCommand.class,
            SnapshotPurgeCommand.class
        })
final class SnapshotCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
