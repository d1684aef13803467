package io.qail.migrate;

import io.qail.history.LockOptions;
import io.qail.impact.ImpactOptions;
import io.qail.script.ScriptOptions;
import io.qail.snapshot.SnapshotOptions;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;

/**
 * What a {@link Migrator} works with: the options of each room as they are, and its surroundings.
 *
 * @param classLoader finds {@code classpath:} locations
 * @param clock stamps the history
 */
public record MigratorConfiguration(
        DataSource dataSource,
        ScriptOptions scripts,
        LockOptions locks,
        ImpactOptions impact,
        SnapshotOptions snapshots,
        MigrateOptions migrate,
        List<MigrationListener> listeners,
        ClassLoader classLoader,
        InstantSource clock) {

    public MigratorConfiguration {
        listeners = List.copyOf(listeners);
    }

    /** The same scripts for another database, without listeners and under its own options. */
    public MigratorConfiguration forDatabase(DataSource other, MigrateOptions options) {
        return new MigratorConfiguration(
                other, scripts, locks, impact, snapshots, options, List.of(), classLoader, clock);
    }
}
