package io.qail.cli;

import io.qail.drift.Difference;
import io.qail.history.HistoryEntry;
import io.qail.migrate.MigrationInfo;
import io.qail.shadow.ShadowStatus;
import io.qail.snapshot.SnapshotManifest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the state of a database for people. */
final class StatusText {

    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private StatusText() {}

    static String render(MigrationInfo info, ShadowStatus shadow) {
        List<String> parts = new ArrayList<>();
        parts.add("Database " + info.database() + ", schema " + info.defaultSchema() + ", PostgreSQL "
                + info.serverVersion());
        parts.add(info.migrations().isEmpty() ? "No history." : history(info));
        if (!info.pending().isEmpty()) {
            parts.add("Pending\n"
                    + lines(info.pending().stream()
                            .map(pending ->
                                    pending.version() + " - " + pending.description() + " (" + pending.script() + ")")
                            .toList()));
        }
        if (!info.pendingIndexes().isEmpty()) {
            parts.add("Indexes to build\n" + lines(info.pendingIndexes()));
        }
        if (!info.snapshots().isEmpty()) {
            parts.add(snapshots(info.snapshots()));
        }
        if (ShadowText.isPresent(shadow)) {
            parts.add(ShadowText.render(shadow));
        }
        if (!info.drift().isEmpty()) {
            parts.add("Drift\n" + drift(info.drift(), info.defaultSchema()));
        }
        return String.join("\n\n", parts);
    }

    private static String history(MigrationInfo info) {
        TextTable table =
                new TextTable("Id", "Version", "Description", "Type", "State", "At risk", "Installed on", "By");
        for (MigrationInfo.Applied applied : info.migrations()) {
            HistoryEntry entry = applied.entry();
            table.row(
                    String.valueOf(entry.id()),
                    entry.version(),
                    entry.description(),
                    word(entry.type()),
                    word(applied.state()),
                    String.format(Locale.ROOT, "%,d", entry.recordsAtRisk()),
                    TIME.format(entry.startedAt()),
                    entry.installedBy());
        }
        return table.render();
    }

    static String snapshots(List<SnapshotManifest> snapshots) {
        TextTable table = new TextTable("Snapshot", "Version", "Records", "Taken on", "Restored", "Where");
        for (SnapshotManifest snapshot : snapshots) {
            table.row(
                    String.valueOf(snapshot.id()),
                    snapshot.version(),
                    String.format(Locale.ROOT, "%,d", snapshot.records()),
                    TIME.format(snapshot.createdAt()),
                    snapshot.restoredAt() == null ? "" : TIME.format(snapshot.restoredAt()),
                    snapshot.location());
        }
        return table.render();
    }

    static String drift(List<Difference> differences, String defaultSchema) {
        return lines(differences.stream()
                .map(d -> word(d.kind()) + " " + word(d.object().kind()) + " "
                        + d.object().display(defaultSchema) + ": " + d.detail())
                .toList());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String lines(List<String> lines) {
        return "  " + String.join("\n  ", lines);
    }
}
