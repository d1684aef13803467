package io.qail.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.shadow.Shadow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many transactions several clients commit in a second, without and with the capture of a shadow. */
@Benchmark
class CaptureBenchmarkTests {

    private static final int ACCOUNTS = 100_000;
    private static final int CLIENTS = 4;
    private static final int ROUNDS = Integer.getInteger("qail.benchmark.rounds", 3);
    private static final Duration LAP = Duration.ofSeconds(Integer.getInteger("qail.benchmark.seconds", 10));

    @TempDir
    private static Path directory;

    private static DurableServer server;

    @BeforeAll
    static void start(BenchmarkReport report) throws IOException {
        server = DurableServer.start();
        report.note(server.describe());
        server.execute("CREATE DATABASE bank");
        Files.createDirectories(directory.resolve("scripts"));
        Files.writeString(directory.resolve("scripts/V1__accounts.qail"), """
                table accounts {
                  id bigint primary_key
                  client int not_null
                  balance bigint not_null
                  note text not_null
                }
                index accounts_client on accounts (client)
                """);
        ShadowingJvm.qail(server.dataSource("bank"), directory).migrate();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void writeRateWithCapture(BenchmarkReport report) throws Exception {
        rate(report, "on");
        rate(report, "off");
    }

    /** The first to go changes each time, as with {@link Medians}. */
    private static void rate(BenchmarkReport report, String synchronousCommit) throws Exception {
        List<Double> without = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 2 == 0) {
                without.add(lap(synchronousCommit));
                with.add(captured(synchronousCommit));
            } else {
                with.add(captured(synchronousCommit));
                without.add(lap(synchronousCommit));
            }
        }
        double ours = median(with);
        double peers = median(without);
        report.state(
                "Writes while a shadow captures, synchronous_commit " + synchronousCommit,
                String.format(
                        Locale.ROOT,
                        "%,.0f of %,.0f transactions a second of %d clients (%.2f)",
                        ours,
                        peers,
                        CLIENTS,
                        ours / peers),
                "≥ 0.6");
    }

    private static double captured(String synchronousCommit) throws Exception {
        Shadow shadow = ShadowingJvm.qail(server.dataSource("bank"), directory).shadow();
        reset();
        shadow.create();
        double rate = measure(synchronousCommit);
        assertThat(shadow.status().lagRows()).isPositive();
        shadow.abort();
        return rate;
    }

    private static double lap(String synchronousCommit) throws Exception {
        reset();
        return measure(synchronousCommit);
    }

    private static void reset() {
        server.in("bank").sql("TRUNCATE accounts").update();
        server.in("bank")
                .sql("INSERT INTO accounts SELECT n, n % 100, 0, 'note ' || n FROM generate_series(1, " + ACCOUNTS
                        + ") n")
                .update();
        server.in("bank").sql("VACUUM ANALYZE accounts").update();
        server.execute("CHECKPOINT");
    }

    private static double measure(String synchronousCommit) throws Exception {
        long begin = System.nanoTime();
        long until = begin + LAP.toNanos();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                counts.add(clients.submit(client(client, until, synchronousCommit)));
            }
            long done = 0;
            for (Future<Long> count : counts) {
                done += count.get();
            }
            return done * 1e9 / (System.nanoTime() - begin);
        } finally {
            clients.shutdownNow();
        }
    }

    /** An insert, four updates and a delete by turns, each a transaction of its own. */
    private static Callable<Long> client(int client, long until, String synchronousCommit) {
        return () -> {
            Random random = new Random(client);
            long id = (client + 1) * 1_000_000_000L;
            long done = 0;
            try (Connection connection = server.dataSource("bank").getConnection();
                    Statement setting = connection.createStatement();
                    PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO accounts VALUES (?, 1, 0, 'a note')");
                    PreparedStatement update =
                            connection.prepareStatement("UPDATE accounts SET balance = balance + 1 WHERE id = ?");
                    PreparedStatement delete = connection.prepareStatement("DELETE FROM accounts WHERE id = ?")) {
                setting.execute("SET synchronous_commit = " + synchronousCommit);
                while (System.nanoTime() < until) {
                    run(insert, ++id);
                    for (int i = 0; i < 4; i++) {
                        run(update, 1 + random.nextInt(ACCOUNTS));
                    }
                    run(delete, id);
                    done += 6;
                }
            }
            return done;
        };
    }

    private static void run(PreparedStatement statement, long id) throws SQLException {
        statement.setLong(1, id);
        assertThat(statement.executeUpdate()).isOne();
    }

    private static double median(List<Double> rates) {
        return rates.stream().sorted().toList().get(rates.size() / 2);
    }
}
