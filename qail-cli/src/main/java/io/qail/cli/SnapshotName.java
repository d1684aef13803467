package io.qail.cli;

import io.qail.Qail;
import io.qail.snapshot.SnapshotItem;
import io.qail.snapshot.SnapshotManifest;
import io.qail.snapshot.Snapshots;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A snapshot by its number in the database, or by the directory that it was exported to. */
final class SnapshotName {

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "The number of the snapshot, or the directory of an exported one.")
    private String name;

    /** Null for an exported one. */
    private @Nullable Long number() {
        return name.matches("\\d{1,18}") ? Long.valueOf(name) : null;
    }

    /** The manifest; the database is asked for a number only. */
    SnapshotManifest manifest(Target database) {
        Long id = number();
        return id == null
                ? Snapshots.exported(Path.of(name))
                : database.qail().infoWithoutScripts(false).snapshots().stream()
                        .filter(manifest -> manifest.id() == id)
                        .findFirst()
                        .orElseThrow(() -> none(id));
    }

    long restoreCopy(Qail qail, SnapshotItem item, String into) {
        Long id = number();
        return id == null
                ? qail.restoreCopy(Path.of(name), item.table(), item.column(), into)
                : qail.restoreCopy(id, item.table(), item.column(), into);
    }

    static CommandEnd none(long id) {
        return new CommandEnd(
                ExitCode.USAGE, "There is no snapshot " + id, "`qail snapshot list` shows those there are.");
    }

    @Override
    public String toString() {
        return name;
    }
}
