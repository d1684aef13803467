package io.qail.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** S20: of ten applications that start at once one migrates, nine go on, and all are up. */
@PostgresTest
class ApplicationContextsTests {

    private static final int APPLICATIONS = 10;

    @TempDir
    private Path scripts;

    private final TestDatabase database;

    ApplicationContextsTests(TestDatabase database) {
        this.database = database.fresh();
    }

    @Test
    void tenApplicationsStartAtOnceOnAnEmptyDatabase() throws Exception {
        write("V1__users.qail", "table users {\n  id bigint primary_key\n  email text\n}\n");
        write("V2__index.qail", "index concurrently ix_users_email on users (email)\n");
        write("V3__age.qail", "add users.age int\n");
        assertThat(startAll()).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(rows("_qail_migrations")).isEqualTo(3);
        assertThat(rows("pg_index WHERE indexrelid = 'ix_users_email'::regclass AND indisvalid"))
                .isOne();
    }

    @Test
    void tenApplicationsStartAtOnceWithAPendingDrop() throws Exception {
        write("V1__users.qail", "table users {\n  id bigint primary_key\n  email text\n}\n");
        run().close();
        database.execute("INSERT INTO users SELECT n, n || '@example.org' FROM generate_series(1, 3000) n");
        write("V2__drop_email.qail", "drop users.email\n");
        assertThat(startAll()).containsExactly("2");
        assertThat(rows("_qail_migrations")).isEqualTo(2);
        assertThat(rows("_qail_snapshots")).isOne();
        assertThat(rows("_qail_data_snapshots WHERE column_name = 'email'")).isEqualTo(3_000);
    }

    /** Starts all and returns the versions that any of them applied. */
    private List<String> startAll() throws Exception {
        // The applications share one JVM, and with it its logging, which each would set up anew.
        String before = System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        ExecutorService executor = Executors.newFixedThreadPool(APPLICATIONS);
        List<ConfigurableApplicationContext> contexts = new ArrayList<>();
        try {
            CyclicBarrier barrier = new CyclicBarrier(APPLICATIONS);
            List<Future<ConfigurableApplicationContext>> starts = new ArrayList<>();
            for (int i = 0; i < APPLICATIONS; i++) {
                starts.add(executor.submit(() -> {
                    barrier.await();
                    return run();
                }));
            }
            for (Future<ConfigurableApplicationContext> start : starts) {
                contexts.add(start.get(120, TimeUnit.SECONDS));
            }
            assertThat(contexts).allMatch(ConfigurableApplicationContext::isRunning);
            return contexts.stream()
                    .flatMap(context -> context.getBean(Applied.class).versions.stream())
                    .toList();
        } finally {
            contexts.forEach(ConfigurableApplicationContext::close);
            executor.shutdownNow();
            if (before == null) {
                System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
            } else {
                System.setProperty(LoggingSystem.SYSTEM_PROPERTY, before);
            }
        }
    }

    private ConfigurableApplicationContext run() {
        return new SpringApplicationBuilder(Application.class)
                .registerShutdownHook(false)
                .run(StartArguments.of(database, scripts, List.of("spring.datasource.hikari.maximum-pool-size=2")));
    }

    private long rows(String from) {
        return database.jdbc()
                .sql("SELECT count(*) FROM " + from)
                .query(Long.class)
                .single();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(scripts.resolve(name), text);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({DataSourceAutoConfiguration.class, QailAutoConfiguration.class})
    static class Application {

        @Bean
        Applied applied() {
            return new Applied();
        }
    }

    static final class Applied {

        private final List<String> versions = new CopyOnWriteArrayList<>();

        @EventListener
        void migrated(QailMigrationEvent event) {
            versions.add(event.entry().version());
        }
    }
}
