package io.qail.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the last version dropped comes back through the opened endpoint, and is served again. */
class SampleRollbackTests {

    @TempDir
    private Path directory;

    @Test
    void theRegionsAreServedAgain() {
        try (ConfigurableApplicationContext application = SpringApplication.run(
                SampleApplication.class,
                "--server.port=0",
                "--sample.postgres.directory=" + directory,
                "--management.endpoint.qail.access=unrestricted")) {
            RestTestClient client = RestTestClient.bindToServer()
                    .baseUrl("http://localhost:" + application.getEnvironment().getProperty("local.server.port"))
                    .build();
            client.get().uri("/countries/de/regions").exchange().expectStatus().isEqualTo(HttpStatus.GONE);

            JsonNode plan = json(client, "/actuator/qail/qail?operation=rollback&to=3");
            assertThat(plan.at("/steps/0/version").asString()).isEqualTo("4");
            assertThat(plan.at("/steps/0/records").asInt()).isEqualTo(32_787);
            client.post()
                    .uri("/actuator/qail/qail")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Map.of(
                            "operation",
                            "rollback",
                            "to",
                            "3",
                            "planHash",
                            plan.get("planHash").asString()))
                    .exchange()
                    .expectStatus()
                    .isAccepted();
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> !json(client, "/actuator/qail/qail")
                            .at("/operation/state")
                            .asString()
                            .equals("RUNNING"));

            JsonNode bean = json(client, "/actuator/qail/qail");
            assertThat(bean.at("/operation/state").asString())
                    .as(bean.get("operation").toString())
                    .isEqualTo("SUCCEEDED");
            assertThat(bean.get("state").asString()).isEqualTo("PENDING");
            assertThat(bean.at("/operation/result/restored"))
                    .extracting(item -> item.get("object").asString() + " "
                            + item.get("restored").asInt())
                    .containsExactlyInAnyOrder("cities.region_code 29997", "regions 2790");
            client.get()
                    .uri("/countries/de/regions")
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$[?(@.code == '16')].largest")
                    .isEqualTo("Berlin");
            assertThat(application
                            .getBean(JdbcClient.class)
                            .sql("""
                                    SELECT count(*) FROM regions r WHERE cities <>
                                        (SELECT count(*) FROM cities c
                                         WHERE c.country_code = r.country_code AND c.region_code = r.code)
                                    """)
                            .query(Long.class)
                            .single())
                    .as("regions whose cities are not what the file said")
                    .isZero();
        }
    }

    private static JsonNode json(RestTestClient client, String path) {
        byte[] body = client.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return JsonMapper.shared().readTree(body);
    }
}
