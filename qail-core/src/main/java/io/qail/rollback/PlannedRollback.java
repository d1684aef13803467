package io.qail.rollback;

import io.qail.impact.ImpactReport;
import java.util.List;

/**
 * What the way back of one version would run.
 *
 * @param statements exactly what would run, in order; those that feed a file to the server among them
 * @param impact what the way back destroys of what came later; for the newest version only, since the tables of the ones
 *     before may not exist yet
 * @param records that would come back from the snapshot, at most
 */
public record PlannedRollback(String version, List<String> statements, ImpactReport impact, long records) {

    public PlannedRollback {
        statements = List.copyOf(statements);
    }
}
