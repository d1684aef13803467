package io.qail.sample.postgres;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Starts a PostgreSQL where neither {@code spring.datasource.url} nor a container names one. An auto-configuration,
 * because only these are asked after a {@code @ServiceConnection} has been registered.
 */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@Conditional(EmbeddedPostgresAutoConfiguration.OnNoDataSourceUrl.class)
@ConditionalOnMissingBean(JdbcConnectionDetails.class)
@EnableConfigurationProperties(EmbeddedPostgresProperties.class)
public final class EmbeddedPostgresAutoConfiguration {

    /** Closed after the DataSource, which depends on it. */
    @Bean
    EmbeddedServer embeddedServer(EmbeddedPostgresProperties properties) {
        EmbeddedServer server = EmbeddedServer.start(properties.directory());
        server.letOwnerCreateDatabases(properties.createdb());
        return server;
    }

    @Bean
    JdbcConnectionDetails embeddedConnectionDetails(EmbeddedServer server) {
        return new EmbeddedConnectionDetails(server.url(), EmbeddedServer.OWNER, "");
    }

    private record EmbeddedConnectionDetails(String getJdbcUrl, String getUsername, String getPassword)
            implements JdbcConnectionDetails {}

    static final class OnNoDataSourceUrl extends NoneNestedConditions {

        OnNoDataSourceUrl() {
            super(ConfigurationPhase.PARSE_CONFIGURATION);
        }

        @ConditionalOnProperty("spring.datasource.url")
        static final class OnDataSourceUrl {}
    }
}
