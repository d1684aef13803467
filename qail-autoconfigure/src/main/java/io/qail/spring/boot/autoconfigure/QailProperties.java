package io.qail.spring.boot.autoconfigure;

import io.qail.QailOptions;
import io.qail.history.BackupMode;
import io.qail.history.LockOptions;
import io.qail.impact.ImpactOptions;
import io.qail.migrate.DriftPolicy;
import io.qail.migrate.MigrateOptions;
import io.qail.migrate.Mode;
import io.qail.migrate.NewerDatabase;
import io.qail.script.ScriptOptions;
import io.qail.shadow.ShadowOptions;
import io.qail.snapshot.SnapshotOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties for QAIL database migrations.
 *
 * @param enabled Whether to migrate the database at start.
 * @param locations Directories with scripts, each with the prefix classpath: or file:.
 * @param failOnMissingLocations Whether to fail when a location does not exist.
 * @param mode What a start does about pending versions.
 * @param backupMode What happens when a migration puts records at risk.
 * @param defaultSchema Schema of unqualified names and of QAIL's own tables. The connection's current schema if not set.
 * @param target Last version to migrate to, or 'latest'.
 * @param rollbackTo Version to take the database back to, with its records; nothing later is applied while this is set.
 * @param baselineOnMigrate Whether to take a database that has objects but no history to be at the baseline version.
 * @param baselineVersion Version that an adopted database is at.
 * @param outOfOrder Whether a version below an applied one may still be applied.
 * @param onNewerDatabase What to do when the database is newer than the scripts.
 * @param connectRetries How often to try again when the database cannot be reached, with growing pauses.
 * @param lockTimeout Longest wait for a table lock; other sessions that want the table wait no longer behind it.
 * @param lockRetries How often to try again for a table lock, with growing pauses.
 * @param statementTimeout Limit for each statement of a migration. No limit if not set.
 * @param migrationLockTimeout Longest wait for another instance that migrates the same schema.
 * @param drift What to do when the live database differs from its history while a version is pending.
 * @param failAboveRecords More records at risk than this stop the migration, whatever the backup mode. No limit if not set.
 * @param user Role to migrate as, on the application's own data source. The data source's own user if not set.
 * @param password Password of the role to migrate as.
 * @param impact Impact analysis.
 * @param snapshot Snapshots of records at risk.
 * @param shadow Shadow database for migrations without downtime.
 */
@ConfigurationProperties("qail")
public record QailProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue(ScriptOptions.DEFAULT_LOCATION) List<String> locations,
        @DefaultValue("true") boolean failOnMissingLocations,
        @DefaultValue("migrate") Mode mode,
        @DefaultValue("database") BackupMode backupMode,
        @Nullable String defaultSchema,
        @DefaultValue(LATEST) String target,
        @Nullable String rollbackTo,
        @DefaultValue("false") boolean baselineOnMigrate,

        @DefaultValue(MigrateOptions.DEFAULT_BASELINE_VERSION)
        String baselineVersion,

        @DefaultValue("false") boolean outOfOrder,
        @DefaultValue("ignore") NewerDatabase onNewerDatabase,
        @DefaultValue("0") int connectRetries,
        @DefaultValue("5s") Duration lockTimeout,
        @DefaultValue("" + LockOptions.DEFAULT_LOCK_RETRIES) int lockRetries,
        @Nullable Duration statementTimeout,
        @DefaultValue("10m") Duration migrationLockTimeout,
        @DefaultValue("warn") DriftPolicy drift,
        @Nullable Long failAboveRecords,
        @Nullable String user,
        @Nullable String password,
        @DefaultValue Impact impact,
        @DefaultValue Snapshot snapshot,
        @DefaultValue Shadow shadow) {

    private static final String LATEST = "latest";

    public QailProperties {
        locations = List.copyOf(locations);
    }

    /**
     * How much the analysis reads for display.
     *
     * @param exactLimit Tables with more rows than this are shown as estimates before the lock is taken. Decisions always
     *     rest on exact counts.
     * @param timeout Longest that one statement of a report may take. What takes longer is estimated or left out.
     */
    public record Impact(
            @DefaultValue("" + ImpactOptions.DEFAULT_EXACT_LIMIT)
            long exactLimit,

            @DefaultValue("30s") Duration timeout) {}

    /**
     * Where snapshots go and what they may cost.
     *
     * @param directory Directory of file snapshots. Must be persistent.
     * @param maxRecords Snapshots of more records are refused. No limit if not set.
     * @param maxSize Snapshots of larger tables are refused. No limit if not set.
     * @param retention Age at which snapshots are purged after a migration. Kept for ever if not set.
     */
    public record Snapshot(
            @DefaultValue("_qail_snapshots") Path directory,
            @Nullable Long maxRecords,
            @Nullable DataSize maxSize,
            @Nullable Duration retention) {}

    /**
     * How a shadow database is made and promoted.
     *
     * @param name Name of the shadow database. The database's own with '_shadow' behind it if not set.
     * @param maintenanceDatabase Other database of the server, from which databases are created, renamed and dropped.
     * @param parallelism How many tables are copied at once. Each takes two connections outside the pool.
     * @param catchUpThreshold Changed keys that may be left when catching up counts as done.
     * @param promoteTimeout How long a promotion tries for its locks before it gives up.
     * @param keepOld Whether the old database is kept after a promotion.
     * @param replace Whether a new shadow replaces one that QAIL made before.
     * @param maxMarkSize The shadow is given up when the captured keys take more space than this.
     * @param maxMarkAge The shadow is given up when the oldest captured key is older than this.
     * @param maxKeylessSize Larger tables without a key are refused, as they are copied whole while writers wait.
     */
    public record Shadow(
            @Nullable String name,

            @DefaultValue(ShadowOptions.DEFAULT_MAINTENANCE_DATABASE)
            String maintenanceDatabase,

            @DefaultValue("" + ShadowOptions.DEFAULT_PARALLELISM)
            int parallelism,

            @DefaultValue("" + ShadowOptions.DEFAULT_CATCH_UP_THRESHOLD)
            long catchUpThreshold,

            @DefaultValue("60s") Duration promoteTimeout,
            @DefaultValue("true") boolean keepOld,
            @DefaultValue("false") boolean replace,
            @DefaultValue("10GB") DataSize maxMarkSize,
            @DefaultValue("1d") Duration maxMarkAge,
            @DefaultValue("64MB") DataSize maxKeylessSize) {

        ShadowOptions toOptions() {
            return new ShadowOptions(
                    name,
                    maintenanceDatabase,
                    parallelism,
                    catchUpThreshold,
                    promoteTimeout,
                    keepOld,
                    replace,
                    maxMarkSize.toBytes(),
                    maxMarkAge,
                    maxKeylessSize.toBytes());
        }
    }

    QailOptions toOptions(String application) {
        return new QailOptions(
                new ScriptOptions(locations, failOnMissingLocations),
                new LockOptions(
                        lockTimeout,
                        lockRetries,
                        Objects.requireNonNullElse(statementTimeout, Duration.ZERO),
                        migrationLockTimeout),
                new ImpactOptions(impact.exactLimit(), impact.timeout()),
                new SnapshotOptions(
                        snapshot.directory(),
                        snapshot.maxRecords(),
                        snapshot.maxSize() == null ? null : snapshot.maxSize().toBytes(),
                        snapshot.retention()),
                new MigrateOptions(
                        mode,
                        backupMode,
                        defaultSchema,
                        LATEST.equalsIgnoreCase(target) ? null : target,
                        baselineOnMigrate,
                        baselineVersion,
                        outOfOrder,
                        onNewerDatabase,
                        connectRetries,
                        drift,
                        failAboveRecords,
                        application),
                shadow.toOptions());
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "QailProperties[locations=" + locations + ", mode=" + mode + ", backupMode=" + backupMode + "]";
    }
}
