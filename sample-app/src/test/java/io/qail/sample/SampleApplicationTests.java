package io.qail.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Starts the application on an empty directory, stops it, and asks the second start. */
@ExtendWith(OutputCaptureExtension.class)
class SampleApplicationTests {

    private static final int SHANGHAI = 1796236;
    private static final String MIGRATIONS = "$.contexts.*.qailBeans.*.migrations";

    @TempDir
    private static Path directory;

    private static String firstLog;
    private static String firstEndpoint;
    private static String firstMeters;
    private static String secondLog;
    private static ConfigurableApplicationContext application;
    private static RestTestClient client;

    @BeforeAll
    static void startTwice(CapturedOutput output) {
        try (ConfigurableApplicationContext first = start()) {
            firstEndpoint = body(client(first), "/actuator/qail");
            firstMeters = body(client(first), "/actuator/prometheus");
            firstLog = output.getAll();
        }
        int end = output.getAll().length();
        application = start();
        client = client(application);
        secondLog = output.getAll().substring(end);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static ConfigurableApplicationContext start() {
        return SpringApplication.run(
                SampleApplication.class, "--server.port=0", "--sample.postgres.directory=" + directory);
    }

    private static RestTestClient client(ConfigurableApplicationContext application) {
        return RestTestClient.bindToServer()
                .baseUrl("http://localhost:" + application.getEnvironment().getProperty("local.server.port"))
                .build();
    }

    private static String body(RestTestClient client, String path) {
        byte[] body = client.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
        return new String(body, StandardCharsets.UTF_8);
    }

    @Test
    void firstStartReportsTheTrueCountsOfTheDroppedColumnAndTable() {
        assertThat(firstLog)
                .contains("Migration Impact Analysis")
                .containsPattern("DROP COLUMN cities\\.region_code +→ 29,997 values at risk")
                .containsPattern("DROP TABLE +regions +→ 2,790 rows affected")
                .contains("Total: 32,787 records at risk")
                .doesNotContain("not what its history says");
    }

    @Test
    void secondStartMigratesNothing() {
        assertThat(body(client, "/actuator/qail")).isEqualTo(firstEndpoint);
        assertThat(secondLog).doesNotContain("Migration Impact Analysis");
    }

    @Test
    void endpointShowsAllVersionsWithImpactAndSnapshot() {
        client.get()
                .uri("/actuator/qail")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath(MIGRATIONS + "[*].version")
                .isEqualTo(List.of("1", "2", "3", "4"))
                .jsonPath(MIGRATIONS + "[?(@.version == '4')].recordsAtRisk")
                .isEqualTo(32_787)
                .jsonPath(MIGRATIONS + "[?(@.version == '4')].impact[?(@.action == 'DROP COLUMN')].records")
                .isEqualTo(29_997)
                .jsonPath(MIGRATIONS + "[?(@.version == '4')].impact[?(@.action == 'DROP TABLE')].records")
                .isEqualTo(2_790)
                .jsonPath(MIGRATIONS + "[?(@.version == '4')].snapshot")
                .isNotEmpty()
                .jsonPath("$.contexts.*.qailBeans.*.snapshots[*].records")
                .isEqualTo(32_787);
    }

    @Test
    void everyDroppedValueIsInTheSnapshot() {
        JdbcClient jdbc = application.getBean(JdbcClient.class);
        assertThat(jdbc.sql("""
                                SELECT snapshot_type || ' ' || table_name AS what, count(*) AS records
                                FROM _qail_data_snapshots GROUP BY 1 ORDER BY 1
                                """).query().listOfRows())
                .containsExactly(
                        Map.of("what", "DROP_COLUMN cities", "records", 29_997L),
                        Map.of("what", "DROP_TABLE regions", "records", 2_790L));
        assertThat(jdbc.sql("""
                                SELECT value_json #>> '{}' FROM _qail_data_snapshots
                                WHERE column_name = 'region_code' AND row_id = ?
                                """)
                        .param(String.valueOf(SHANGHAI))
                        .query(String.class)
                        .single())
                .isEqualTo("23");
    }

    @Test
    void concurrentIndexIsBuiltAndValid() {
        assertThat(application
                        .getBean(JdbcClient.class)
                        .sql("SELECT indisvalid FROM pg_index WHERE indexrelid = 'cities_name_idx'::regclass")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void prometheusShowsTheMetersOfQail() {
        assertThat(firstMeters)
                .contains("qail_migrations{state=\"success\"} 4.0")
                .contains("qail_migration_seconds_count")
                .contains("qail_lock_wait_seconds_count")
                .contains("qail_records_at_risk_records_max")
                .contains("qail_snapshot_seconds_count{store=\"database\"} 1")
                .contains("qail_snapshot_records_total{store=\"database\"} 32787.0")
                .contains("qail_snapshot_size_bytes_count{store=\"database\"} 1");
        assertThat(body(client, "/actuator/prometheus"))
                .contains("qail_migrations{state=\"success\"} 4.0")
                .contains("qail_migrations{state=\"pending\"} 0.0");
    }

    @Test
    void healthIsUpAndTellsAboutQail() {
        client.get()
                .uri("/actuator/health")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.components.qail.status")
                .isEqualTo("UP");
    }

    @Test
    void citiesOfACountryComeByPopulation() {
        client.get()
                .uri("/cities?country=de&limit=2")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[*].name")
                .isEqualTo(List.of("Berlin", "Hamburg"))
                .jsonPath("$[*].capital")
                .isEqualTo(List.of(true, false));
    }

    @Test
    void citiesAreFoundByTheBeginningOfTheirNameInAnyCase() {
        client.get()
                .uri("/cities?q={q}", "sÃO PAUL")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[0].name")
                .isEqualTo("São Paulo");
    }

    @Test
    void wildcardsOfAQueryAreOrdinaryLetters() {
        client.get()
                .uri("/cities?q={q}", "%")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(0);
    }

    @Test
    void cityIsFoundByItsRenamedKey() {
        client.get()
                .uri("/cities/{id}", SHANGHAI)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                        {"id": 1796236, "name": "Shanghai", "country": "CN", "capital": false, "population": 22315474,
                         "longitude": 121.45806, "latitude": 31.22222}
                        """);
    }

    @Test
    void unknownCityIsNotFound() {
        client.get()
                .uri("/cities/1")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("There is no city 1");
    }

    @Test
    void impossibleQueriesAreBadRequests() {
        for (String query : List.of("country=DEU", "q=", "limit=0", "limit=101", "limit=many")) {
            client.get()
                    .uri("/cities?" + query)
                    .exchange()
                    .expectStatus()
                    .isBadRequest()
                    .expectHeader()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        }
    }

    @Test
    void badRequestNamesTheParameter() {
        client.get()
                .uri("/cities?country=DEU&limit=0")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors")
                .isEqualTo(List.of(
                        "country must be a country code of two letters", "limit must be greater than or equal to 1"));
    }

    @Test
    void countriesAreSummedUp() {
        client.get()
                .uri("/countries")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(216)
                .jsonPath("$[?(@.code == 'FR')].name")
                .isEqualTo("France")
                .jsonPath("$[?(@.code == 'FR')].capital")
                .isEqualTo("Paris");
    }

    @Test
    void favoriteIsAddedListedAndRemoved() {
        String location = String.valueOf(client.post()
                .uri("/favorites")
                .body(Map.of("cityId", SHANGHAI, "note", "By night"))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectHeader()
                .value("Location", value -> assertThat(value).startsWith("/favorites/"))
                .expectBody()
                .jsonPath("$.city")
                .isEqualTo("Shanghai")
                .returnResult()
                .getResponseHeaders()
                .getLocation());
        client.get()
                .uri("/favorites")
                .exchange()
                .expectBody()
                .jsonPath("$[*].note")
                .isEqualTo("By night");
        client.delete().uri(location).exchange().expectStatus().isNoContent();
        client.delete().uri(location).exchange().expectStatus().isNotFound();
    }

    @Test
    void favoriteNeedsACityThatExists() {
        client.post()
                .uri("/favorites")
                .body(Map.of("cityId", 1))
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("There is no city 1");
        client.post()
                .uri("/favorites")
                .body(Map.of("note", "Somewhere"))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors")
                .isEqualTo(List.of("cityId must not be null"));
    }
}
