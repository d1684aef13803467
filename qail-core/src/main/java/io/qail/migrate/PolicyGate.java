package io.qail.migrate;

import io.qail.error.DataLossException;
import io.qail.error.MigrationException;
import io.qail.error.Setting;
import io.qail.history.BackupMode;
import io.qail.impact.Impact;
import io.qail.impact.ImpactReport;
import io.qail.impact.ImpactReportText;
import io.qail.plan.Plan;
import io.qail.plan.Risk;
import io.qail.plan.RunSql;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what the policy makes of an impact. */
final class PolicyGate {

    private static final Logger log = LoggerFactory.getLogger(PolicyGate.class);

    /** What to do next. */
    enum Decision {
        MIGRATE,
        SNAPSHOT_THEN_MIGRATE
    }

    private final MigrateOptions options;

    PolicyGate(MigrateOptions options) {
        this.options = options;
    }

    /**
     * Decides by exact counts.
     *
     * @throws DataLossException when the policy forbids the plan
     * @throws MigrationException as {@link #foreseeFailure}
     */
    Decision decide(String version, Plan plan, ImpactReport report) {
        forbidUnanalysed(version, plan, report);
        foreseeFailure(version, plan, report);
        long atRisk = report.recordsAtRisk();
        Long limit = options.failAboveRecords();
        if (limit != null && atRisk > limit) {
            throw refusal(
                    version,
                    report,
                    String.format(
                            Locale.ROOT,
                            "Migration %s puts %,d records at risk, more than the %,d that "
                                    + Setting.FAIL_ABOVE_RECORDS + " allows",
                            version,
                            atRisk,
                            limit));
        }
        if (atRisk == 0) {
            return Decision.MIGRATE;
        }
        return switch (options.backupMode()) {
            case FAIL ->
                throw refusal(
                        version,
                        report,
                        String.format(
                                Locale.ROOT,
                                "Migration %s puts %,d records at risk and " + Setting.BACKUP_MODE + " is fail",
                                version,
                                atRisk));
            case PROCEED -> {
                log.warn(
                        "Migration {} destroys {} records without a backup (" + Setting.BACKUP_MODE.to("proceed") + ")",
                        version,
                        String.format(Locale.ROOT, "%,d", atRisk));
                yield Decision.MIGRATE;
            }
            case FILE, DATABASE -> Decision.SNAPSHOT_THEN_MIGRATE;
        };
    }

    /** Raw SQL cannot be backed up: it needs the author's word in every mode that promises a backup. */
    private void forbidUnanalysed(String version, Plan plan, ImpactReport report) {
        boolean unconfirmed = plan.operations().stream()
                .flatMap(operation -> operation.risk().stream())
                .anyMatch(risk -> risk instanceof Risk.Unanalysed sql && !sql.confirmed());
        if (unconfirmed && options.backupMode() != BackupMode.PROCEED) {
            throw new DataLossException(
                    version,
                    report.recordsAtRisk(),
                    ImpactReportText.render(report),
                    "Migration " + version + " runs SQL that QAIL cannot analyse and therefore cannot back up",
                    "Read the sql block. If it loses nothing that you need, write confirm behind it; " + "or set "
                            + Setting.BACKUP_MODE.to("proceed") + ". Version " + version + " changed nothing.");
        }
    }

    /**
     * Stops a plan that rows which are there make fail: nobody need wait for locks and a copy first. An estimate proves
     * nothing, and SQL of the script may put right what stands in the way now; then PostgreSQL decides.
     *
     * @throws MigrationException that names every operation that would fail
     */
    void foreseeFailure(String version, Plan plan, ImpactReport report) {
        List<String> failing = report.impacts().stream()
                .filter(impact -> impact.rejected() > 0 && !impact.estimated())
                .map(PolicyGate::rejection)
                .toList();
        if (failing.isEmpty() || plan.operations().stream().anyMatch(RunSql.class::isInstance)) {
            return;
        }
        throw new MigrationException(
                version,
                "Migration " + version + " cannot succeed: the data that is there does not fit\n    "
                        + String.join("\n    ", failing),
                "Put those rows right, or let the script do it (transform, or a sql block before). Version " + version
                        + " changed nothing.");
    }

    private static String rejection(Impact impact) {
        return String.format(
                Locale.ROOT,
                "%s %s: %,d %s %s rejected%s",
                impact.action(),
                impact.object(),
                impact.rejected(),
                impact.rejected() == 1
                        ? impact.unit().substring(0, impact.unit().length() - 1)
                        : impact.unit(),
                impact.rejected() == 1 ? "is" : "are",
                impact.reason() == null ? "" : " (" + impact.reason() + ")");
    }

    private static DataLossException refusal(String version, ImpactReport report, String reason) {
        return new DataLossException(
                version, report.recordsAtRisk(), ImpactReportText.render(report), reason, "Version " + version + """
                 changed nothing. Choose one:
                  qail.backup-mode=proceed   migrate, I have my own backup
                  qail.backup-mode=file      back the records up to files, then migrate
                  qail.backup-mode=database  back the records up in the database, then migrate
                or take the script back.""");
    }
}
