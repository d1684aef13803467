package io.qail.migrate;

import io.qail.impact.ImpactReport;
import java.util.List;

/**
 * What a pending version would run.
 *
 * @param statements exactly what would run, in order
 * @param impact counted for the first pending version; those above it are analysed when their turn comes, because the
 *     tables that they change may not exist yet
 * @param hash of the statements
 */
public record PlannedMigration(PendingMigration migration, List<String> statements, ImpactReport impact, String hash) {

    public PlannedMigration {
        statements = List.copyOf(statements);
    }
}
