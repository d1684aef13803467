package io.qail.spring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.ObservationRegistry;
import io.qail.Qail;
import io.qail.spring.boot.autoconfigure.QailAutoConfiguration;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Observes each migrated version. */
@AutoConfiguration(
        after = QailAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({Qail.class, ObservationRegistry.class})
public final class QailObservationAutoConfiguration {

    @Bean
    MigrationObservations qailMigrationObservations(ObjectProvider<ObservationRegistry> registry) {
        return new MigrationObservations(registry::getObject);
    }

    /** A timer that comes from an observation has no description of its own. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterFilter.class)
    static class DescriptionConfiguration {

        private static final Map<String, String> DESCRIPTIONS = Map.of(
                MigrationObservations.NAME,
                "Time that migrating a version took",
                MigrationObservations.NAME + ".active",
                "Migrations that are running");

        @Bean
        MeterFilter qailMigrationDescriptionMeterFilter() {
            return new MeterFilter() {
                @Override
                public Meter.Id map(Meter.Id id) {
                    String description = DESCRIPTIONS.get(id.getName());
                    return description == null
                            ? id
                            : new Meter.Id(
                                    id.getName(),
                                    Tags.of(id.getTagsAsIterable()),
                                    id.getBaseUnit(),
                                    description,
                                    id.getType());
                }
            };
        }
    }
}
