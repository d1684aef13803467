package io.qail.spring.boot.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.shadow.ShadowPhase;
import io.qail.spring.boot.autoconfigure.QailAutoConfiguration;
import io.qail.spring.boot.autoconfigure.actuate.QailEndpoint.QailBeanDescriptor;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The endpoint answers at once, whatever others do to the database meanwhile. */
@PostgresTest
class QailEndpointOnPostgresTests {

    private final TestDatabase database;

    QailEndpointOnPostgresTests(TestDatabase database) {
        this.database = database;
    }

    @Test
    void answersWithWhatItKnowsWhileAnotherHoldsTheHistory(@TempDir Path scripts) throws IOException {
        Files.writeString(scripts.resolve("V1__hits.qail"), "table hits {\n  id bigint primary_key\n}\n");
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        QailAutoConfiguration.class,
                        QailEndpointAutoConfiguration.class))
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=qail",
                        "spring.datasource.url=" + database.url(),
                        "spring.datasource.username=" + database.user(),
                        "spring.datasource.password=" + database.password(),
                        "qail.locations=file:" + scripts)
                .run(context -> {
                    QailEndpoint endpoint = context.getBean(QailEndpoint.class);
                    assertThat(only(endpoint)).satisfies(read -> {
                        assertThat(read.database()).isEqualTo(database.name());
                        assertThat(read.shadow())
                                .satisfies(shadow -> assertThat(shadow.phase()).isEqualTo(ShadowPhase.NONE));
                        assertThat(read.problem()).isNull();
                    });
                    try (Connection connection = database.connection();
                            Statement statement = connection.createStatement()) {
                        connection.setAutoCommit(false);
                        statement.execute("LOCK TABLE _qail_migrations IN ACCESS EXCLUSIVE MODE");
                        assertThat(only(endpoint)).satisfies(unread -> {
                            assertThat(unread.migrations()).isNull();
                            assertThat(unread.problem()).contains("could not be read now", "lock timeout");
                        });
                    }
                });
    }

    private static QailBeanDescriptor only(QailEndpoint endpoint) {
        return endpoint.qail(null, true).contexts().values().stream()
                .flatMap(found -> found.qailBeans().values().stream())
                .findFirst()
                .orElseThrow();
    }
}
