package io.qail.cli;

import io.qail.snapshot.SnapshotItem;
import java.util.Map;
import java.util.concurrent.Callable;
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
        footer = {
            "",
            "Examples:",
            "  qail snapshot restore 1 users.email --into old_emails postgres://localhost/shop",
            "  qail snapshot restore /backup/shop-emails users.email --into old_emails postgres://elsewhere/shop"
        })
final class SnapshotRestoreCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Target database;

    @Mixin
    private SnapshotName snapshot;

    @Parameters(
            index = "1",
            paramLabel = "OBJECT",
            description = "TABLE or TABLE.COLUMN, as `qail snapshot show` has it.")
    private String object;

    @Option(
            names = "--into",
            required = true,
            paramLabel = "NAME",
            description = "The new table, in the default schema.")
    private String into;

    @Override
    public Integer call() {
        SnapshotItem item = snapshot.manifest(database).items().stream()
                .filter(part -> part.object().equals(object))
                .findFirst()
                .orElseThrow(() -> new CommandEnd(
                        ExitCode.USAGE,
                        "Snapshot " + snapshot + " holds no " + object,
                        "`qail snapshot show " + snapshot + "` shows what it holds."));
        long records = snapshot.restoreCopy(database.qail(), item, into);
        output.say(records + " records are in the table " + into + ".");
        output.result(Map.of("records", records, "table", into));
        return ExitCode.OK.code();
    }
}
