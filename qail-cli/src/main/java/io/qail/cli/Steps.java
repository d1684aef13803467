package io.qail.cli;

import io.qail.history.HistoryEntry;
import io.qail.impact.ImpactReport;
import io.qail.migrate.MigrationListener;
import io.qail.snapshot.SnapshotManifest;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Shows the steps of a version while they run, each finished by a tick. */
final class Steps implements MigrationListener {

    private static final int WIDTH = 30;

    private final Output output;
    private final Map<String, Long> expected = new HashMap<>();
    private String current = "";

    Steps(Output output) {
        this.output = output;
    }

    @Override
    public void lockAcquired(Duration waited) {
        current = "";
    }

    @Override
    public void impactAnalysed(String version, ImpactReport report) {
        expected.clear();
        report.impacts().forEach(impact -> expected.merge(impact.object(), impact.records(), Long::sum));
        begin("[1/3] Backing up");
    }

    @Override
    public void snapshotProgress(String version, String object, long records) {
        long all = Math.max(records, expected.getOrDefault(object, records));
        int done = all == 0 ? WIDTH : (int) (WIDTH * records / all);
        output.sayUnfinished(String.format(
                Locale.ROOT,
                "      %s [%s%s] %,d/%,d",
                object,
                "█".repeat(done),
                "░".repeat(WIDTH - done),
                records,
                all));
    }

    @Override
    public void snapshotTaken(SnapshotManifest snapshot, Duration duration) {
        current = String.format(
                Locale.ROOT,
                "[1/3] Backing up %,d records: %s (snapshot %d)",
                snapshot.records(),
                snapshot.location(),
                snapshot.id());
        end();
    }

    @Override
    public void beforeVersion(Connection connection, String version) {
        if (!current.isEmpty()) {
            current = "[1/3] Backing up: nothing to back up";
            end();
        }
        begin("[2/3] Migrating to version " + version);
    }

    @Override
    public void afterVersion(Connection connection, String version) {
        end();
        begin("[3/3] Verifying");
    }

    @Override
    public void versionMigrated(HistoryEntry entry) {
        end();
    }

    @Override
    public void versionFailed(String version, Duration duration, Exception failure) {
        if (!current.isEmpty()) {
            output.sayFinished(current + " " + output.bad("✗"));
            current = "";
        }
    }

    private void begin(String step) {
        current = step;
        output.sayUnfinished(step + " …");
    }

    private void end() {
        output.sayFinished(current + " " + output.good("✓"));
        current = "";
    }
}
