package io.qail.spring.boot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.qail.Qail;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryType;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MigrationObservationsTests {

    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final MigrationObservations observations = new MigrationObservations(() -> registry);
    private final Connection connection = mock(Connection.class);

    @Test
    void aMigratedVersionIsOneObservation() {
        observations.beforeVersion(connection, "3");
        assertThat(registry.getCurrentObservation()).isNotNull();
        observations.versionMigrated(entry("3"));
        assertThat(registry.getCurrentObservation()).isNull();
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasNameEqualTo("qail.migration")
                .hasContextualNameEqualTo("qail migrate 3")
                .hasLowCardinalityKeyValue("outcome", "success")
                .hasHighCardinalityKeyValue("version", "3")
                .hasBeenStarted()
                .hasBeenStopped();
    }

    @Test
    void aFailedVersionCarriesItsError() {
        IllegalStateException failure = new IllegalStateException("refused");
        observations.beforeVersion(connection, "3");
        observations.versionFailed("3", Duration.ofSeconds(1), failure);
        assertThat(registry.getCurrentObservation()).isNull();
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasLowCardinalityKeyValue("outcome", "failure")
                .hasError(failure)
                .hasBeenStopped();
    }

    @Test
    void aVersionThatStartsAgainStaysOneObservation() {
        observations.beforeVersion(connection, "3");
        observations.beforeVersion(connection, "3");
        observations.versionMigrated(entry("3"));
        TestObservationRegistryAssert.assertThat(registry).hasNumberOfObservationsEqualTo(1);
    }

    @Test
    void eachVersionIsAnObservationOfItsOwn() {
        observations.beforeVersion(connection, "3");
        observations.versionMigrated(entry("3"));
        observations.beforeVersion(connection, "4");
        observations.versionMigrated(entry("4"));
        TestObservationRegistryAssert.assertThat(registry).hasNumberOfObservationsEqualTo(2);
    }

    @Test
    void aFailureBeforeTheFirstStatementIsNoObservation() {
        observations.versionFailed("3", Duration.ZERO, new IllegalStateException("refused"));
        TestObservationRegistryAssert.assertThat(registry).doesNotHaveAnyObservation();
    }

    @Test
    void aRegistryThatCannotBeHadDoesNotStopTheMigration() {
        MigrationObservations without = new MigrationObservations(() -> {
            throw new org.springframework.beans.factory.BeanCurrentlyInCreationException("observationRegistry");
        });
        without.beforeVersion(connection, "3");
        without.versionMigrated(entry("3"));
        TestObservationRegistryAssert.assertThat(registry).doesNotHaveAnyObservation();
    }

    @Test
    void isTheTimerByOutcomeWithSpringBootsMeters() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        ObservationAutoConfiguration.class,
                        org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration.class,
                        QailObservationAutoConfiguration.class))
                .withBean(Qail.class, () -> mock(Qail.class))
                .run(context -> {
                    MigrationObservations bean = context.getBean(MigrationObservations.class);
                    bean.beforeVersion(connection, "3");
                    bean.versionMigrated(entry("3"));
                    var timer = context.getBean(MeterRegistry.class)
                            .get("qail.migration")
                            .tag("outcome", "success")
                            .timer();
                    assertThat(timer.count()).isOne();
                    assertThat(timer.getId().getDescription()).isEqualTo("Time that migrating a version took");
                });
    }

    @Test
    void isNotThereWithoutARegistry() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(QailObservationAutoConfiguration.class))
                .withBean(Qail.class, () -> mock(Qail.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationObservations.class));
    }

    @Test
    void usesTheRegistryOfTheApplication() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(QailObservationAutoConfiguration.class))
                .withBean(Qail.class, () -> mock(Qail.class))
                .withBean(ObservationRegistry.class, () -> registry)
                .run(context -> {
                    context.getBean(MigrationObservations.class).beforeVersion(connection, "3");
                    context.getBean(MigrationObservations.class).versionMigrated(entry("3"));
                    TestObservationRegistryAssert.assertThat(registry).hasNumberOfObservationsEqualTo(1);
                });
    }

    private static HistoryEntry entry(String version) {
        return new HistoryEntry(
                1,
                version,
                "",
                HistoryType.VERSIONED,
                "",
                "",
                0,
                "",
                "",
                "",
                Instant.EPOCH,
                Duration.ZERO,
                0,
                List.of(),
                null,
                null,
                null);
    }
}
