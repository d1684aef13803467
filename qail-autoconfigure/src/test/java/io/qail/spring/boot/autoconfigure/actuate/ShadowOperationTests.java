package io.qail.spring.boot.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qail.Qail;
import io.qail.shadow.PromotionResult;
import io.qail.spring.boot.autoconfigure.QailAutoConfiguration;
import io.qail.spring.boot.autoconfigure.metrics.QailMetrics;
import io.qail.spring.boot.autoconfigure.metrics.QailMetricsAutoConfiguration;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application that promotes its own shadow under load, by the operations of the endpoint, with its pool paused. */
@PostgresTest
class ShadowOperationTests {

    private static final Logger log = LoggerFactory.getLogger(ShadowOperationTests.class);
    private static final OperationParameters NONE = new OperationParameters(null, null, null, null);

    @TempDir
    private Path scripts;

    private final TestDatabase database;

    ShadowOperationTests(TestDatabase databases) {
        this.database = databases.fresh();
    }

    private ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        QailAutoConfiguration.class,
                        QailMetricsAutoConfiguration.class,
                        QailEndpointAutoConfiguration.class))
                .withBean(SimpleMeterRegistry.class)
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=qail",
                        "spring.datasource.url=" + database.url(),
                        "spring.datasource.username=" + database.user(),
                        "spring.datasource.password=" + database.password(),
                        "spring.datasource.hikari.allow-pool-suspension=true",
                        "qail.locations=file:" + scripts);
    }

    @Test
    void noRequestFailsWhileTheApplicationPromotesItsShadow() throws IOException, SQLException {
        try (Connection connection = database.superuserConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE " + database.user() + " CREATEDB");
        }
        Files.writeString(
                scripts.resolve("V1__hits.qail"),
                "table hits {\n  id bigint generated_identity primary_key\n  page text not_null\n}\n");
        application().run(context -> assertThat(context).hasNotFailed());
        Files.writeString(scripts.resolve("V2__upper.qail"), "add hits.big text\ntransform upper(page) -> hits.big\n");
        application().withPropertyValues("qail.mode=plan").run(context -> {
            JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
            AtomicInteger done = new AtomicInteger();
            AtomicInteger failed = new AtomicInteger();
            AtomicLong longest = new AtomicLong();
            AtomicBoolean stopped = new AtomicBoolean();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Thread client = new Thread(() -> {
                    while (!stopped.get()) {
                        long begin = System.nanoTime();
                        try {
                            jdbc.update("INSERT INTO hits (page) VALUES ('p')");
                            done.incrementAndGet();
                        } catch (DataAccessException e) {
                            failed.incrementAndGet();
                        }
                        longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
                    }
                });
                clients.add(client);
                client.start();
            }
            Operations operations = context.getBean(Operations.class);
            Qail qail = context.getBean(Qail.class);
            SimpleMeterRegistry meters = context.getBean(SimpleMeterRegistry.class);
            context.getBean(QailMetrics.class).bindTo(meters);
            perform(operations, qail, "shadow");
            assertThat(meters.get("qail.shadow.lag").gauge().value()).isNotNaN();
            longest.set(0);
            PromotionResult promoted = (PromotionResult) perform(operations, qail, "promote");
            int before = done.get();
            await().atMost(Duration.ofSeconds(30)).until(() -> done.get() > before + 20);
            stopped.set(true);
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failed).hasValue(0);
            assertThat(jdbc.queryForObject("SELECT count(*) FROM hits", Long.class))
                    .isEqualTo(done.get());
            assertThat(jdbc.queryForObject("SELECT count(big) > 0 FROM hits", Boolean.class))
                    .isTrue();
            log.info(
                    "{} requests, {} failed, the longest around the switch took {} ms, writers were held for {} ms",
                    done,
                    failed,
                    longest.get() / 1_000_000,
                    promoted.pause().toMillis());
            jdbc.execute("DROP DATABASE " + promoted.oldDatabase() + " WITH (FORCE)");
        });
    }

    private static Object perform(Operations operations, Qail qail, String name) {
        Operation operation = operations.find(name).orElseThrow();
        OperationPlan plan = operation.plan(qail, NONE);
        assertThat(operations.start(qail, operation, NONE, plan.planHash())).isPresent();
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            OperationDescriptor last = operations.last(qail);
            return last != null && last.state() != OperationDescriptor.State.RUNNING;
        });
        OperationDescriptor ended = Objects.requireNonNull(operations.last(qail));
        assertThat(ended.error()).isNull();
        return Objects.requireNonNull(ended.result());
    }
}
