package io.qail.spring.boot.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import io.qail.Qail;
import io.qail.QailOptions;
import io.qail.migrate.MigrationInfo;
import io.qail.shadow.Shadow;
import io.qail.shadow.ShadowPhase;
import io.qail.shadow.ShadowStatus;
import io.qail.spring.boot.autoconfigure.actuate.QailEndpoint.ContextDescriptor;
import io.qail.spring.boot.autoconfigure.actuate.QailEndpoint.QailBeanDescriptor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

class QailEndpointTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(QailEndpointAutoConfiguration.class));

    private final WebApplicationContextRunner webContextRunner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class,
                    DispatcherServletAutoConfiguration.class,
                    WebMvcAutoConfiguration.class,
                    EndpointAutoConfiguration.class,
                    WebEndpointAutoConfiguration.class,
                    org.springframework.boot.webmvc.autoconfigure.actuate.web
                            .WebMvcEndpointManagementContextConfiguration.class,
                    QailEndpointAutoConfiguration.class))
            .withPropertyValues("management.endpoints.web.exposure.include=qail");

    @Test
    void isThereWhenExposed() {
        contextRunner
                .withBean(Qail.class, qail(Samples::info))
                .withPropertyValues("management.endpoints.web.exposure.include=qail")
                .run(context -> assertThat(context).hasSingleBean(QailEndpoint.class));
    }

    @Test
    void isNotThereWhenNotExposed() {
        contextRunner
                .withBean(Qail.class, qail(Samples::info))
                .run(context -> assertThat(context).doesNotHaveBean(QailEndpoint.class));
    }

    @Test
    void isNotThereWhenAccessIsDenied() {
        // S33
        contextRunner
                .withBean(Qail.class, qail(Samples::info))
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=qail", "management.endpoint.qail.access=NONE")
                .run(context -> assertThat(context).doesNotHaveBean(QailEndpoint.class));
    }

    @Test
    void isNotThereWithoutQail() {
        contextRunner
                .withPropertyValues("management.endpoints.web.exposure.include=qail")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(QailEndpoint.class));
    }

    @Test
    void showsHistoryPendingVersionsAndSnapshotsAsJson() {
        webContextRunner.withBean(Qail.class, qail(Samples::info)).run(context -> {
            MockMvcTester mvc = MockMvcTester.from(context);
            assertThat(mvc.get().uri("/actuator/qail"))
                    .hasStatus(HttpStatus.OK)
                    .bodyJson()
                    .isStrictlyEqualTo("""
                            {"contexts": {"%s": {"parentId": null, "qailBeans": {"qail": {
                              "database": "orders",
                              "serverVersion": "18.4",
                              "defaultSchema": "public",
                              "backupMode": "DATABASE",
                              "state": "PENDING",
                              "migrations": [
                                {"id": 1, "version": "1", "description": "drop email", "type": "VERSIONED",
                                 "script": "V1__drop_email.qail", "checksum": "c0ffee", "state": "SUCCESS",
                                 "installedOn": "2026-01-02T03:04:05Z", "installedBy": "app", "executionTime": 1500,
                                 "recordsAtRisk": 0, "impact": [], "backupMode": "DATABASE", "snapshot": null},
                                {"id": 2, "version": "2", "description": "drop email", "type": "VERSIONED",
                                 "script": "V2__drop_email.qail", "checksum": "c0ffee", "state": "SUCCESS",
                                 "installedOn": "2026-01-02T03:04:05Z", "installedBy": "app", "executionTime": 1500,
                                 "recordsAtRisk": 1234,
                                 "impact": [{"action": "DROP COLUMN", "object": "users.email", "records": 1234,
                                   "rejected": 0, "unit": "values", "estimated": false, "unanalysed": false, "reason": null,
                                   "lock": "ACCESS EXCLUSIVE", "tableBytes": 8192, "rewrites": false, "expectedPause": 8}],
                                 "backupMode": "DATABASE", "snapshot": {"id": 7, "location": "_qail_data_snapshots"}}],
                              "pending": [
                                {"version": "3", "description": "later", "script": "V3__later.qail",
                                 "checksum": "beef"}],
                              "snapshots": [
                                {"id": 7, "migrationId": 2, "version": "2", "store": "database",
                                 "location": "_qail_data_snapshots",
                                 "items": [{"type": "DROP_COLUMN", "table": "users", "column": "email", "rows": 1234,
                                   "values": 1234}],
                                 "records": 1234, "bytes": 65536, "createdAt": "2026-01-02T03:04:05Z",
                                 "restoredAt": null}],
                              "pendingIndexes": ["ix_users"],
                              "drift": null, "shadow": null, "operation": null, "problem": null}}}}}""".formatted(context.getId()));
        });
    }

    @Test
    void looksForDriftOnlyWhenAsked() {
        webContextRunner.withBean(Qail.class, qail(Samples::drifted)).run(context -> {
            MockMvcTester mvc = MockMvcTester.from(context);
            String drift = "$.contexts['" + context.getId() + "'].qailBeans.qail.drift";
            assertThat(mvc.get().uri("/actuator/qail"))
                    .bodyJson()
                    .extractingPath(drift)
                    .isNull();
            assertThat(mvc.get().uri("/actuator/qail?drift=true"))
                    .bodyJson()
                    .extractingPath(drift)
                    .asArray()
                    .singleElement()
                    .isEqualTo(java.util.Map.of(
                            "type", "COLUMN",
                            "object", "users.name",
                            "difference", "CHANGED",
                            "detail", "expected text, is varchar(10)"));
        });
    }

    @Test
    void looksForAShadowOnlyWhenAsked() {
        webContextRunner.withBean(Qail.class, qail(Samples::info)).run(context -> {
            Shadow shadow = mock(Shadow.class);
            given(shadow.status())
                    .willReturn(new ShadowStatus(
                            "orders",
                            "orders_shadow",
                            ShadowPhase.SYNCED,
                            List.of("3"),
                            "f00d",
                            Samples.THEN,
                            12,
                            Duration.ofSeconds(2),
                            8192,
                            null));
            given(context.getBean(Qail.class).shadow()).willReturn(shadow);
            assertThat(MockMvcTester.from(context).get().uri("/actuator/qail?shadow=true"))
                    .hasStatus(HttpStatus.OK)
                    .bodyJson()
                    .extractingPath("$.contexts['" + context.getId() + "'].qailBeans.qail.shadow")
                    .asMap()
                    .containsEntry("shadow", "orders_shadow")
                    .containsEntry("phase", "SYNCED")
                    .containsEntry("lagRows", 12);
        });
    }

    @Test
    void takesNoWrites() {
        // S33
        webContextRunner
                .withBean(Qail.class, qail(Samples::info))
                .withPropertyValues("management.endpoint.qail.access=UNRESTRICTED")
                .run(context -> {
                    MockMvcTester mvc = MockMvcTester.from(context);
                    assertThat(mvc.post().uri("/actuator/qail")).hasStatus(HttpStatus.METHOD_NOT_ALLOWED);
                    assertThat(mvc.delete().uri("/actuator/qail")).hasStatus(HttpStatus.METHOD_NOT_ALLOWED);
                });
    }

    @Test
    void theStateSaysWhetherDatabaseAndScriptsAgree() {
        assertThat(state(Samples.info())).isEqualTo(QailEndpoint.State.PENDING);
        assertThat(state(Samples.upToDate(MigrationInfo.State.SUCCESS))).isEqualTo(QailEndpoint.State.UP_TO_DATE);
        assertThat(state(Samples.upToDate(MigrationInfo.State.FUTURE))).isEqualTo(QailEndpoint.State.NEWER_DATABASE);
    }

    @Test
    void showsParentContextsToo() {
        contextRunner
                .withBean("child", Qail.class, qail(Samples::info))
                .withPropertyValues("management.endpoints.web.exposure.include=qail")
                .run(context -> {
                    try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext()) {
                        parent.setId("parent");
                        parent.registerBean("parentQail", Qail.class, qail(Samples::info));
                        parent.refresh();
                        context.setParent(parent);
                        var contexts = context.getBean(QailEndpoint.class)
                                .qail(null, null)
                                .contexts();
                        assertThat(contexts.get("parent"))
                                .extracting(ContextDescriptor::qailBeans)
                                .satisfies(beans -> assertThat(beans).containsOnlyKeys("parentQail"));
                        assertThat(contexts.get(String.valueOf(context.getId())))
                                .satisfies(
                                        child -> assertThat(child.qailBeans()).containsOnlyKeys("child"))
                                .extracting(ContextDescriptor::parentId)
                                .isEqualTo("parent");
                    }
                });
    }

    private static QailEndpoint.State state(MigrationInfo info) {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean(Qail.class, qail(() -> info));
            context.refresh();
            return new QailEndpoint(context, new Operations(List.of(), Runnable::run, InstantSource.system()))
                    .qail(null, null).contexts().values().stream()
                            .flatMap(found -> found.qailBeans().values().stream())
                            .map(QailBeanDescriptor::state)
                            .findFirst()
                            .orElseThrow();
        }
    }

    private static Supplier<Qail> qail(Supplier<MigrationInfo> info) {
        return () -> {
            Qail qail = mock(Qail.class);
            given(qail.options()).willReturn(QailOptions.defaults());
            given(qail.info(false)).willReturn(info.get());
            given(qail.info(true)).willReturn(info.get());
            return qail;
        };
    }
}
