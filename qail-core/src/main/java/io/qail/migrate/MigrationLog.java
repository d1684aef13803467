package io.qail.migrate;

import io.qail.history.HistoryType;
import io.qail.impact.ImpactReport;
import io.qail.impact.ImpactReportText;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a migration writes into the log about its plan and its impact. */
final class MigrationLog {

    private static final Logger log = LoggerFactory.getLogger("io.qail");

    private MigrationLog() {}

    /** The analysis of a version that is about to be migrated. */
    static void analysed(Job job, ImpactReport report) {
        String version = job.version();
        if (job.type() == HistoryType.ROLLBACK) {
            log.info("Rolling back version {} - {}", version, job.description());
        } else {
            log.info("Migrating to version {} - {}", version, job.description());
        }
        if (report.recordsAtRisk() > 0 || report.unanalysed()) {
            log.warn("Version {}:\n{}", version, ImpactReportText.render(report));
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
        if (planned.impact().recordsAtRisk() > 0 || planned.impact().unanalysed()) {
            log.warn(
                    "Version {} with qail.backup-mode={}:\n{}",
                    planned.migration().version(),
                    context.options().backupMode().name().toLowerCase(java.util.Locale.ROOT),
                    ImpactReportText.render(planned.impact()));
        }
    }
}
