package io.qail.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.qail.error.EnvironmentException;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

@PostgresTest
class MigrationDataSourceTests {

    private final TestDatabase database;
    private final ApplicationContextRunner contextRunner;

    MigrationDataSourceTests(TestDatabase database) {
        this.database = database;
        this.contextRunner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withUserConfiguration(ChoiceConfiguration.class)
                .withPropertyValues(
                        "spring.datasource.url=" + database.url(),
                        "spring.datasource.username=" + database.user(),
                        "spring.datasource.password=" + database.password());
    }

    @Test
    void theOnlyDataSourceIsUsed() {
        contextRunner.run(context ->
                assertThat(context.getBean(Chosen.class).dataSource()).isSameAs(context.getBean(DataSource.class)));
    }

    @Test
    void thePrimaryOneOfSeveralIsUsed() {
        contextRunner
                .withUserConfiguration(TwoWithPrimaryConfiguration.class)
                .run(context ->
                        assertThat(context.getBean(Chosen.class).dataSource()).isSameAs(context.getBean("second")));
    }

    @Test
    void theMarkedOneIsUsedThoughAnotherIsPrimary() {
        contextRunner
                .withUserConfiguration(TwoWithPrimaryConfiguration.class, MarkedConfiguration.class)
                .run(context ->
                        assertThat(context.getBean(Chosen.class).dataSource()).isSameAs(context.getBean("marked")));
    }

    @Test
    void severalWithoutAPrimaryOneAreAnErrorThatNamesThem() {
        contextRunner
                .withUserConfiguration(TwoConfiguration.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(EnvironmentException.class, failure -> {
                            assertThat(failure)
                                    .hasMessage("QAIL cannot tell which DataSource to migrate: there are first, second,"
                                            + " and none is primary.");
                            assertThat(failure.action()).contains("@Primary").contains("@QailDataSource");
                        }));
    }

    @Test
    void anotherUserKeepsPropertiesSchemaAndInitialSqlOfThePool() {
        database.execute("CREATE SCHEMA elsewhere");
        contextRunner
                .withPropertyValues(
                        "qail.user=" + database.user(),
                        "qail.password=" + database.password(),
                        "spring.datasource.username=nobody",
                        "spring.datasource.hikari.schema=elsewhere",
                        "spring.datasource.hikari.connection-init-sql=SET work_mem = '7MB'",
                        "spring.datasource.hikari.data-source-properties.ApplicationName=the-properties")
                .run(context -> {
                    JdbcClient jdbc =
                            JdbcClient.create(context.getBean(Chosen.class).dataSource());
                    assertThat(query(jdbc, "SELECT session_user::text")).isEqualTo(database.user());
                    assertThat(query(jdbc, "SELECT current_schema()::text")).isEqualTo("elsewhere");
                    assertThat(query(jdbc, "SHOW work_mem")).isEqualTo("7MB");
                    assertThat(query(jdbc, "SHOW application_name")).isEqualTo("the-properties");
                });
    }

    @Test
    void anotherUserOnADataSourceThatIsNoPool() {
        contextRunner
                .withUserConfiguration(SimpleConfiguration.class)
                .withPropertyValues("qail.user=" + database.user(), "qail.password=" + database.password())
                .run(context -> {
                    JdbcClient jdbc =
                            JdbcClient.create(context.getBean(Chosen.class).dataSource());
                    assertThat(query(jdbc, "SELECT session_user::text")).isEqualTo(database.user());
                });
    }

    @Test
    void anotherUserOnADataSourceThatNobodyKnowsIsAnError() {
        contextRunner
                .withUserConfiguration(UnknownTypeConfiguration.class)
                .withPropertyValues("qail.user=ddl")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .satisfies(root -> assertThat(context.getStartupFailure())
                                .hasStackTraceContaining(
                                        "qail.user is set, but a DataSource with another user cannot be"
                                                + " derived from one of type " + UnknownDataSource.class.getName())));
    }

    @Test
    void aMarkedDataSourceAndAnotherUserAreAContradiction() {
        contextRunner
                .withUserConfiguration(TwoWithPrimaryConfiguration.class, MarkedConfiguration.class)
                .withPropertyValues("qail.user=ddl")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("Both qail.user and a @QailDataSource bean say who migrates."));
    }

    @Test
    void aPasswordWithoutUserIsAnErrorThatDoesNotPrintIt() {
        contextRunner
                .withPropertyValues("qail.password=s3cret")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("qail.password is set without qail.user.")
                        .message()
                        .doesNotContain("s3cret"));
    }

    @Test
    void aPoolOfOneConnectionIsGoneAround() {
        contextRunner
                .withPropertyValues(
                        "spring.datasource.hikari.maximum-pool-size=1",
                        "spring.datasource.hikari.connection-timeout=250")
                .run(context ->
                        assertTwoConnectionsAtOnce(context.getBean(Chosen.class).dataSource()));
    }

    @Test
    void aPoolOfOneConnectionIsGoneAroundBehindAWrapper() {
        contextRunner
                .withUserConfiguration(WrappedPoolConfiguration.class)
                .run(context ->
                        assertTwoConnectionsAtOnce(context.getBean(Chosen.class).dataSource()));
    }

    @Test
    void aPoolOfOneConnectionIsGoneAroundBehindALazyProxy() {
        // Spring Boot 4.1; ignored by 4.0, where the pool itself is the bean.
        contextRunner
                .withPropertyValues(
                        "spring.datasource.connection-fetch=lazy",
                        "spring.datasource.hikari.maximum-pool-size=1",
                        "spring.datasource.hikari.connection-timeout=250")
                .run(context ->
                        assertTwoConnectionsAtOnce(context.getBean(Chosen.class).dataSource()));
    }

    @Test
    void aPoolOfOneConnectionThatIsMadeOfADataSourceClassIsGoneAround() {
        contextRunner
                .withUserConfiguration(DataSourceClassConfiguration.class)
                .run(context ->
                        assertTwoConnectionsAtOnce(context.getBean(Chosen.class).dataSource()));
    }

    @Test
    void aPoolOfTwoConnectionsIsUsedAsItIs() {
        contextRunner
                .withPropertyValues("spring.datasource.hikari.maximum-pool-size=2")
                .run(context ->
                        assertThat(context.getBean(Chosen.class).dataSource()).isInstanceOf(HikariDataSource.class));
    }

    private static void assertTwoConnectionsAtOnce(DataSource dataSource) throws SQLException {
        try (Connection first = dataSource.getConnection();
                Connection second = dataSource.getConnection()) {
            assertThat(List.of(first.isValid(5), second.isValid(5))).containsOnly(true);
        }
    }

    private static String query(JdbcClient jdbc, String sql) {
        return jdbc.sql(sql).query(String.class).single();
    }

    record Chosen(DataSource dataSource) {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(QailProperties.class)
    static class ChoiceConfiguration {

        @Bean
        Chosen chosen(
                QailProperties properties,
                ListableBeanFactory beanFactory,
                ObjectProvider<DataSource> dataSources,
                @QailDataSource ObjectProvider<DataSource> marked) {
            return new Chosen(new MigrationDataSource(properties, beanFactory).choose(dataSources, marked));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoConfiguration {

        @Bean
        DataSource second() {
            return new PGSimpleDataSource();
        }

        @Bean
        DataSource first() {
            return new PGSimpleDataSource();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoWithPrimaryConfiguration {

        @Bean
        DataSource first() {
            return new PGSimpleDataSource();
        }

        @Bean
        @Primary
        DataSource second() {
            return new PGSimpleDataSource();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class MarkedConfiguration {

        @Bean(defaultCandidate = false)
        @QailDataSource
        DataSource marked() {
            return new PGSimpleDataSource();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SimpleConfiguration {

        @Bean
        DataSource dataSource(Environment environment) {
            PGSimpleDataSource dataSource = new PGSimpleDataSource();
            dataSource.setUrl(environment.getRequiredProperty("spring.datasource.url"));
            dataSource.setUser("nobody");
            return dataSource;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class UnknownTypeConfiguration {

        @Bean
        DataSource dataSource() {
            return new UnknownDataSource();
        }
    }

    static final class UnknownDataSource extends AbstractDataSource {

        @Override
        public Connection getConnection() throws SQLException {
            throw new SQLException("not in this test");
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return getConnection();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WrappedPoolConfiguration {

        private final List<HikariDataSource> pools = new ArrayList<>();

        @Bean
        DataSource dataSource(Environment environment) {
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl(environment.getRequiredProperty("spring.datasource.url"));
            pool.setUsername(environment.getRequiredProperty("spring.datasource.username"));
            pool.setPassword(environment.getRequiredProperty("spring.datasource.password"));
            pool.setMaximumPoolSize(1);
            pool.setConnectionTimeout(250);
            pools.add(pool);
            return new DelegatingDataSource(pool);
        }

        @PreDestroy
        void close() {
            pools.forEach(HikariDataSource::close);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class DataSourceClassConfiguration {

        @Bean
        HikariDataSource dataSource(Environment environment) {
            HikariDataSource pool = new HikariDataSource();
            pool.setDataSourceClassName(PGSimpleDataSource.class.getName());
            pool.addDataSourceProperty("url", environment.getRequiredProperty("spring.datasource.url"));
            pool.setUsername(environment.getRequiredProperty("spring.datasource.username"));
            pool.setPassword(environment.getRequiredProperty("spring.datasource.password"));
            pool.setMaximumPoolSize(1);
            pool.setConnectionTimeout(250);
            return pool;
        }
    }
}
