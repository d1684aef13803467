package io.qail.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A test slice migrates as the application does. */
@PostgresTest
@JdbcTest
@ContextConfiguration(classes = JdbcSliceTests.Application.class)
class JdbcSliceTests {

    @SuppressWarnings("NullAway.Init")
    private static TestDatabase database;

    private final JdbcClient jdbc;

    JdbcSliceTests(@Autowired JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("qail.locations", () -> "classpath:slice");
        registry.add("spring.datasource.url", database::url);
        registry.add("spring.datasource.username", database::user);
        registry.add("spring.datasource.password", database::password);
    }

    @Test
    void theTablesAreThere() {
        jdbc.sql("INSERT INTO slice_users (id) VALUES (1)").update();
        assertThat(jdbc.sql("SELECT count(*) FROM slice_users")
                        .query(Long.class)
                        .single())
                .isOne();
    }

    @Test
    void theTestRunsInATransactionThatIsRolledBack() {
        assertThat(jdbc.sql("SELECT count(*) FROM slice_users")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @SpringBootConfiguration
    static class Application {}
}
