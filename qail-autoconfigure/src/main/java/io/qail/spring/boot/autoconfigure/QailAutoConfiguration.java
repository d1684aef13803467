package io.qail.spring.boot.autoconfigure;

import io.qail.Qail;
import io.qail.QailOptions;
import io.qail.error.EnvironmentException;
import io.qail.migrate.MigrationListener;
import io.qail.shadow.ShadowListener;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * Migrates the database at start, before any bean that uses it.
 *
 * <p>Backs off without a {@link DataSource}, and with {@code qail.enabled=false}.
 */
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnClass(Qail.class)
@ConditionalOnBean(DataSource.class)
@ConditionalOnBooleanProperty(name = "qail.enabled", matchIfMissing = true)
@EnableConfigurationProperties(QailProperties.class)
@Import(DatabaseInitializationDependencyConfigurer.class)
@ImportRuntimeHints(QailRuntimeHints.class)
public final class QailAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Qail qail(
            QailProperties properties,
            Environment environment,
            ResourceLoader resourceLoader,
            ListableBeanFactory beanFactory,
            ObjectProvider<DataSource> dataSources,
            @QailDataSource ObjectProvider<DataSource> markedDataSources,
            ObjectProvider<QailConfigurationCustomizer> customizers,
            ObjectProvider<MigrationListener> listeners,
            ObjectProvider<ShadowListener> shadowListeners) {
        DataSource dataSource = new MigrationDataSource(properties, beanFactory).choose(dataSources, markedDataSources);
        QailOptions options = properties.toOptions(environment.getProperty("spring.application.name", ""));
        for (QailConfigurationCustomizer customizer :
                customizers.orderedStream().toList()) {
            options = customizer.customize(options);
        }
        return new Qail(
                dataSource,
                options,
                listeners.orderedStream().toList(),
                resourceLoader.getClassLoader(),
                MigrationDataSource.databases(dataSource),
                Stream.concat(
                                shadowListeners.orderedStream(),
                                MigrationDataSource.pause(dataSources.getIfUnique()).stream())
                        .toList());
    }

    @Bean
    @ConditionalOnMissingBean
    QailMigrationInitializer qailInitializer(
            Qail qail, QailProperties properties, ObjectProvider<QailMigrationStrategy> strategies) {
        QailMigrationStrategy own = strategies.getIfAvailable();
        String rollbackTo = properties.rollbackTo();
        if (own == null) {
            own = rollbackTo == null ? new ModeMigrationStrategy() : new RollbackStrategy(rollbackTo);
        } else if (rollbackTo != null) {
            throw new EnvironmentException(
                    "qail.rollback-to is set, and a QailMigrationStrategy bean says what a start does.",
                    "Remove one of them, or let the bean call Qail.rollback. Nothing was changed.");
        }
        return new QailMigrationInitializer(qail, own);
    }

    @Bean
    MigrationEventPublisher qailMigrationEventPublisher(ApplicationEventPublisher publisher) {
        return new MigrationEventPublisher(publisher);
    }

    @Bean
    QailSchemaManagementProvider qailSchemaManagementProvider(
            ObjectProvider<DataSource> dataSources, @QailDataSource ObjectProvider<DataSource> markedDataSources) {
        DataSource marked = markedDataSources.getIfAvailable();
        return new QailSchemaManagementProvider(marked != null ? marked : dataSources.getIfUnique());
    }

    /** Without it a lazy application that does not touch the database at start would never be migrated. */
    @Bean
    static LazyInitializationExcludeFilter qailInitializerLazyInitializationExcludeFilter() {
        return LazyInitializationExcludeFilter.forBeanTypes(QailMigrationInitializer.class);
    }
}
