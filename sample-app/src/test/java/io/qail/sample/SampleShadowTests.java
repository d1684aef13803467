package io.qail.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The application promotes its own shadow, through its endpoint, while clients read and write over HTTP. */
class SampleShadowTests {

    private static final Logger log = LoggerFactory.getLogger(SampleShadowTests.class);

    private static final int CLIENTS = 3;
    private static final int SHANGHAI = 1796236;

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicLong longest = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> added = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path directory;

    private String base = "";

    @Test
    void noRequestFailsWhileTheDatabaseIsExchanged() throws Exception {
        start("--qail.target=3").close();
        try (ConfigurableApplicationContext application = start(
                "--qail.mode=plan",
                "--sample.postgres.createdb=true",
                "--spring.datasource.hikari.allow-pool-suspension=true",
                "--management.endpoint.qail.access=unrestricted")) {
            base = "http://localhost:" + application.getEnvironment().getProperty("local.server.port");
            List<Thread> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                clients.add(new Thread(this::use, "client-" + client));
            }
            clients.forEach(Thread::start);
            perform("shadow");
            assertThat(json("/actuator/qail?shadow=true").findValue("phase").asString())
                    .isEqualTo("VALID");
            longest.set(0);
            JsonNode promoted = perform("promote");
            int before = answered.get();
            await().atMost(Duration.ofSeconds(30)).until(() -> answered.get() > before + 50);
            stopped.set(true);
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failures).isEmpty();
            JdbcClient jdbc = application.getBean(JdbcClient.class);
            assertThat(jdbc.sql("SELECT id FROM favorites").query(Integer.class).list())
                    .containsExactlyInAnyOrderElementsOf(added);
            assertThat(jdbc.sql("SELECT to_regclass('regions') IS NULL")
                            .query(Boolean.class)
                            .single())
                    .isTrue();
            log.info(
                    "{} requests, none failed, the longest around the switch took {} ms; writers were held for {}",
                    answered,
                    longest.get() / 1_000_000,
                    promoted.get("pause"));
        }
    }

    private ConfigurableApplicationContext start(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--server.port=0");
        all.add("--sample.postgres.directory=" + directory);
        return SpringApplication.run(SampleApplication.class, all.toArray(String[]::new));
    }

    /** Reads cities, marks one and sometimes takes the mark away again; knows which marks must be there. */
    private void use() {
        for (int i = 0; !stopped.get(); i++) {
            send(200, HttpRequest.newBuilder(URI.create(base + "/cities?country=de&limit=5")));
            String favorite = send(
                    201,
                    HttpRequest.newBuilder(URI.create(base + "/favorites"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"cityId\": " + SHANGHAI + "}")));
            if (!favorite.isEmpty()) {
                int id = JsonMapper.shared().readTree(favorite).get("id").asInt();
                if (i % 2 == 0) {
                    added.add(id);
                } else {
                    send(
                            204,
                            HttpRequest.newBuilder(URI.create(base + "/favorites/" + id))
                                    .DELETE());
                }
            }
        }
    }

    /** The body; empty, and a failure noted, when the answer is another one or none. */
    private String send(int status, HttpRequest.Builder request) {
        long begin = System.nanoTime();
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == status) {
                answered.incrementAndGet();
                return response.body();
            }
            failures.add(response.request().uri() + ": " + response.statusCode() + " " + response.body());
        } catch (IOException e) {
            failures.add(String.valueOf(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
        }
        return "";
    }

    /** As by hand: look, confirm what was shown, wait. */
    private JsonNode perform(String operation) throws IOException, InterruptedException {
        String hash = json("/actuator/qail/qail?operation=" + operation)
                .get("planHash")
                .asString();
        HttpResponse<String> started = http.send(
                HttpRequest.newBuilder(URI.create(base + "/actuator/qail/qail"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JsonMapper.shared()
                                .writeValueAsString(Map.of("operation", operation, "planHash", hash))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !json("/actuator/qail/qail")
                        .at("/operation/state")
                        .asString()
                        .equals("RUNNING"));
        JsonNode ended = json("/actuator/qail/qail").get("operation");
        assertThat(ended.get("state").asString()).as(ended.toString()).isEqualTo("SUCCEEDED");
        return ended.get("result");
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(base + path)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }
}
