package io.qail.rollback;

import io.qail.catalog.Catalog;
import io.qail.catalog.LiveSchema;
import io.qail.error.MigrationException;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryState;
import io.qail.history.HistoryType;
import io.qail.impact.ImpactAnalysis;
import io.qail.impact.ImpactOptions;
import io.qail.impact.ImpactReport;
import io.qail.migrate.Job;
import io.qail.migrate.Migrator;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.snapshot.SnapshotManifest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes migrations back, newest first, each in a guarded run of its own: structure by the inverse plan, records from the
 * snapshot. The same lock, impact analysis, policy, snapshot and verification hold as on the way forward. Thread-safe.
 */
public final class Rollback {

    private static final Logger log = LoggerFactory.getLogger(Rollback.class);

    private static final String INTEGRITY_VIOLATION = "23";

    private final Migrator migrator;
    private final ImpactOptions impact;

    public Rollback(Migrator migrator, ImpactOptions impact) {
        this.migrator = migrator;
        this.impact = impact;
    }

    /**
     * What {@link #run} would do now. Changes nothing.
     *
     * @throws io.qail.error.HistoryException when there is no such way back, and why
     */
    public RollbackPlan plan(RollbackRequest request) {
        return migrator.reading(
                (connection, history, defaultSchema) -> plan(connection, history, request, defaultSchema));
    }

    private RollbackPlan plan(
            Connection connection, HistoryState history, RollbackRequest request, String defaultSchema)
            throws SQLException {
        List<PlannedRollback> steps = new ArrayList<>();
        List<Operation> operations = new ArrayList<>();
        for (Undo undo : new Undos(connection, history, request, defaultSchema).all()) {
            Backward way = new Backward(undo, request, new Report(undo.entry().id()));
            LiveSchema live = steps.isEmpty()
                    ? Catalog.read(connection, defaultSchema)
                    : LiveSchema.of(undo.forward().to());
            Plan plan = way.plan(connection, live, defaultSchema);
            ImpactReport report = steps.isEmpty()
                    ? ImpactAnalysis.analyse(connection, plan, impact, defaultSchema)
                    : ImpactReport.NONE;
            SnapshotManifest manifest = undo.manifest();
            operations.addAll(plan.operations());
            steps.add(new PlannedRollback(
                    undo.version(), plan.statements(), report, manifest == null ? 0 : manifest.records()));
        }
        return new RollbackPlan(steps, Plan.hash(operations));
    }

    /**
     * Goes back. Everything that can be refused is refused before anything runs; a failure later on keeps the versions that
     * are already back, and the database is then as it was before the failing one. Blocks while another instance migrates.
     *
     * @throws io.qail.error.HistoryException when there is no such way back, and why
     * @throws io.qail.error.DataLossException when the way back destroys what came later and the policy forbids it
     */
    public RollbackResult run(RollbackRequest request) {
        RollbackPlan shown = plan(request);
        if (request.planHash() != null && !request.planHash().equals(shown.hash())) {
            throw Refusal.otherPlan();
        }
        List<Report> reports = new ArrayList<>();
        List<HistoryEntry> done = run(request, reports);
        List<Restored> restored = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        reports.forEach(report -> {
            restored.addAll(report.restored());
            remarks.addAll(report.remarks());
        });
        log.info("Rolled back to version {}: {} versions taken back", request.to(), done.size());
        restored.forEach(item -> log.info(
                "  {}: {} of {} records restored, {} kept as they are now, {} without a row, {} new rows",
                item.object(),
                item.restored(),
                item.records(),
                item.kept(),
                item.missing(),
                item.added()));
        remarks.forEach(log::warn);
        return new RollbackResult(done, restored, remarks);
    }

    private List<HistoryEntry> run(RollbackRequest request, List<Report> reports) {
        try {
            return migrator.guarded(
                    (connection, history, defaultSchema) -> next(connection, history, request, defaultSchema, reports));
        } catch (MigrationException e) {
            throw String.valueOf(e.sqlState()).startsWith(INTEGRITY_VIOLATION) ? Refusal.violated(e) : e;
        }
    }

    private static Optional<Job> next(
            Connection connection,
            HistoryState history,
            RollbackRequest request,
            String defaultSchema,
            List<Report> reports)
            throws SQLException {
        Optional<Undo> next = new Undos(connection, history, request, defaultSchema).next();
        if (next.isEmpty()) {
            return Optional.empty();
        }
        Undo undo = next.get();
        HistoryEntry entry = undo.entry();
        Report report = new Report(entry.id());
        // A run that starts again after a lock conflict reports once.
        reports.removeIf(other -> other.historyId() == entry.id());
        reports.add(report);
        return Optional.of(new Job(
                entry.version(),
                entry.description(),
                HistoryType.ROLLBACK,
                entry.script(),
                entry.checksum(),
                undo.forward().to(),
                new Backward(undo, request, report),
                Map.of()));
    }
}
