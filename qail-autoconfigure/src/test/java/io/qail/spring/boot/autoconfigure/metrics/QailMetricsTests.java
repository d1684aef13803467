package io.qail.spring.boot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qail.Qail;
import io.qail.history.BackupMode;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryType;
import io.qail.migrate.MigrationInfo;
import io.qail.migrate.MigrationListener;
import io.qail.migrate.MigrationStatus;
import io.qail.snapshot.SnapshotManifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class QailMetricsTests {

    private final QailMetrics metrics = new QailMetrics();
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void whatWasRecordedBeforeTheRegistryWasBoundIsThere() {
        migrate();
        metrics.bindTo(registry);
        assertMigration(registry, 1);
    }

    @Test
    void whatIsRecordedAfterwardsIsThere() {
        metrics.bindTo(registry);
        migrate();
        assertMigration(registry, 1);
        migrate();
        assertMigration(registry, 2);
    }

    @Test
    void everyRegistryGetsEverything() {
        MeterRegistry late = new SimpleMeterRegistry();
        metrics.bindTo(registry);
        migrate();
        metrics.bindTo(late);
        assertMigration(registry, 1);
        assertMigration(late, 1);
    }

    @Test
    void theGaugesAreUnknownBeforeTheFirstLook() {
        metrics.bindTo(registry);
        assertThat(gauge("success")).isNaN();
        metrics.statusRead(new MigrationStatus(
                "3", Map.of(MigrationInfo.State.SUCCESS, 3, MigrationInfo.State.ROLLED_BACK, 1), 2, null));
        assertThat(gauge("success")).isEqualTo(3);
        assertThat(gauge("rolled_back")).isEqualTo(1);
        assertThat(gauge("missing")).isZero();
        assertThat(gauge("future")).isZero();
        assertThat(gauge("pending")).isEqualTo(2);
    }

    @Test
    void theProgressOfASnapshotIsKnownWhileItRuns() {
        metrics.bindTo(registry);
        assertThat(registry.get("qail.snapshot.progress").gauge().value()).isNaN();
        metrics.snapshotProgress("2", "users.email", 1000);
        assertThat(registry.get("qail.snapshot.progress").gauge().value()).isEqualTo(1000);
        metrics.versionFailed("2", Duration.ofSeconds(1), new IllegalStateException());
        assertThat(registry.get("qail.snapshot.progress").gauge().value()).isNaN();
    }

    @Test
    void everyMeterHasADescription() {
        migrate();
        metrics.bindTo(registry);
        assertThat(registry.getMeters())
                .hasSize(12)
                .allSatisfy(meter -> assertThat(meter.getId().getDescription())
                        .as(meter.getId().getName())
                        .isNotBlank());
    }

    @Test
    void everyMeterHasAUnit() {
        migrate();
        metrics.bindTo(registry);
        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .allSatisfy(id -> assertThat(id.getBaseUnit())
                        .as(id.getName())
                        .isIn("migrations", "records", "rows", "bytes", "seconds"));
    }

    @Test
    void areBoundBySpringBootAndShowAtPrometheus() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        PrometheusMetricsExportAutoConfiguration.class,
                        QailMetricsAutoConfiguration.class))
                .withBean(Qail.class, () -> mock(Qail.class))
                .withInitializer(context -> context.addBeanFactoryPostProcessor(factory -> factory.addBeanPostProcessor(
                        // The migration, before the registry binds anything.
                        new org.springframework.beans.factory.config.BeanPostProcessor() {
                            @Override
                            public Object postProcessAfterInitialization(Object bean, String name) {
                                if (bean instanceof QailMetrics created) {
                                    migrate(created);
                                }
                                return bean;
                            }
                        })))
                .run(
                        context -> assertThat(context
                                        .getBean(io.prometheus.metrics.model.registry.PrometheusRegistry.class)
                                        .scrape()
                                        .stream()
                                        .map(snapshot -> snapshot.getMetadata().getPrometheusName())
                                        .filter(name -> name.startsWith("qail")))
                                .contains(
                                        "qail_migrations",
                                        "qail_records_at_risk_records",
                                        "qail_snapshot_seconds",
                                        "qail_snapshot_records",
                                        "qail_snapshot_size_bytes",
                                        "qail_lock_wait_seconds"));
    }

    @Test
    void areNotThereWithoutARegistry() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(QailMetricsAutoConfiguration.class))
                .withBean(Qail.class, () -> mock(Qail.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(QailMetrics.class));
    }

    @Test
    void areAListenerOfQail() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        QailMetricsAutoConfiguration.class))
                .withBean(Qail.class, () -> mock(Qail.class))
                .run(context ->
                        assertThat(context.getBean(MigrationListener.class)).isInstanceOf(QailMetrics.class));
    }

    private void migrate() {
        migrate(metrics);
    }

    private static void migrate(QailMetrics metrics) {
        metrics.lockAcquired(Duration.ofMillis(20));
        metrics.snapshotTaken(
                new SnapshotManifest(
                        7,
                        2,
                        "2",
                        "database",
                        "_qail_data_snapshots",
                        List.of(),
                        1234,
                        4096,
                        "host",
                        "db",
                        "18.4",
                        "C",
                        List.of(),
                        Instant.EPOCH,
                        null,
                        null),
                Duration.ofMillis(300));
        metrics.versionMigrated(new HistoryEntry(
                2,
                "2",
                "drop",
                HistoryType.VERSIONED,
                "V2__drop.qail",
                "c0ffee",
                1,
                "app",
                "",
                "host",
                Instant.EPOCH,
                Duration.ofMillis(500),
                1234,
                List.of(),
                BackupMode.DATABASE,
                7L,
                "_qail_data_snapshots"));
    }

    private static void assertMigration(MeterRegistry registry, int times) {
        assertThat(registry.get("qail.lock.wait").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(20 * times);
        assertThat(registry.get("qail.snapshot")
                        .tag("store", "database")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(300 * times);
        assertThat(registry.get("qail.snapshot.records").counter().count()).isEqualTo(1234 * times);
        assertThat(registry.get("qail.snapshot.size").summary().totalAmount()).isEqualTo(4096 * times);
        assertThat(registry.get("qail.records.at.risk").summary().totalAmount()).isEqualTo(1234 * times);
        assertThat(registry.get("qail.records.at.risk").summary().count()).isEqualTo(times);
    }

    private double gauge(String state) {
        return registry.get("qail.migrations").tag("state", state).gauge().value();
    }
}
