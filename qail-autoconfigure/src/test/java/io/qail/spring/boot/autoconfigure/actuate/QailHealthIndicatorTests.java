package io.qail.spring.boot.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.qail.Qail;
import io.qail.migrate.MigrationInfo;
import io.qail.migrate.MigrationStatus;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class QailHealthIndicatorTests {

    private final QailHealthIndicator indicator = new QailHealthIndicator();

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(HealthContributorAutoConfiguration.class, QailHealthAutoConfiguration.class));

    @Test
    void isUnknownBeforeTheMigration() {
        assertThat(health().getStatus()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void isUpAfterTheMigration() {
        indicator.statusRead(status("3", 0, 0));
        assertThat(health().getStatus()).isEqualTo(Status.UP);
        assertThat(health().getDetails())
                .containsExactlyInAnyOrderEntriesOf(Map.of("version", "3", "pending", 0, "drift", "none"));
    }

    @Test
    void pendingVersionsAndDriftAreDetailsAndNotDown() {
        indicator.statusRead(status(null, 2, 3));
        assertThat(health().getStatus()).isEqualTo(Status.UP);
        assertThat(health().getDetails())
                .containsExactlyInAnyOrderEntriesOf(Map.of("version", "none", "pending", 2, "drift", "3 differences"));
    }

    @Test
    void remembersTheLastLookForDrift() {
        indicator.statusRead(status("3", 0, null));
        assertThat(health().getDetails()).containsEntry("drift", "not looked at");
        indicator.statusRead(status("3", 0, 1));
        indicator.statusRead(status("3", 0, null));
        assertThat(health().getDetails()).containsEntry("drift", "1 difference");
    }

    @Test
    void isThereWithQail() {
        contextRunner
                .withBean(Qail.class, () -> mock(Qail.class))
                .run(context -> assertThat(context).hasSingleBean(QailHealthIndicator.class));
    }

    @Test
    void isNotThereWithoutQail() {
        contextRunner.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(QailHealthIndicator.class));
    }

    @Test
    void canBeSwitchedOff() {
        contextRunner
                .withBean(Qail.class, () -> mock(Qail.class))
                .withPropertyValues("management.health.qail.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(QailHealthIndicator.class));
    }

    private Health health() {
        return Objects.requireNonNull(indicator.health());
    }

    private static MigrationStatus status(@Nullable String version, int pending, @Nullable Integer differences) {
        return new MigrationStatus(version, Map.of(MigrationInfo.State.SUCCESS, 1), pending, differences);
    }
}
