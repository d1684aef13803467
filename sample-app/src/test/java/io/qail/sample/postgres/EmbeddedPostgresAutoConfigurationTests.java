package io.qail.sample.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class EmbeddedPostgresAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(EmbeddedPostgresAutoConfiguration.class, DataSourceAutoConfiguration.class));

    @Test
    void startsAServerWithoutDataSourceUrl(@TempDir Path directory) {
        contextRunner
                .withPropertyValues("sample.postgres.directory=" + directory)
                .run(context -> {
                    assertThat(context).hasSingleBean(EmbeddedServer.class).hasSingleBean(JdbcConnectionDetails.class);
                    assertThat(context.getBean(JdbcConnectionDetails.class).getJdbcUrl())
                            .isEqualTo(context.getBean(EmbeddedServer.class).url());
                });
    }

    @Test
    void backsOffWithDataSourceUrl() {
        contextRunner
                .withPropertyValues("spring.datasource.url=jdbc:postgresql://db.example/cities")
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedServer.class);
                    assertThat(context.getBean(JdbcConnectionDetails.class).getJdbcUrl())
                            .isEqualTo("jdbc:postgresql://db.example/cities");
                });
    }

    @Test
    void backsOffWithOtherConnectionDetails() {
        contextRunner
                .withBean(JdbcConnectionDetails.class, () -> new JdbcConnectionDetails() {
                    @Override
                    public String getUsername() {
                        return "app";
                    }

                    @Override
                    public String getPassword() {
                        return "secret";
                    }

                    @Override
                    public String getJdbcUrl() {
                        return "jdbc:postgresql://container.example/cities";
                    }
                })
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(EmbeddedServer.class)
                        .hasSingleBean(JdbcConnectionDetails.class));
    }
}
