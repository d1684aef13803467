package io.qail.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * S26: clients write from before the creation of a shadow until after its promotion, and every acknowledged write is found
 * exactly once. {@code -Dqail.test.shadow-rounds=20} repeats it.
 */
@PostgresTest
class ShadowUnderLoadTests {

    private static final Logger log = LoggerFactory.getLogger(ShadowUnderLoadTests.class);

    private static final int ROUNDS = Integer.getInteger("qail.test.shadow-rounds", 1);
    private static final int CLIENTS = 4;

    private final TestDatabase databases;

    ShadowUnderLoadTests(TestDatabase databases) {
        this.databases = databases;
    }

    @Test
    void everyAcknowledgedWriteIsFoundExactlyOnce() throws Exception {
        List<Long> latencies = new ArrayList<>();
        long writes = 0;
        long longestPause = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            try (ShadowProject bank = new ShadowProject(databases.fresh())) {
                bank.script("V1__bank.qail", Writer.SCRIPT);
                bank.project().migrate();
                bank.database().execute(Writer.TRIGGER.toArray(String[]::new));
                for (int client = 1; client <= CLIENTS; client++) {
                    bank.database().execute("INSERT INTO clients (id) VALUES (" + client + ")");
                }
                bank.script("V2__labels.qail", Writer.CHANGE);
                List<Writer> writers = new ArrayList<>();
                List<Thread> threads = new ArrayList<>();
                for (int client = 1; client <= CLIENTS; client++) {
                    Writer writer = new Writer(bank.database().dataSource(), client);
                    writers.add(writer);
                    Thread thread = new Thread(writer, "client-" + client);
                    thread.setDaemon(true);
                    threads.add(thread);
                }
                threads.forEach(Thread::start);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> writers.stream().allMatch(writer -> writer.acknowledged() > 20));
                Shadow shadow = bank.ready();
                Duration pause = shadow.promote().pause();
                int[] before = writers.stream().mapToInt(Writer::acknowledged).toArray();
                await().atMost(Duration.ofSeconds(60)).until(() -> {
                    for (int i = 0; i < CLIENTS; i++) {
                        if (writers.get(i).acknowledged() < before[i] + 20) {
                            return false;
                        }
                    }
                    return true;
                });
                writers.forEach(Writer::stop);
                for (Thread thread : threads) {
                    thread.join();
                }
                assertThat(bank.value(
                                "SELECT count(*) FROM information_schema.columns WHERE table_name = 'accounts' AND column_name = 'label'",
                                Long.class))
                        .isOne();
                for (Writer writer : writers) {
                    assertThat(writer.differences()).isEmpty();
                    latencies.addAll(writer.latencies());
                    writes += writer.acknowledged();
                }
                longestPause = Math.max(longestPause, pause.toMillis());
            }
        }
        latencies.sort(null);
        log.info(
                "{} rounds, {} acknowledged writes, all found once; a client waited p50 {} ms, p99 {} ms, at most {} ms; "
                        + "the switch held writers {} ms at most",
                ROUNDS,
                writes,
                latencies.get(latencies.size() / 2) / 1e6,
                latencies.get(latencies.size() * 99 / 100) / 1e6,
                latencies.get(latencies.size() - 1) / 1e6,
                longestPause);
    }
}
