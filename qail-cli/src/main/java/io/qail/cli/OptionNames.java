package io.qail.cli;

import io.qail.error.Setting;
import io.qail.error.SettingNames;
import org.jspecify.annotations.Nullable;

/** What the settings are called on a command line. */
final class OptionNames implements SettingNames {

    static final OptionNames INSTANCE = new OptionNames();

    private OptionNames() {}

    @Override
    public String name(Setting setting, @Nullable String value) {
        return switch (setting) {
            case BACKUP_MODE -> option("--backup-mode", value);
            case SNAPSHOT_DIRECTORY -> option("--snapshot-directory", value);
            case DEFAULT_SCHEMA -> option("--schema", value);
            case TARGET -> option("--target", value);
            case OUT_OF_ORDER -> "--out-of-order";
            case BASELINE_ON_MIGRATE -> value == null ? "qail migrate apply --baseline" : "qail migrate apply";
            case BASELINE_VERSION -> option("--baseline", value);
            case LOCK_TIMEOUT -> option("--lock-timeout", value);
            case LOCK_RETRIES -> option("--lock-retries", value);
            case STATEMENT_TIMEOUT -> option("--statement-timeout", value);
            case MIGRATION_LOCK_TIMEOUT -> option("--migration-lock-timeout", value);
            case SHADOW_NAME -> option("--name", value);
            case SHADOW_MAINTENANCE_DATABASE -> option("--maintenance-database", value);
            case SHADOW_PARALLELISM -> option("--parallelism", value);
            case SHADOW_PROMOTE_TIMEOUT -> option("--promote-timeout", value);
            case SHADOW_REPLACE -> "--replace";
            case USER -> "another user in the URL";
            case PASSWORD -> "its password";
            case LOCATIONS -> "the directory";
            // What no command sets keeps the name that the documentation has.
            case ENABLED,
                    FAIL_ON_MISSING_LOCATIONS,
                    MODE,
                    ON_NEWER_DATABASE,
                    CONNECT_RETRIES,
                    DRIFT,
                    FAIL_ABOVE_RECORDS,
                    IMPACT_EXACT_LIMIT,
                    IMPACT_TIMEOUT,
                    SNAPSHOT_MAX_RECORDS,
                    SNAPSHOT_MAX_SIZE,
                    SNAPSHOT_RETENTION,
                    SHADOW_CATCH_UP_THRESHOLD,
                    SHADOW_MAX_MARK_SIZE,
                    SHADOW_MAX_MARK_AGE,
                    SHADOW_MAX_KEYLESS_SIZE -> value == null ? setting.toString() : setting.to(value);
        };
    }

    private static String option(String name, @Nullable String value) {
        return value == null ? name : name + " " + value;
    }
}
