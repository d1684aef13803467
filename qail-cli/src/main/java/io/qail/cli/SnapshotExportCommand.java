package io.qail.cli;

import io.qail.snapshot.SnapshotManifest;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = {
            "Write a snapshot into a directory that outlives the database: compressed CSV files, and a manifest with "
                    + "their checksums. The snapshot stays where it is.",
            "`qail snapshot restore DIR` reads it into a table of any database."
        },
        footer = {"", "Example:", "  qail snapshot export 1 /backup/shop-emails postgres://localhost/shop"})
final class SnapshotExportCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Target database;

    @Parameters(index = "0", paramLabel = "ID", description = "The number of the snapshot.")
    private long id;

    @Parameters(index = "1", paramLabel = "DIR", description = "The new directory; one that exists is refused.")
    private Path directory;

    @Override
    public Integer call() {
        SnapshotManifest exported = database.qail().exportSnapshot(id, directory);
        output.say(String.format(
                Locale.ROOT,
                "%,d records of snapshot %d are in %s, %,d bytes.",
                exported.records(),
                id,
                directory,
                exported.bytes()));
        output.result(exported);
        return ExitCode.OK.code();
    }
}
