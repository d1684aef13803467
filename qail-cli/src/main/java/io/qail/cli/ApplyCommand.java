package io.qail.cli;

import io.qail.Qail;
import io.qail.QailOptions;
import io.qail.history.BackupMode;
import io.qail.history.HistoryEntry;
import io.qail.migrate.MigrateOptions;
import io.qail.migrate.PlannedMigration;
import io.qail.script.ScriptOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "apply",
        description = {
            "Apply the pending versions of a directory, as the starter does at an application's start.",
            "On a terminal each version that puts records at risk is asked about when its turn comes."
        },
        footer = {
            "",
            "Examples:",
            "  qail migrate apply src/main/resources/db/qail postgres://localhost/shop",
            "  qail migrate apply db/qail postgres://localhost/shop --dry-run"
        })
final class ApplyCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Target database;

    @Mixin
    private Backup backup;

    @Option(names = "--dry-run", description = "Show what would run; change nothing.")
    private boolean dryRun;

    @Option(names = "--target", paramLabel = "VERSION", description = "The last version to apply. Default: the newest.")
    private @Nullable String target;

    @Option(names = "--out-of-order", description = "Apply versions below the newest applied one too.")
    private boolean outOfOrder;

    @Option(
            names = "--baseline",
            paramLabel = "VERSION",
            description = "Adopt a database that has objects and no history as being at this version.")
    private @Nullable String baseline;

    @Parameters(index = "0", paramLabel = "DIR", description = "The directory with the scripts.")
    private Path directory;

    @Override
    public Integer call() {
        if (dryRun) {
            List<PlannedMigration> planned = qail(BackupMode.FAIL, target).plan();
            List<ShownPlan> plans = IntStream.range(0, planned.size())
                    .mapToObj(i -> ShownPlan.of(planned.get(i), i == 0, database.schemaOr("public")))
                    .toList();
            output.result(plans);
            output.say(PlanText.render(plans));
            return ExitCode.OK.code();
        }
        List<HistoryEntry> applied = new ArrayList<>();
        if (backup.said() != null || !output.interactive()) {
            BackupMode said = backup.said();
            applied.addAll(qail(said == null ? BackupMode.FAIL : said, target)
                    .migrate()
                    .applied());
        } else {
            applyAsking(applied);
        }
        output.say(
                applied.isEmpty()
                        ? "Nothing to do."
                        : "The database is at version "
                                + applied.get(applied.size() - 1).version() + ".");
        output.result(applied);
        return ExitCode.OK.code();
    }

    /** Version by version: what a version does to data is known when those before it are applied. */
    private void applyAsking(List<HistoryEntry> applied) {
        while (true) {
            List<PlannedMigration> pending = qail(BackupMode.FAIL, target).plan();
            if (pending.isEmpty()) {
                // Also for indexes that are still to be built.
                applied.addAll(qail(BackupMode.FAIL, target).migrate().applied());
                return;
            }
            PlannedMigration next = pending.get(0);
            boolean destroys =
                    next.impact().recordsAtRisk() > 0 || next.impact().unanalysed();
            output.say("Version " + next.migration().version() + " - "
                    + next.migration().description());
            BackupMode mode = destroys ? backup.choose(next.impact(), output) : BackupMode.FAIL;
            List<HistoryEntry> done =
                    qail(mode, next.migration().version()).migrate().applied();
            if (done.isEmpty()) {
                throw new CommandEnd(
                        ExitCode.DRIFTED, "Somebody else migrated the database meanwhile.", "Start again.");
            }
            applied.addAll(done);
        }
    }

    private Qail qail(BackupMode mode, @Nullable String last) {
        return database.qail(options -> options(options, mode, last), new Steps(output));
    }

    private QailOptions options(QailOptions options, BackupMode mode, @Nullable String last) {
        QailOptions withBackup = backup.options(options, mode);
        MigrateOptions migrate = withBackup.migrate().withTarget(last).withOutOfOrder(outOfOrder);
        return withBackup
                .withScripts(new ScriptOptions(List.of(SchemaFiles.locationOf(directory)), true))
                .withMigrate(baseline == null ? migrate : migrate.withBaseline(true, baseline));
    }
}
