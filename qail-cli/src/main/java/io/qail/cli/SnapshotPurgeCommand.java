package io.qail.cli;

import io.qail.snapshot.Purge;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "purge",
        description = "Delete a snapshot. The rollback that needs it is then impossible; says which one that is.",
        footer = {"", "Example:", "  qail snapshot purge 1 postgres://localhost/shop"})
final class SnapshotPurgeCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Target database;

    @Parameters(index = "0", paramLabel = "ID", description = "The number of the snapshot.")
    private long id;

    @Override
    public Integer call() {
        Purge purge = database.qail().purge(id);
        if (purge.snapshots().isEmpty()) {
            throw SnapshotName.none(id);
        }
        purge.consequences().forEach(output::say);
        output.result(purge);
        return ExitCode.OK.code();
    }
}
