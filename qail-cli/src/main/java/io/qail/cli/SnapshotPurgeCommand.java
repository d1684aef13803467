package io.qail.cli;

import io.qail.QailOptions;
import io.qail.snapshot.Purge;
import io.qail.snapshot.SnapshotOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--snapshot-directory",
            paramLabel = "DIR",
            description = "Where the mode file writes; files are deleted only below it. Default: _qail_snapshots.")
    private @Nullable Path directory;

    @Override
    public Integer call() {
        Purge purge = database.qail(this::options).purge(id);
        if (purge.snapshots().isEmpty()) {
            throw SnapshotName.none(id);
        }
        purge.consequences().forEach(output::say);
        output.result(purge);
        return ExitCode.OK.code();
    }

    private QailOptions options(QailOptions options) {
        SnapshotOptions snapshots = options.snapshots();
        return directory == null
                ? options
                : options.withSnapshots(new SnapshotOptions(
                        directory, snapshots.maxRecords(), snapshots.maxSize(), snapshots.retention()));
    }
}
