package io.qail.migrate;

import io.qail.history.LockOptions;
import io.qail.impact.ImpactOptions;
import io.qail.snapshot.LocalHost;
import io.qail.snapshot.SnapshotOptions;
import java.time.InstantSource;
import java.util.List;

/**
 * What every step of a run needs to know; nothing of it changes while it runs.
 *
 * @param defaultSchema resolved: the configured one or the connection's
 * @param host stands in the history
 */
record RunContext(
        Connections connections,
        String defaultSchema,
        MigrateOptions options,
        LockOptions locks,
        ImpactOptions impact,
        SnapshotOptions snapshots,
        List<MigrationListener> listeners,
        InstantSource clock,
        String host) {

    static RunContext of(MigratorConfiguration configuration) {
        return new RunContext(
                new Connections(
                        configuration.dataSource(), configuration.migrate().connectRetries()),
                "",
                configuration.migrate(),
                configuration.locks(),
                configuration.impact(),
                configuration.snapshots(),
                configuration.listeners(),
                configuration.clock(),
                LocalHost.name());
    }

    RunContext withDefaultSchema(String schema) {
        return new RunContext(connections, schema, options, locks, impact, snapshots, listeners, clock, host);
    }
}
