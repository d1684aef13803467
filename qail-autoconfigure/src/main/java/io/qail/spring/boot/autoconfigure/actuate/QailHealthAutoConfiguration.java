package io.qail.spring.boot.autoconfigure.actuate;

import io.qail.Qail;
import io.qail.spring.boot.autoconfigure.QailAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health contributor {@code qail}. */
@AutoConfiguration(
        after = QailAutoConfiguration.class,
        beforeName =
                "org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration")
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("qail")
public final class QailHealthAutoConfiguration {

    @Bean
    @ConditionalOnBean(Qail.class)
    @ConditionalOnMissingBean(name = "qailHealthIndicator")
    QailHealthIndicator qailHealthIndicator() {
        return new QailHealthIndicator();
    }
}
