package io.qail.cli;

import io.qail.snapshot.Purge;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    private Database database;

    @Parameters(index = "0", paramLabel = "ID", description = "The number of the snapshot.")
    private long id;

    @Parameters(
            index = "1",
            paramLabel = "URL",
            arity = "0..1",
            description = "The database. Default: what PGHOST … say.")
    private @Nullable String url;

    @Override
    public Integer call() {
        Purge purge = database.qail(url, options -> options).purge(id);
        if (purge.snapshots().isEmpty()) {
            throw SnapshotShowCommand.noSnapshot(id);
        }
        purge.consequences().forEach(output::say);
        output.result(purge);
        return ExitCode.OK.code();
    }
}
