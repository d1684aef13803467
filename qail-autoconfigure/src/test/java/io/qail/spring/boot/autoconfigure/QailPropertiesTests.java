package io.qail.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.QailOptions;
import io.qail.history.BackupMode;
import io.qail.history.LockOptions;
import io.qail.impact.ImpactOptions;
import io.qail.migrate.DriftPolicy;
import io.qail.migrate.MigrateOptions;
import io.qail.migrate.Mode;
import io.qail.migrate.NewerDatabase;
import io.qail.script.ScriptOptions;
import io.qail.snapshot.SnapshotOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class QailPropertiesTests {

    @Test
    void theDefaultsAreThoseOfTheCore() {
        assertThat(bind(Map.of()).toOptions("")).isEqualTo(QailOptions.defaults());
    }

    @Test
    void migratesByDefault() {
        assertThat(bind(Map.of()).enabled()).isTrue();
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("values")
    void everyPropertyReachesItsOption(
            String property, String value, Function<QailOptions, Object> option, Object expected) {
        QailOptions options = bind(Map.of("qail." + property, value)).toOptions("");
        assertThat(option.apply(options)).isEqualTo(expected);
        assertThat(options).isNotEqualTo(QailOptions.defaults());
    }

    static Stream<Arguments> values() {
        return Stream.of(
                value(
                        "locations",
                        "classpath:a,file:b",
                        o -> o.scripts().locations(),
                        List.of("classpath:a", "file:b")),
                value("fail-on-missing-locations", "false", o -> o.scripts().failOnMissingLocations(), false),
                value("mode", "validate", o -> o.migrate().mode(), Mode.VALIDATE),
                value("mode", "plan", o -> o.migrate().mode(), Mode.PLAN),
                value("backup-mode", "proceed", o -> o.migrate().backupMode(), BackupMode.PROCEED),
                value("backup-mode", "file", o -> o.migrate().backupMode(), BackupMode.FILE),
                value("backup-mode", "fail", o -> o.migrate().backupMode(), BackupMode.FAIL),
                value("default-schema", "billing", o -> orNone(o.migrate().defaultSchema()), "billing"),
                value("target", "2.1", o -> orNone(o.migrate().target()), "2.1"),
                value("baseline-on-migrate", "true", o -> o.migrate().baselineOnMigrate(), true),
                value("baseline-version", "7", o -> o.migrate().baselineVersion(), "7"),
                value("out-of-order", "true", o -> o.migrate().outOfOrder(), true),
                value("on-newer-database", "fail", o -> o.migrate().onNewerDatabase(), NewerDatabase.FAIL),
                value("connect-retries", "3", o -> o.migrate().connectRetries(), 3),
                value("lock-timeout", "2s", o -> o.locks().lockTimeout(), Duration.ofSeconds(2)),
                value("lock-retries", "4", o -> o.locks().lockRetries(), 4),
                value("statement-timeout", "1m", o -> o.locks().statementTimeout(), Duration.ofMinutes(1)),
                value("migration-lock-timeout", "3m", o -> o.locks().migrationLockTimeout(), Duration.ofMinutes(3)),
                value("drift", "ignore", o -> o.migrate().drift(), DriftPolicy.IGNORE),
                value("drift", "fail", o -> o.migrate().drift(), DriftPolicy.FAIL),
                value("fail-above-records", "10", o -> orNone(o.migrate().failAboveRecords()), 10L),
                value("impact.exact-limit", "5", o -> o.impact().exactLimit(), 5L),
                value("impact.timeout", "7s", o -> o.impact().timeout(), Duration.ofSeconds(7)),
                value("snapshot.directory", "/backup", o -> o.snapshots().directory(), Path.of("/backup")),
                value("snapshot.max-records", "6", o -> orNone(o.snapshots().maxRecords()), 6L),
                value("snapshot.max-size", "2KB", o -> orNone(o.snapshots().maxSize()), 2048L),
                value("snapshot.retention", "30d", o -> orNone(o.snapshots().retention()), Duration.ofDays(30)));
    }

    @Test
    void theNewestVersionIsTheTargetHoweverItIsWritten() {
        assertThat(bind(Map.of("qail.target", "LATEST")).toOptions("").migrate().target())
                .isNull();
    }

    @Test
    void thePasswordIsNotPrinted() {
        // S32
        assertThat(bind(Map.of("qail.user", "ddl", "qail.password", "s3cret")))
                .asString()
                .doesNotContain("s3cret");
    }

    @Test
    void everyPropertyIsDescribedInTheMetadata() throws IOException {
        Set<String> undescribed = new TreeSet<>();
        Set<String> names = new TreeSet<>();
        for (JsonNode property : metadata().get("properties")) {
            names.add(property.get("name").asString());
            if (!property.has("description")
                    || property.get("description").asString().isBlank()) {
                undescribed.add(property.get("name").asString());
            }
        }
        assertThat(undescribed).isEmpty();
        assertThat(names)
                .contains(
                        "qail.enabled", "qail.backup-mode", "qail.snapshot.max-size", "management.health.qail.enabled");
    }

    @Test
    void theHintsNameTheValuesThatExist() throws IOException {
        Map<String, Class<? extends Enum<?>>> enums = Map.of(
                "qail.mode", Mode.class,
                "qail.backup-mode", BackupMode.class,
                "qail.on-newer-database", NewerDatabase.class,
                "qail.drift", DriftPolicy.class);
        Map<String, Set<String>> hinted = new HashMap<>();
        for (JsonNode hint : metadata().get("hints")) {
            Set<String> values = new TreeSet<>();
            hint.get("values").forEach(value -> values.add(value.get("value").asString()));
            hinted.put(hint.get("name").asString(), values);
        }
        enums.forEach((property, type) -> assertThat(hinted.get(property))
                .as(property)
                .containsExactlyInAnyOrderElementsOf(Stream.of(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .toList()));
    }

    @Test
    void theDefaultsOfTheMetadataAreThoseOfTheCore() throws IOException {
        Map<String, String> defaults = new HashMap<>();
        for (JsonNode property : metadata().get("properties")) {
            if (property.has("defaultValue")) {
                JsonNode value = property.get("defaultValue");
                defaults.put(property.get("name").asString(), value.isString() ? value.asString() : value.toString());
            }
        }
        assertThat(defaults)
                .containsEntry("qail.locations", ScriptOptions.DEFAULT_LOCATION)
                .containsEntry("qail.lock-timeout", LockOptions.DEFAULT_LOCK_TIMEOUT.toSeconds() + "s")
                .containsEntry("qail.lock-retries", "" + LockOptions.DEFAULT_LOCK_RETRIES)
                .containsEntry(
                        "qail.migration-lock-timeout", LockOptions.DEFAULT_MIGRATION_LOCK_TIMEOUT.toMinutes() + "m")
                .containsEntry("qail.impact.exact-limit", "" + ImpactOptions.DEFAULT_EXACT_LIMIT)
                .containsEntry("qail.impact.timeout", ImpactOptions.DEFAULT_TIMEOUT.toSeconds() + "s")
                .containsEntry("qail.snapshot.directory", SnapshotOptions.DEFAULT_DIRECTORY.toString())
                .containsEntry("qail.baseline-version", MigrateOptions.DEFAULT_BASELINE_VERSION);
    }

    private static JsonNode metadata() throws IOException {
        try (InputStream stream =
                QailProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return JsonMapper.shared().readTree(stream);
        }
    }

    private static QailProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("qail", QailProperties.class);
    }

    private static Arguments value(
            String property, String value, Function<QailOptions, Object> option, Object expected) {
        return Arguments.of(property, value, option, expected);
    }

    private static Object orNone(@Nullable Object value) {
        return value == null ? "none" : value;
    }
}
