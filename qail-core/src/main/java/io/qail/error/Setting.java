package io.qail.error;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An option that messages and advice name. In a {@code String} it stands as the starter's property; where somebody sets it in
 * another way, {@link SettingNames} says how.
 */
public enum Setting {
    ENABLED("enabled"),
    LOCATIONS("locations"),
    FAIL_ON_MISSING_LOCATIONS("fail-on-missing-locations"),
    MODE("mode"),
    BACKUP_MODE("backup-mode"),
    DEFAULT_SCHEMA("default-schema"),
    TARGET("target"),
    BASELINE_ON_MIGRATE("baseline-on-migrate"),
    BASELINE_VERSION("baseline-version"),
    OUT_OF_ORDER("out-of-order"),
    ON_NEWER_DATABASE("on-newer-database"),
    CONNECT_RETRIES("connect-retries"),
    LOCK_TIMEOUT("lock-timeout"),
    LOCK_RETRIES("lock-retries"),
    STATEMENT_TIMEOUT("statement-timeout"),
    MIGRATION_LOCK_TIMEOUT("migration-lock-timeout"),
    DRIFT("drift"),
    FAIL_ABOVE_RECORDS("fail-above-records"),
    USER("user"),
    PASSWORD("password"),
    IMPACT_EXACT_LIMIT("impact.exact-limit"),
    IMPACT_TIMEOUT("impact.timeout"),
    SNAPSHOT_DIRECTORY("snapshot.directory"),
    SNAPSHOT_MAX_RECORDS("snapshot.max-records"),
    SNAPSHOT_MAX_SIZE("snapshot.max-size"),
    SNAPSHOT_RETENTION("snapshot.retention"),
    SHADOW_NAME("shadow.name"),
    SHADOW_MAINTENANCE_DATABASE("shadow.maintenance-database"),
    SHADOW_PARALLELISM("shadow.parallelism"),
    SHADOW_CATCH_UP_THRESHOLD("shadow.catch-up-threshold"),
    SHADOW_PROMOTE_TIMEOUT("shadow.promote-timeout"),
    SHADOW_REPLACE("shadow.replace"),
    SHADOW_MAX_MARK_SIZE("shadow.max-mark-size"),
    SHADOW_MAX_MARK_AGE("shadow.max-mark-age"),
    SHADOW_MAX_KEYLESS_SIZE("shadow.max-keyless-size");

    private static final Map<String, Setting> BY_PROPERTY =
            Arrays.stream(values()).collect(Collectors.toMap(Setting::toString, Function.identity()));

    private final String property;

    Setting(String key) {
        this.property = "qail." + key;
    }

    /** Null for the name of something else. */
    static @Nullable Setting of(String property) {
        return BY_PROPERTY.get(property);
    }

    /** Set to a value, in a sentence. */
    public String to(Object value) {
        return property + "=" + value;
    }

    /** The starter's property. */
    @Override
    public String toString() {
        return property;
    }
}
