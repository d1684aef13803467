package io.qail.cli;

import io.qail.snapshot.SnapshotManifest;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "list",
        description = "List the snapshots of a database, oldest first.",
        footer = {"", "Example:", "  qail snapshot list postgres://localhost/shop"})
final class SnapshotListCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Database database;

    @Parameters(paramLabel = "URL", arity = "0..1", description = "The database. Default: what PGHOST … say.")
    private @Nullable String url;

    @Override
    public Integer call() {
        List<SnapshotManifest> snapshots =
                database.qail(url, options -> options).infoWithoutScripts(false).snapshots();
        output.result(snapshots);
        output.result(snapshots.isEmpty() ? "No snapshot." : StatusText.snapshots(snapshots));
        return ExitCode.OK.code();
    }
}
