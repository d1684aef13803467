package io.qail.rollback;

import io.qail.catalog.LiveSchema;
import io.qail.drift.Difference;
import io.qail.drift.Drift;
import io.qail.language.QailFormatter;
import io.qail.migrate.Way;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.snapshot.SnapshotManifest;
import io.qail.snapshot.Snapshots;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The way back of one version through the guarded run. */
record Backward(Undo undo, RollbackRequest request, Report report) implements Way {

    @Override
    public Plan plan(Connection connection, LiveSchema live, String defaultSchema) {
        report.clear();
        Plan plan = InversePlan.of(undo, request, defaultSchema, report);
        checkDrift(connection, plan, live, defaultSchema);
        return plan;
    }

    /** An object that the way back touches must be what the version made of it. */
    private void checkDrift(Connection connection, Plan plan, LiveSchema live, String defaultSchema) {
        Set<ObjectName> touched = plan.operations().stream()
                .map(Operation::object)
                .map(ObjectAddress::name)
                .collect(Collectors.toSet());
        LiveSchema compared = new LiveSchema(
                KeptByHand.in(live.schema(), plan), live.invalidIndexes(), live.notValidated(), live.unmanaged());
        List<Difference> drift =
                Drift.differences(connection, KeptByHand.in(plan.from(), plan), compared, defaultSchema).stream()
                        .filter(difference -> difference.kind() != Difference.Kind.UNEXPECTED)
                        .filter(difference ->
                                touched.contains(difference.object().name()))
                        .toList();
        if (!drift.isEmpty()) {
            throw Refusal.drifted(
                    undo.version(),
                    drift.stream()
                            .map(difference -> difference.object().kind() + " "
                                    + difference.object().display(defaultSchema) + ": " + difference.detail())
                            .collect(Collectors.joining("\n    ")));
        }
    }

    @Override
    public String historyText(Schema reached, String defaultSchema) {
        return QailFormatter.format(reached, defaultSchema);
    }

    @Override
    public void beforeCommit(Connection connection, String defaultSchema) throws SQLException {
        SnapshotManifest manifest = undo.manifest();
        if (manifest != null) {
            Dependents.restore(connection, manifest, report);
            Snapshots.markRestored(connection, defaultSchema, manifest.id());
        }
    }
}
