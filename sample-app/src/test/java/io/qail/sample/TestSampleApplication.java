package io.qail.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Starts the application on a PostgreSQL in Docker. */
final class TestSampleApplication {

    private TestSampleApplication() {}

    public static void main(String[] args) {
        SpringApplication.from(SampleApplication::main).with(Containers.class).run(args);
    }

    @TestConfiguration(proxyBeanMethods = false)
    static final class Containers {

        @Bean
        @ServiceConnection
        PostgreSQLContainer postgres() {
            return new PostgreSQLContainer("postgres:18-alpine");
        }
    }
}
