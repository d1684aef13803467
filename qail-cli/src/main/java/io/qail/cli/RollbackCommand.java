package io.qail.cli;

import io.qail.rollback.RollbackRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rollback",
        description = "Take back every version above VERSION: the structure, and the records from the snapshots.",
        footer = {
            "",
            "Examples:",
            "  qail rollback --to 3 --dry-run postgres://localhost/shop",
            "  qail rollback --to 3 postgres://localhost/shop --backup-mode database"
        })
final class RollbackCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Target database;

    @Mixin
    private Backup backup;

    @Mixin
    private RollbackFlags flags;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "VERSION",
            description = "The version that shall be the newest afterwards; 0 for the state before the first.")
    private String to;

    @Option(names = "--dry-run", description = "Show what would run; change nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        RollbackRequest request = flags.request(to);
        RollbackRun run = new RollbackRun(database, backup, output);
        if (dryRun) {
            run.plan(request);
        } else {
            run.run(request);
        }
        return ExitCode.OK.code();
    }
}
