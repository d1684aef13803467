package io.qail.cli;

import io.qail.snapshot.SnapshotItem;
import io.qail.snapshot.SnapshotManifest;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "show",
        description = "Show what a snapshot holds and where; not the records themselves.",
        footer = {
            "",
            "Examples:",
            "  qail snapshot show 1 postgres://localhost/shop",
            "  qail snapshot show /backup/shop-emails"
        })
final class SnapshotShowCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Target database;

    @Mixin
    private SnapshotName snapshot;

    @Override
    public Integer call() {
        SnapshotManifest manifest = snapshot.manifest(database);
        output.result(manifest);
        output.say(StatusText.snapshots(List.of(manifest)));
        TextTable items = new TextTable("What", "Object", "Rows", "Values", "Found by", "File");
        manifest.items().forEach(item -> row(items, item));
        output.say("\n" + items.render());
        manifest.dependents().forEach(sql -> output.say("\n" + sql));
        return ExitCode.OK.code();
    }

    private static void row(TextTable items, SnapshotItem item) {
        String file = item.file();
        items.row(
                item.type().name().replace('_', ' '),
                item.object(),
                String.format(Locale.ROOT, "%,d", item.rows()),
                String.format(Locale.ROOT, "%,d", item.values()),
                item.keyColumns().isEmpty() ? "all columns" : String.join(", ", item.keyColumns()),
                file == null ? "" : file);
    }
}
