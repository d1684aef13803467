package io.qail.spring.boot.autoconfigure.actuate;

import io.qail.Qail;
import io.qail.spring.boot.autoconfigure.QailAutoConfiguration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code qail}, where Actuator is present and exposes it. */
@AutoConfiguration(after = QailAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(QailEndpoint.class)
public final class QailEndpointAutoConfiguration {

    @Bean
    @ConditionalOnBean(Qail.class)
    @ConditionalOnMissingBean
    QailEndpoint qailEndpoint(ApplicationContext context, Operations operations) {
        return new QailEndpoint(context, operations);
    }

    @Bean
    @ConditionalOnBean(QailEndpoint.class)
    @ConditionalOnMissingBean
    QailEndpointWebExtension qailEndpointWebExtension(
            ApplicationContext context, QailEndpoint endpoint, Operations operations) {
        return new QailEndpointWebExtension(context, endpoint, operations);
    }

    /** The thread is no daemon: the JVM does not end in the middle of an operation that still can end well. */
    @Bean
    Operations qailOperations() {
        return new Operations(
                List.of(new RollbackOperation(), new ShadowOperation(), new PromoteOperation(), new AbortOperation()),
                task -> new Thread(task, "qail-operation").start(),
                InstantSource.system());
    }
}
