package io.qail.migrate;

import io.qail.error.EnvironmentException;
import io.qail.error.Setting;
import io.qail.history.BackupMode;
import java.util.function.Consumer;
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
                    Setting.CONNECT_RETRIES + " must not be negative, but is " + connectRetries + ".",
                    "Set it to 0 or more.");
        }
        if (failAboveRecords != null && failAboveRecords < 0) {
            throw new EnvironmentException(
                    Setting.FAIL_ABOVE_RECORDS + " must not be negative, but is " + failAboveRecords + ".",
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
        return with(draft -> draft.mode = other);
    }

    public MigrateOptions withBackupMode(BackupMode other) {
        return with(draft -> draft.backupMode = other);
    }

    public MigrateOptions withDefaultSchema(@Nullable String other) {
        return with(draft -> draft.defaultSchema = other);
    }

    public MigrateOptions withTarget(@Nullable String other) {
        return with(draft -> draft.target = other);
    }

    public MigrateOptions withBaseline(boolean onMigrate, String version) {
        return with(draft -> {
            draft.baselineOnMigrate = onMigrate;
            draft.baselineVersion = version;
        });
    }

    public MigrateOptions withOutOfOrder(boolean other) {
        return with(draft -> draft.outOfOrder = other);
    }

    public MigrateOptions withOnNewerDatabase(NewerDatabase other) {
        return with(draft -> draft.onNewerDatabase = other);
    }

    public MigrateOptions withConnectRetries(int other) {
        return with(draft -> draft.connectRetries = other);
    }

    public MigrateOptions withDrift(DriftPolicy other) {
        return with(draft -> draft.drift = other);
    }

    public MigrateOptions withFailAboveRecords(@Nullable Long other) {
        return with(draft -> draft.failAboveRecords = other);
    }

    public MigrateOptions withApplication(String other) {
        return with(draft -> draft.application = other);
    }

    private MigrateOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /** The options while one of them is changed. */
    private static final class Draft {

        private Mode mode;
        private BackupMode backupMode;
        private @Nullable String defaultSchema;
        private @Nullable String target;
        private boolean baselineOnMigrate;
        private String baselineVersion;
        private boolean outOfOrder;
        private NewerDatabase onNewerDatabase;
        private int connectRetries;
        private DriftPolicy drift;
        private @Nullable Long failAboveRecords;
        private String application;

        Draft(MigrateOptions options) {
            this.mode = options.mode;
            this.backupMode = options.backupMode;
            this.defaultSchema = options.defaultSchema;
            this.target = options.target;
            this.baselineOnMigrate = options.baselineOnMigrate;
            this.baselineVersion = options.baselineVersion;
            this.outOfOrder = options.outOfOrder;
            this.onNewerDatabase = options.onNewerDatabase;
            this.connectRetries = options.connectRetries;
            this.drift = options.drift;
            this.failAboveRecords = options.failAboveRecords;
            this.application = options.application;
        }

        MigrateOptions options() {
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
                    application);
        }
    }
}
