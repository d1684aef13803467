package io.qail.cli;

import io.qail.QailOptions;
import io.qail.history.BackupMode;
import io.qail.impact.ImpactReport;
import io.qail.snapshot.SnapshotOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What shall happen to records at risk: what an option says, else what a person answers. Where there is neither, nothing is
 * destroyed.
 */
final class Backup {

    @Option(
            names = "--backup-mode",
            paramLabel = "MODE",
            converter = BackupModes.class,
            completionCandidates = BackupModes.class,
            description =
                    "What happens to records at risk: ${COMPLETION-CANDIDATES}. It also confirms what is dropped. "
                            + "Default: ask on a terminal, else refuse.")
    private @Nullable BackupMode mode;

    @Option(
            names = "--snapshot-directory",
            paramLabel = "DIR",
            description = "Where the mode file writes. Default: _qail_snapshots.")
    private @Nullable Path directory;

    private @Nullable BufferedReader answers;

    /** Whether somebody has said what shall happen, so that nobody need be asked. */
    @Nullable
    BackupMode said() {
        return mode;
    }

    QailOptions options(QailOptions options, BackupMode chosen) {
        SnapshotOptions snapshots = options.snapshots();
        return options.withMigrate(options.migrate().withBackupMode(chosen))
                .withSnapshots(new SnapshotOptions(
                        directory(), snapshots.maxRecords(), snapshots.maxSize(), snapshots.retention()));
    }

    private Path directory() {
        return directory == null ? SnapshotOptions.DEFAULT_DIRECTORY : directory;
    }

    /**
     * Shows what a destructive plan does, and finds out what shall happen.
     *
     * @throws CommandEnd when that is nothing, or nobody says
     */
    BackupMode choose(ImpactReport report, Output output) {
        output.say(PlanText.impact(report).isEmpty() ? "It drops what holds no records." : PlanText.impact(report));
        if (mode == BackupMode.FAIL) {
            throw refused(report, "--backup-mode is fail");
        }
        if (mode != null) {
            return mode;
        }
        if (!output.interactive()) {
            throw refused(report, "there is neither a terminal to ask nor --backup-mode");
        }
        output.ask("""

                Choose an option:
                  [1] Proceed (I have my own backup)
                  [2] Backup to files (%s/)
                  [3] Backup to database (with rollback support)
                  [4] Cancel migration
                """.formatted(directory()));
        while (true) {
            output.ask("> ");
            String answer = answer();
            if (answer == null || answer.strip().equals("4")) {
                throw new CommandEnd(ExitCode.CANCELLED, "Cancelled. Nothing was changed.", "");
            }
            switch (answer.strip()) {
                case "1" -> {
                    return BackupMode.PROCEED;
                }
                case "2" -> {
                    return BackupMode.FILE;
                }
                case "3" -> {
                    return BackupMode.DATABASE;
                }
                default -> output.ask("Please answer 1, 2, 3 or 4.\n");
            }
        }
    }

    private static CommandEnd refused(ImpactReport report, String reason) {
        return new CommandEnd(
                ExitCode.REFUSED,
                String.format(
                        Locale.ROOT,
                        "This destroys data (%,d records at risk), and %s",
                        report.recordsAtRisk(),
                        reason),
                """
                Nothing was changed. Choose one:
                  --backup-mode proceed   migrate, I have my own backup
                  --backup-mode file      back the records up to files, then migrate
                  --backup-mode database  back the records up in the database, then migrate""");
    }

    private @Nullable String answer() {
        try {
            if (answers == null) {
                answers = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            }
            return answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
