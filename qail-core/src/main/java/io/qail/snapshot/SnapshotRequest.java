package io.qail.snapshot;

import io.qail.plan.AtRisk;
import io.qail.plan.Plan;
import io.qail.schema.Schema;
import java.util.List;

/**
 * What is to be copied, and for whom.
 *
 * @param migrationId the id that the migration's row in {@code _qail_migrations} will have
 * @param version a label
 * @param live the schema as read from the catalogs; what is copied is read from them again, under the lock
 * @param risks of the plan; each becomes a part of the snapshot
 * @param files into files instead of {@code _qail_data_snapshots}
 * @param host the name of this machine
 */
public record SnapshotRequest(
        long migrationId,
        String version,
        Plan plan,
        Schema live,
        List<AtRisk> risks,
        boolean files,
        String host,
        String defaultSchema) {

    public SnapshotRequest {
        risks = List.copyOf(risks);
    }
}
