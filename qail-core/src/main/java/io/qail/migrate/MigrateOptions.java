package io.qail.migrate;

import io.qail.error.EnvironmentException;
import io.qail.history.BackupMode;
import org.jspecify.annotations.Nullable;

/**
 * How a migration decides.
 *
 * @param defaultSchema the schema of unqualified names and of the {@code _qail_*} tables; null for the connection's own
 * @param target the last version to migrate to; null for the newest
 * @param baselineOnMigrate whether a database with objects and without history is taken to be at the baseline version
 * @param outOfOrder whether a version below an applied one may still be applied
 * @param connectRetries how often a connection that cannot be had is tried again, with growing pauses
 * @param failAboveRecords more records at risk than this stop the migration in every mode; null for no limit
 * @param application stands in the history beside the host
 */
public record MigrateOptions(
        Mode mode,
        BackupMode backupMode,
        @Nullable String defaultSchema,
        @Nullable String target,
        boolean baselineOnMigrate,
        String baselineVersion,
        boolean outOfOrder,
        NewerDatabase onNewerDatabase,
        int connectRetries,
        DriftPolicy drift,
        @Nullable Long failAboveRecords,
        String application) {

    public static final String DEFAULT_BASELINE_VERSION = "1";

    public MigrateOptions {
        if (connectRetries < 0) {
            throw new EnvironmentException(
                    "qail.connect-retries must not be negative, but is " + connectRetries + ".",
                    "Set it to 0 or more.");
        }
        if (failAboveRecords != null && failAboveRecords < 0) {
            throw new EnvironmentException(
                    "qail.fail-above-records must not be negative, but is " + failAboveRecords + ".",
                    "Set it to 0 or more, or remove it.");
        }
    }

    public static MigrateOptions defaults() {
        return new MigrateOptions(
                Mode.MIGRATE,
                BackupMode.DATABASE,
                null,
                null,
                false,
                DEFAULT_BASELINE_VERSION,
                false,
                NewerDatabase.IGNORE,
                0,
                DriftPolicy.WARN,
                null,
                "");
    }

    public MigrateOptions withMode(Mode other) {
        return new MigrateOptions(
                other,
                backupMode,
                defaultSchema,
                target,
                baselineOnMigrate,
                baselineVersion,
                outOfOrder,
                onNewerDatabase,
                connectRetries,
                drift,
                failAboveRecords,
                application);
    }

    public MigrateOptions withBackupMode(BackupMode other) {
        return new MigrateOptions(
                mode,
                other,
                defaultSchema,
                target,
                baselineOnMigrate,
                baselineVersion,
                outOfOrder,
                onNewerDatabase,
                connectRetries,
                drift,
                failAboveRecords,
                application);
    }

    public MigrateOptions withDefaultSchema(@Nullable String other) {
        return new MigrateOptions(
                mode,
                backupMode,
                other,
                target,
                baselineOnMigrate,
                baselineVersion,
                outOfOrder,
                onNewerDatabase,
                connectRetries,
                drift,
                failAboveRecords,
                application);
    }

    public MigrateOptions withTarget(@Nullable String other) {
        return new MigrateOptions(
                mode,
                backupMode,
                defaultSchema,
                other,
                baselineOnMigrate,
                baselineVersion,
                outOfOrder,
                onNewerDatabase,
                connectRetries,
                drift,
                failAboveRecords,
                application);
    }

    public MigrateOptions withBaseline(boolean onMigrate, String version) {
        return new MigrateOptions(
                mode,
                backupMode,
                defaultSchema,
                target,
                onMigrate,
                version,
                outOfOrder,
                onNewerDatabase,
                connectRetries,
                drift,
                failAboveRecords,
                application);
    }

    public MigrateOptions withOutOfOrder(boolean other) {
        return new MigrateOptions(
                mode,
                backupMode,
                defaultSchema,
                target,
                baselineOnMigrate,
                baselineVersion,
                other,
                onNewerDatabase,
                connectRetries,
                drift,
                failAboveRecords,
                application);
    }

    public MigrateOptions withOnNewerDatabase(NewerDatabase other) {
        return new MigrateOptions(
                mode,
                backupMode,
                defaultSchema,
                target,
                baselineOnMigrate,
                baselineVersion,
                outOfOrder,
                other,
                connectRetries,
                drift,
                failAboveRecords,
                application);
    }

    public MigrateOptions withConnectRetries(int other) {
        return new MigrateOptions(
                mode,
                backupMode,
                defaultSchema,
                target,
                baselineOnMigrate,
                baselineVersion,
                outOfOrder,
                onNewerDatabase,
                other,
                drift,
                failAboveRecords,
                application);
    }

    public MigrateOptions withDrift(DriftPolicy other) {
        return new MigrateOptions(
                mode,
                backupMode,
                defaultSchema,
                target,
                baselineOnMigrate,
                baselineVersion,
                outOfOrder,
                onNewerDatabase,
                connectRetries,
                other,
                failAboveRecords,
                application);
    }

    public MigrateOptions withFailAboveRecords(@Nullable Long other) {
        return new MigrateOptions(
                mode,
                backupMode,
                defaultSchema,
                target,
                baselineOnMigrate,
                baselineVersion,
                outOfOrder,
                onNewerDatabase,
                connectRetries,
                drift,
                other,
                application);
    }

    public MigrateOptions withApplication(String other) {
        return new MigrateOptions(
                mode,
                backupMode,
                defaultSchema,
                target,
                baselineOnMigrate,
                baselineVersion,
                outOfOrder,
                onNewerDatabase,
                connectRetries,
                drift,
                failAboveRecords,
                other);
    }
}
