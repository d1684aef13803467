package io.qail.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.Qail;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryType;
import io.qail.migrate.MigrationListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;

class MigrationEventPublisherTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    QailAutoConfiguration.class))
            .withUserConfiguration(TwoVersionsConfiguration.class)
            .withPropertyValues("spring.datasource.url=jdbc:postgresql://localhost:1/nowhere");

    @Test
    void anEventListenerThatNeedsTheDatabaseReceivesWhatTheStartMigrated() {
        contextRunner.run(
                context -> assertThat(context.getBean(Receiver.class).versions).containsExactly("1", "2"));
    }

    @Test
    void aLaterMigrationIsPublishedAtOnce() {
        contextRunner.run(context -> {
            context.getBean(MigrationEventPublisher.class).versionMigrated(entry("3"));
            assertThat(context.getBean(Receiver.class).versions).containsExactly("1", "2", "3");
        });
    }

    static HistoryEntry entry(String version) {
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

    static final class Receiver {

        private final List<String> versions = new ArrayList<>();

        Receiver(JdbcTemplate needed) {
            assertThat(needed.getDataSource()).isNotNull();
        }

        @EventListener
        void migrated(QailMigrationEvent event) {
            versions.add(event.entry().version());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoVersionsConfiguration {

        @Bean
        QailMigrationStrategy twoVersions(ObjectProvider<MigrationListener> listeners) {
            return (Qail qail) -> listeners.forEach(listener -> {
                listener.versionMigrated(entry("1"));
                listener.versionMigrated(entry("2"));
            });
        }

        @Bean
        Receiver receiver(JdbcTemplate jdbcTemplate) {
            return new Receiver(jdbcTemplate);
        }
    }
}
