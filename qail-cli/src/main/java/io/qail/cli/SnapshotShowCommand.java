package io.qail.cli;

import io.qail.snapshot.SnapshotItem;
import io.qail.snapshot.SnapshotManifest;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Show what a snapshot holds and where; not the records themselves.",
        footer = {"", "Example:", "  qail snapshot show 1 postgres://localhost/shop"})
final class SnapshotShowCommand implements Callable<Integer> {

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
        SnapshotManifest snapshot =
                database.qail(url, options -> options).infoWithoutScripts(false).snapshots().stream()
                        .filter(manifest -> manifest.id() == id)
                        .findFirst()
                        .orElseThrow(() -> noSnapshot(id));
        output.result(snapshot);
        output.result(StatusText.snapshots(List.of(snapshot)));
        TextTable items = new TextTable("What", "Object", "Rows", "Values", "Found by", "File");
        snapshot.items().forEach(item -> row(items, item));
        output.result("\n" + items.render());
        snapshot.dependents().forEach(sql -> output.result("\n" + sql));
        return ExitCode.OK.code();
    }

    static CommandEnd noSnapshot(long id) {
        return new CommandEnd(
                ExitCode.USAGE, "There is no snapshot " + id, "`qail snapshot list` shows those there are.");
    }

    private static void row(TextTable items, SnapshotItem item) {
        String file = item.file();
        items.row(
                item.type().name().replace('_', ' '),
                name(item),
                String.format(Locale.ROOT, "%,d", item.rows()),
                String.format(Locale.ROOT, "%,d", item.values()),
                item.keyColumns().isEmpty() ? "all columns" : String.join(", ", item.keyColumns()),
                file == null ? "" : file);
    }

    /** TABLE, or TABLE.COLUMN. */
    static String name(SnapshotItem item) {
        return item.column() == null ? item.table() : item.table() + "." + item.column();
    }
}
