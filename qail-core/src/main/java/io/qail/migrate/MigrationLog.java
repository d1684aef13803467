package io.qail.migrate;

import io.qail.error.Setting;
import io.qail.history.HistoryType;
import io.qail.impact.ImpactAnalysis;
import io.qail.impact.ImpactReport;
import io.qail.impact.ImpactReportText;
import io.qail.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a migration writes into the log about its plan and its impact. */
final class MigrationLog {

    private static final Logger log = LoggerFactory.getLogger("io.qail");

    /** A logger of its own, for values of rows. */
    private static final Logger examples = LoggerFactory.getLogger("io.qail.examples");

    /** Milliseconds of a pause from which on it is announced. */
    private static final long WORTH_A_WORD = 1000;

    private MigrationLog() {}

    /** The analysis of a version that is about to be migrated. */
    static void analysed(Job job, ImpactReport report) {
        String version = job.version();
        if (job.type() == HistoryType.ROLLBACK) {
            log.info("Rolling back version {} - {}", version, job.description());
        } else {
            log.info("Migrating to version {} - {}", version, job.description());
        }
        if (isWarning(report)) {
            log.warn("Version {}:\n{}", version, text(report));
        } else if (report.expectedPause() >= WORTH_A_WORD) {
            log.info("Version {}:\n{}", version, ImpactReportText.renderLocks(report));
        }
    }

    private static boolean isWarning(ImpactReport report) {
        return report.recordsAtRisk() > 0 || report.unanalysed() || report.rejected() > 0;
    }

    private static String text(ImpactReport report) {
        return Stream.of(
                        ImpactReportText.render(report),
                        ImpactReportText.renderReasons(report),
                        ImpactReportText.renderLocks(report))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /** Rows that make the plan fail; only where somebody asked to see values. */
    static void examples(Connection connection, Plan plan, ImpactReport report, RunContext context)
            throws SQLException {
        if (examples.isDebugEnabled() && report.rejected() > 0) {
            ImpactAnalysis.examples(connection, plan, report, context.impact(), context.defaultSchema())
                    .forEach(rows -> examples.debug(
                            "{} {} would be refused because of {}",
                            rows.action(),
                            rows.object(),
                            String.join("; ", rows.keys())));
        }
    }

    /** A version that is only planned. */
    static void planned(PlannedMigration planned, RunContext context) {
        List<String> statements = planned.statements();
        log.info(
                "Version {} - {} would run {} statements (nothing was changed):\n{}",
                planned.migration().version(),
                planned.migration().description(),
                statements.size(),
                statements.stream().map(sql -> "    " + sql + ";").collect(Collectors.joining("\n")));
        if (isWarning(planned.impact())) {
            log.warn(
                    "Version {} with " + Setting.BACKUP_MODE + "={}:\n{}",
                    planned.migration().version(),
                    context.options().backupMode().name().toLowerCase(java.util.Locale.ROOT),
                    text(planned.impact()));
        }
    }
}
