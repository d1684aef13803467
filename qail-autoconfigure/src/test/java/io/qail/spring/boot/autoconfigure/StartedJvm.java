package io.qail.spring.boot.autoconfigure;

import io.qail.Qail;
import io.qail.benchmark.Medians;
import io.qail.benchmark.Medians.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts an application, migrates again many times, and prints how long it took, in nanoseconds. */
final class StartedJvm {

    static final String FIRST = "first";
    static final String REPEATED = "repeated";
    static final String CONTEXT = "context";

    private static final int REPETITIONS = 40;

    private StartedJvm() {}

    public static void main(String[] arguments) throws Exception {
        long begin = System.nanoTime();
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).run(arguments)) {
            print(CONTEXT, Duration.ofNanos(System.nanoTime() - begin));
            ObjectProvider<Flyway> flyway = context.getBeanProvider(Flyway.class);
            Work migrate = flyway.stream().findAny().isPresent()
                    ? flyway.getObject()::migrate
                    : context.getBean(Qail.class)::migrate;
            List<Duration> repeated = new ArrayList<>();
            for (int i = 0; i < REPETITIONS; i++) {
                repeated.add(Medians.time(migrate));
            }
            print(REPEATED, Medians.median(repeated));
        }
    }

    private static void print(String figure, Duration took) {
        System.out.println(figure + "=" + took.toNanos());
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        QailAutoConfiguration.class
    })
    static class Application {

        @Bean
        QailMigrationStrategy qailMigrationStrategy(DataSource dataSource) {
            return qail -> first(dataSource, qail::migrate);
        }

        @Bean
        FlywayMigrationStrategy flywayMigrationStrategy(DataSource dataSource) {
            return flyway -> first(dataSource, flyway::migrate);
        }

        /** The first connection of the pool takes longer than either, and belongs to neither. */
        private static void first(DataSource dataSource, Work migrate) {
            try {
                dataSource.getConnection().close();
                print(FIRST, Medians.time(migrate));
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
