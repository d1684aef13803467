package io.qail.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

@Testcontainers(disabledWithoutDocker = true)
@SpringBootTest
@Import(TestSampleApplication.Containers.class)
class ContainerTests {

    @Test
    void serviceConnectionTakesTheContainerInsteadOfTheEmbeddedServer(
            @Autowired JdbcConnectionDetails database,
            @Autowired PostgreSQLContainer container,
            @Autowired JdbcClient jdbc) {
        assertThat(database.getJdbcUrl()).isEqualTo(container.getJdbcUrl());
        assertThat(jdbc.sql("SELECT count(*) FROM cities").query(Long.class).single())
                .isEqualTo(30_000);
    }
}
