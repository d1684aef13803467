package io.qail.spring.boot.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

import io.qail.Qail;
import io.qail.QailOptions;
import io.qail.error.HistoryException;
import io.qail.error.MigrationException;
import io.qail.impact.Impact;
import io.qail.impact.ImpactReport;
import io.qail.rollback.Conflict;
import io.qail.rollback.PlannedRollback;
import io.qail.rollback.Restored;
import io.qail.rollback.RollbackPlan;
import io.qail.rollback.RollbackRequest;
import io.qail.rollback.RollbackResult;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.actuate.web.WebMvcEndpointManagementContextConfiguration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Changes through the endpoint: closed unless opened, and only what was shown. S24, S31, S33. */
class QailEndpointOperationTests {

    private static final String SHOWN = "{\"operation\": \"rollback\", \"to\": \"1\", \"planHash\": \"c0ffee\"}";

    private final Qail qail = mock(Qail.class);

    private final WebApplicationContextRunner closed = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class,
                    DispatcherServletAutoConfiguration.class,
                    WebMvcAutoConfiguration.class,
                    EndpointAutoConfiguration.class,
                    WebEndpointAutoConfiguration.class,
                    WebMvcEndpointManagementContextConfiguration.class,
                    QailEndpointAutoConfiguration.class))
            .withBean("qail", Qail.class, () -> qail)
            .withPropertyValues("management.endpoints.web.exposure.include=qail");

    private final WebApplicationContextRunner opened =
            closed.withPropertyValues("management.endpoint.qail.access=UNRESTRICTED");

    @BeforeEach
    void planOneStep() {
        given(qail.options()).willReturn(QailOptions.defaults());
        given(qail.info(false)).willReturn(Samples.info());
        given(qail.planRollback(any()))
                .willReturn(new RollbackPlan(
                        List.of(new PlannedRollback(
                                "2",
                                List.of("ALTER TABLE users ADD COLUMN email text"),
                                new ImpactReport(List.of(new Impact(
                                        "DROP COLUMN",
                                        "users.domain",
                                        12,
                                        0,
                                        "values",
                                        false,
                                        false,
                                        null,
                                        "ACCESS EXCLUSIVE",
                                        8192,
                                        false,
                                        8))),
                                1234)),
                        "c0ffee"));
        given(qail.rollback(any()))
                .willReturn(new RollbackResult(
                        List.of(Samples.entry(3, "2", false)),
                        List.of(new Restored("users.email", 7, 1234, 1230, 3, 1, 2)),
                        List.of()));
    }

    @Test
    void showsWhatARollbackWouldDoAndItsHash() {
        closed.run(context -> {
            assertThat(get(context, "/actuator/qail/qail?operation=rollback&to=1"))
                    .hasStatus(HttpStatus.OK)
                    .bodyJson()
                    .isStrictlyEqualTo("""
                            {"operation": "rollback", "planHash": "c0ffee", "steps": [
                              {"version": "2", "statements": ["ALTER TABLE users ADD COLUMN email text"],
                               "records": 1234, "recordsAtRisk": 12,
                               "impact": [{"action": "DROP COLUMN", "object": "users.domain", "records": 12, "rejected": 0,
                                 "unit": "values", "estimated": false, "unanalysed": false, "reason": null,
                                 "lock": "ACCESS EXCLUSIVE", "tableBytes": 8192, "rewrites": false, "expectedPause": 8}]}]}
                            """);
            then(qail).should().planRollback(RollbackRequest.to("1"));
        });
    }

    @Test
    void showsOneBeanAlone() {
        closed.run(context -> assertThat(get(context, "/actuator/qail/qail"))
                .hasStatus(HttpStatus.OK)
                .bodyJson()
                .extractingPath("$.database")
                .isEqualTo("orders"));
    }

    @Test
    void parametersChooseHowToGoBack() {
        closed.run(context -> {
            assertThat(
                            get(
                                    context,
                                    "/actuator/qail/qail?operation=rollback&to=1&data=false&conflict=prefer-snapshot&acceptSql=true"))
                    .hasStatus(HttpStatus.OK);
            then(qail)
                    .should()
                    .planRollback(RollbackRequest.to("1")
                            .schemaOnly()
                            .preferring(Conflict.PREFER_SNAPSHOT)
                            .acceptingSql());
        });
    }

    @Test
    void changesNothingUnlessOpened() {
        // S33
        closed.run(context -> {
            assertThat(post(context, SHOWN)).hasStatus(HttpStatus.METHOD_NOT_ALLOWED);
            then(qail).should(never()).rollback(any());
        });
        closed.withPropertyValues("management.endpoint.qail.access=READ_ONLY")
                .run(context -> assertThat(post(context, SHOWN)).hasStatus(HttpStatus.METHOD_NOT_ALLOWED));
        opened.withPropertyValues("management.endpoints.access.max-permitted=READ_ONLY")
                .run(context -> assertThat(post(context, SHOWN)).hasStatus(HttpStatus.METHOD_NOT_ALLOWED));
        then(qail).should(never()).rollback(any());
    }

    @Test
    void rollsBackInTheBackgroundAndSaysHowItEnded() {
        opened.run(context -> {
            assertThat(post(context, SHOWN))
                    .hasStatus(HttpStatus.ACCEPTED)
                    .bodyJson()
                    .hasPathSatisfying("$.id", id -> assertThat(id).asString().isNotBlank())
                    .extractingPath("$.state")
                    .isEqualTo("RUNNING");
            await().untilAsserted(() -> assertThat(get(context, "/actuator/qail/qail"))
                    .bodyJson()
                    .extractingPath("$.operation.state")
                    .isEqualTo("SUCCEEDED"));
            assertThat(get(context, "/actuator/qail/qail")).bodyJson().isLenientlyEqualTo("""
                            {"operation": {"result": {"rolledBack": ["2"], "remarks": [], "restored": [
                              {"object": "users.email", "snapshotId": 7, "records": 1234, "restored": 1230, "kept": 3,
                               "missing": 1, "added": 2}]}}}
                            """);
            then(qail).should().rollback(RollbackRequest.to("1").withPlanHash("c0ffee"));
        });
    }

    @Test
    void refusesASecondOperationWhileOneRuns() {
        CountDownLatch end = new CountDownLatch(1);
        given(qail.rollback(any())).willAnswer(call -> {
            end.await();
            return new RollbackResult(List.of(), List.of(), List.of());
        });
        opened.run(context -> {
            try {
                assertThat(post(context, SHOWN)).hasStatus(HttpStatus.ACCEPTED);
                assertThat(post(context, SHOWN))
                        .hasStatus(HttpStatus.CONFLICT)
                        .bodyText()
                        .contains("Another operation of this bean runs");
            } finally {
                end.countDown();
            }
            await().untilAsserted(() ->
                    assertThat(get(context, "/actuator/qail")).bodyText().contains("\"state\":\"SUCCEEDED\""));
            assertThat(post(context, SHOWN)).hasStatus(HttpStatus.ACCEPTED);
        });
    }

    @Test
    void refusesAPlanThatWasNotShown() {
        opened.run(context -> {
            assertThat(post(context, SHOWN.replace("c0ffee", "beef")))
                    .hasStatus(HttpStatus.CONFLICT)
                    .bodyText()
                    .contains("not the one that was shown", "Nothing was changed");
            assertThat(post(context, "{\"operation\": \"rollback\", \"to\": \"1\"}"))
                    .hasStatus(HttpStatus.BAD_REQUEST);
            then(qail).should(never()).rollback(any());
        });
    }

    @Test
    void saysWhyThereIsNoWayBack() {
        given(qail.planRollback(any())).willThrow(new HistoryException("Snapshot 7 was purged", "Restore a backup."));
        opened.run(context -> {
            assertThat(get(context, "/actuator/qail/qail?operation=rollback&to=1"))
                    .hasStatus(HttpStatus.CONFLICT)
                    .bodyJson()
                    .isStrictlyEqualTo("{\"error\": \"Snapshot 7 was purged\", \"action\": \"Restore a backup.\"}");
            assertThat(post(context, SHOWN)).hasStatus(HttpStatus.CONFLICT);
            then(qail).should(never()).rollback(any());
        });
    }

    @Test
    void aFailureIsShownWithWhatToDo() {
        given(qail.rollback(any())).willThrow(new MigrationException("2", "A lock was not had", "Try again."));
        opened.run(context -> {
            assertThat(post(context, SHOWN)).hasStatus(HttpStatus.ACCEPTED);
            await().untilAsserted(() -> assertThat(get(context, "/actuator/qail/qail"))
                    .bodyJson()
                    .extractingPath("$.operation.state")
                    .isEqualTo("FAILED"));
            assertThat(get(context, "/actuator/qail/qail"))
                    .bodyText()
                    .contains("\"error\":\"A lock was not had\"", "\"action\":\"Try again.\"");
        });
    }

    @Test
    void anUnexpectedFailureShowsNothingOfItself() {
        // S32
        given(qail.rollback(any())).willThrow(new IllegalStateException("secret of a row"));
        opened.run(context -> {
            assertThat(post(context, SHOWN)).hasStatus(HttpStatus.ACCEPTED);
            await().untilAsserted(() -> assertThat(get(context, "/actuator/qail/qail"))
                    .bodyText()
                    .contains("\"state\":\"FAILED\"")
                    .doesNotContain("secret of a row"));
        });
    }

    @Test
    void namesSelectAndNothingElse() {
        // S31
        opened.run(context -> {
            assertThat(get(context, "/actuator/qail/nobody")).hasStatus(HttpStatus.NOT_FOUND);
            assertThat(get(context, "/actuator/qail/nobody?operation=rollback&to=1"))
                    .hasStatus(HttpStatus.NOT_FOUND)
                    .bodyText()
                    .contains("The Qail beans are qail");
            assertThat(get(context, "/actuator/qail/qail?operation=drop"))
                    .hasStatus(HttpStatus.BAD_REQUEST)
                    .bodyText()
                    .contains("The operations are rollback");
            assertThat(get(context, "/actuator/qail/qail?operation=rollback"))
                    .hasStatus(HttpStatus.CONFLICT)
                    .bodyText()
                    .contains("needs the version to go back to");
        });
    }

    private static MvcTestResult get(AssertableWebApplicationContext context, String uri) {
        return MockMvcTester.from(context).get().uri(uri).exchange();
    }

    private static MvcTestResult post(AssertableWebApplicationContext context, String body) {
        return MockMvcTester.from(context)
                .post()
                .uri("/actuator/qail/qail")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }
}
