package io.qail.cli;

import io.qail.Qail;
import io.qail.snapshot.SnapshotItem;
import io.qail.snapshot.SnapshotManifest;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = {
            "Copy one table or column of a snapshot into a new table, to look at the records.",
            "Nothing else changes; `qail rollback` is what brings records back to where they were."
        },
        footer = {"", "Example:", "  qail snapshot restore 1 users.email --into old_emails postgres://localhost/shop"})
final class SnapshotRestoreCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Database database;

    @Parameters(index = "0", paramLabel = "ID", description = "The number of the snapshot.")
    private long id;

    @Parameters(
            index = "1",
            paramLabel = "OBJECT",
            description = "TABLE or TABLE.COLUMN, as `qail snapshot show` has it.")
    private String object;

    @Parameters(
            index = "2",
            paramLabel = "URL",
            arity = "0..1",
            description = "The database. Default: what PGHOST … say.")
    private @Nullable String url;

    @Option(
            names = "--into",
            required = true,
            paramLabel = "NAME",
            description = "The new table, in the default schema.")
    private String into;

    @Override
    public Integer call() {
        Qail qail = database.qail(url, options -> options);
        SnapshotManifest snapshot = qail.infoWithoutScripts(false).snapshots().stream()
                .filter(manifest -> manifest.id() == id)
                .findFirst()
                .orElseThrow(() -> SnapshotShowCommand.noSnapshot(id));
        SnapshotItem item = snapshot.items().stream()
                .filter(part -> SnapshotShowCommand.name(part).equals(object))
                .findFirst()
                .orElseThrow(() -> new CommandEnd(
                        ExitCode.USAGE,
                        "Snapshot " + id + " holds no " + object,
                        "`qail snapshot show " + id + "` shows what it holds."));
        long records = qail.restoreCopy(id, item.table(), item.column(), into);
        output.say(records + " records are in the table " + into + ".");
        output.result(Map.of("records", records, "table", into));
        return ExitCode.OK.code();
    }
}
