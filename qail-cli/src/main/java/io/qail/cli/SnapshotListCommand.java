package io.qail.cli;

import io.qail.snapshot.SnapshotManifest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        description = "List the snapshots of a database, oldest first.",
        footer = {"", "Example:", "  qail snapshot list postgres://localhost/shop"})
final class SnapshotListCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Target database;

    @Override
    public Integer call() {
        List<SnapshotManifest> snapshots =
                database.qail().infoWithoutScripts(false).snapshots();
        output.result(snapshots);
        output.say(snapshots.isEmpty() ? "No snapshot." : StatusText.snapshots(snapshots));
        return ExitCode.OK.code();
    }
}
