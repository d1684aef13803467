package io.qail.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.Qail;
import io.qail.QailOptions;
import io.qail.migrate.MigrationListener;
import io.qail.migrate.Mode;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.SchemaManagement;
import org.springframework.boot.jdbc.SchemaManagementProvider;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.jooq.autoconfigure.JooqAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.javapoet.ClassName;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** Wiring; no test here needs a database. */
class QailAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    JdbcClientAutoConfiguration.class,
                    QailAutoConfiguration.class))
            .withPropertyValues("spring.datasource.url=jdbc:postgresql://localhost:1/nowhere");

    private final ApplicationContextRunner withoutMigration =
            contextRunner.withUserConfiguration(RecordingStrategyConfiguration.class);

    @Test
    void backsOffWithoutDataSource() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(QailAutoConfiguration.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(Qail.class)
                        .doesNotHaveBean(QailMigrationInitializer.class));
    }

    @Test
    void backsOffWhenDisabled() {
        withoutMigration
                .withPropertyValues("qail.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(QailMigrationInitializer.class));
    }

    @Test
    void backsOffWithoutTheCore() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(DataSourceAutoConfiguration.class, QailAutoConfiguration.class))
                .withPropertyValues("spring.datasource.url=jdbc:postgresql://localhost:1/nowhere")
                .withClassLoader(new FilteredClassLoader(Qail.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("qailInitializer"));
    }

    @Test
    void startsWithoutHikari() {
        withoutMigration
                .withPropertyValues(
                        "spring.datasource.type=org.springframework.jdbc.datasource.SimpleDriverDataSource",
                        "spring.datasource.driver-class-name=org.postgresql.Driver")
                .withClassLoader(new FilteredClassLoader("com.zaxxer.hikari"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Qail.class));
    }

    @Test
    void startsWithoutActuatorAndMicrometer() {
        // Conditions on classes of optional dependencies are only met by the import filter of the real thing.
        new ApplicationContextRunner()
                .withUserConfiguration(FilteredImportsConfiguration.class, RecordingStrategyConfiguration.class)
                .withPropertyValues("spring.datasource.url=jdbc:postgresql://localhost:1/nowhere")
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.actuate", "org.springframework.boot.health", "io.micrometer"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(Qail.class)
                        .doesNotHaveBean("qailEndpoint")
                        .doesNotHaveBean("qailHealthIndicator")
                        .doesNotHaveBean("qailMetrics")
                        .doesNotHaveBean("qailMigrationObservations"));
    }

    @Test
    void migratesOnceThroughTheStrategy() {
        withoutMigration.run(context -> assertThat(context.getBean(RecordingStrategy.class).migrated)
                .containsExactly(context.getBean(Qail.class)));
    }

    @Test
    void aStrategyThatFailsStopsTheStart() {
        contextRunner
                .withBean(QailMigrationStrategy.class, () -> qail -> {
                    throw new IllegalStateException("refused");
                })
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("refused"));
    }

    @Test
    void aQailBeanOfTheUserIsTheOneThatMigrates() {
        withoutMigration
                .withUserConfiguration(OwnQailConfiguration.class)
                .run(context -> assertThat(context.getBean(RecordingStrategy.class).migrated)
                        .containsExactly(context.getBean("own", Qail.class)));
    }

    @Test
    void anInitializerOfTheUserReplacesTheDefault() {
        withoutMigration
                .withUserConfiguration(OwnInitializerConfiguration.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(QailMigrationInitializer.class)
                        .hasBean("own")
                        .doesNotHaveBean("qailInitializer"));
    }

    @Test
    void runsDuringALazyStartThatNeverTouchesTheDatabase() {
        withoutMigration
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> {
                    assertThat(context.getBeanFactory().containsSingleton("qailInitializer"))
                            .isTrue();
                    assertThat(context.getBeanFactory().containsSingleton("jdbcTemplate"))
                            .isFalse();
                });
    }

    @Test
    void customizersAreAppliedInTheirOrder() {
        withoutMigration
                .withUserConfiguration(CustomizerConfiguration.class)
                .withPropertyValues("qail.target=1")
                .run(context -> assertThat(
                                context.getBean(Qail.class).options().migrate().target())
                        .isEqualTo("1-first-second"));
    }

    @Test
    void theApplicationIsNamedInTheHistory() {
        withoutMigration
                .withPropertyValues("spring.application.name=orders")
                .run(context -> assertThat(
                                context.getBean(Qail.class).options().migrate().application())
                        .isEqualTo("orders"));
    }

    @Test
    void propertiesReachTheQailBean() {
        withoutMigration
                .withPropertyValues("qail.mode=plan")
                .run(context -> assertThat(
                                context.getBean(Qail.class).options().migrate().mode())
                        .isEqualTo(Mode.PLAN));
    }

    @Test
    void jdbcTemplateAndJdbcClientWaitForTheMigration() {
        withoutMigration.run(context -> {
            assertThat(dependsOn(context, JdbcOperations.class)).contains("qailInitializer");
            assertThat(dependsOn(context, JdbcClient.class)).contains("qailInitializer");
        });
    }

    @Test
    void jooqWaitsForTheMigration() {
        withoutMigration
                .withConfiguration(AutoConfigurations.of(
                        DataSourceTransactionManagerAutoConfiguration.class,
                        TransactionAutoConfiguration.class,
                        JooqAutoConfiguration.class))
                .withPropertyValues("spring.jooq.sql-dialect=postgres")
                .run(context -> assertThat(dependsOn(context, DSLContext.class)).contains("qailInitializer"));
    }

    @Test
    void jpaWaitsForTheMigration() {
        withoutMigration
                .withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
                .withPropertyValues(
                        "spring.jpa.properties.hibernate.boot.allow_jdbc_metadata_access=false",
                        "spring.jpa.database-platform=org.hibernate.dialect.PostgreSQLDialect")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(dependsOn(context, EntityManagerFactory.class)).contains("qailInitializer");
                });
    }

    @Test
    void schemaScriptsRunAfterTheMigration() {
        contextRunner
                .withConfiguration(AutoConfigurations.of(DataSourceInitializationAutoConfiguration.class))
                .withBean(QailMigrationStrategy.class, () -> qail -> {})
                .withPropertyValues(
                        "spring.sql.init.mode=always", "spring.sql.init.schema-locations=optional:classpath:none")
                .run(context -> assertThat(context.getBeanFactory()
                                .getBeanDefinition("dataSourceScriptDatabaseInitializer")
                                .getDependsOn())
                        .contains("qailInitializer"));
    }

    @Test
    void theMigratedDataSourceIsReportedAsManaged() {
        withoutMigration.run(context -> {
            SchemaManagementProvider provider = context.getBean(SchemaManagementProvider.class);
            assertThat(provider.getSchemaManagement(context.getBean(DataSource.class)))
                    .isEqualTo(SchemaManagement.MANAGED);
            assertThat(provider.getSchemaManagement(new SimpleDriverDataSource()))
                    .isEqualTo(SchemaManagement.UNMANAGED);
        });
    }

    @Test
    void aListenerThatWaitsForTheMigrationFailsTheStart() {
        withoutMigration
                .withUserConfiguration(ListenerWithJdbcTemplateConfiguration.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("qailInitializer")
                        .rootCause()
                        .isInstanceOf(BeanCurrentlyInCreationException.class));
    }

    @Test
    void aNativeImageKeepsTheScripts() {
        RuntimeHints hints = new RuntimeHints();
        new QailRuntimeHints().registerHints(hints, getClass().getClassLoader());
        assertThat(RuntimeHintsPredicates.resource().forResource("db/qail/V1__init.qail"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.resource().forResource("db/qail/data/cities.csv.gz"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.resource().forResource("db/other/V1__init.qail"))
                .rejects(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(io.qail.impact.Impact.class))
                .accepts(hints);
    }

    @Test
    void beansProcessedAheadOfTimeKeepTheirOrder() throws IOException {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        TestPropertyValues.of("spring.datasource.url=jdbc:postgresql://localhost:1/nowhere")
                .applyTo(context);
        context.register(
                DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class, QailAutoConfiguration.class);
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        DefaultGenerationContext generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get("io.qail.generated", "Application")), files);
        new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        generation.writeGeneratedContent();
        StringBuilder sources = new StringBuilder();
        for (String path : files.getGeneratedFiles(GeneratedFiles.Kind.SOURCE).keySet()) {
            sources.append(files.getGeneratedFileContent(GeneratedFiles.Kind.SOURCE, path));
        }
        assertThat(sources)
                .contains("setDependsOn(\"qailInitializer\")")
                .contains("getQailInitializerInstanceSupplier");
        assertThat(RuntimeHintsPredicates.resource().forResource("db/qail/V1__init.qail"))
                .accepts(generation.getRuntimeHints());
    }

    private static List<String> dependsOn(AssertableApplicationContext context, Class<?> type) {
        List<String> found = new ArrayList<>();
        for (String name : context.getBeanNamesForType(type)) {
            String @Nullable [] dependsOn = context.getBeanFactory()
                    .getBeanDefinition(name.replaceFirst("^&", ""))
                    .getDependsOn();
            if (dependsOn != null) {
                found.addAll(List.of(dependsOn));
            }
        }
        return found;
    }

    static final class RecordingStrategy implements QailMigrationStrategy {

        private final List<Qail> migrated = new ArrayList<>();

        @Override
        public void migrate(Qail qail) {
            migrated.add(qail);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class RecordingStrategyConfiguration {

        @Bean
        RecordingStrategy recordingStrategy() {
            return new RecordingStrategy();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(ImportFilter.class)
    static class FilteredImportsConfiguration {}

    /** The import of Spring Boot, with its filter, of QAIL and what it needs alone. */
    static final class ImportFilter extends AutoConfigurationImportSelector {

        @Override
        protected AnnotationAttributes getAttributes(AnnotationMetadata metadata) {
            return new AnnotationAttributes();
        }

        @Override
        protected Set<String> getExclusions(AnnotationMetadata metadata, @Nullable AnnotationAttributes attributes) {
            return Set.of();
        }

        @Override
        protected List<String> getCandidateConfigurations(
                AnnotationMetadata metadata, @Nullable AnnotationAttributes attributes) {
            return super.getCandidateConfigurations(metadata, attributes).stream()
                    .filter(name ->
                            name.startsWith("io.qail.") || name.equals(DataSourceAutoConfiguration.class.getName()))
                    .toList();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnQailConfiguration {

        @Bean
        Qail own(DataSource dataSource) {
            return new Qail(dataSource, QailOptions.defaults(), List.of());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnInitializerConfiguration {

        @Bean
        QailMigrationInitializer own(Qail qail) {
            return new QailMigrationInitializer(qail, ignored -> {});
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class CustomizerConfiguration {

        @Bean
        @Order(2)
        QailConfigurationCustomizer second() {
            return options -> appendToTarget(options, "-second");
        }

        @Bean
        @Order(1)
        QailConfigurationCustomizer first() {
            return options -> appendToTarget(options, "-first");
        }

        private static QailOptions appendToTarget(QailOptions options, String text) {
            return options.withMigrate(
                    options.migrate().withTarget(options.migrate().target() + text));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ListenerWithJdbcTemplateConfiguration {

        @Bean
        @Primary
        MigrationListener listener(JdbcTemplate jdbcTemplate) {
            return new MigrationListener() {};
        }
    }
}
