package io.qail.spring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.qail.Qail;
import io.qail.spring.boot.autoconfigure.QailAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The {@code qail.*} meters, bound by Spring Boot to the application's registries. */
@AutoConfiguration(
        after = QailAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({Qail.class, MeterRegistry.class})
public final class QailMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    QailMetrics qailMetrics() {
        return new QailMetrics();
    }
}
