package io.qail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.qail.error.HistoryException;
import io.qail.error.QailException;
import io.qail.history.AdvisoryLock;
import io.qail.history.BackupMode;
import io.qail.history.LockOptions;
import io.qail.migrate.MigrationListener;
import io.qail.rollback.Conflict;
import io.qail.rollback.Restored;
import io.qail.rollback.RollbackRequest;
import io.qail.rollback.RollbackResult;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way back while others write, hold locks or migrate, and after they wrote what does not fit any more. S1, S10, S19. */
@PostgresTest
class RollbackAmongOthersTests {

    private static final String SHOP = """
            table customers {
              id bigint primary_key
              email text not_null
              nick text default 'nobody'
              balance numeric(12,4)
            }
            table shops {
              id bigint primary_key
            }
            table orders {
              id bigint generated_identity primary_key
              customer_id bigint
              shop_id bigint references shops(id) on_delete cascade
              total numeric(10,2)
            }
            """;

    private static final String ROWS = """
            INSERT INTO customers SELECT i, 'c' || i || '@example.org', CASE WHEN i % 4 <> 0 THEN 'n' || i END, i + i / 10000.0
            FROM generate_series(1, 2000) i;
            INSERT INTO shops SELECT generate_series(1, 10);
            INSERT INTO orders (customer_id, shop_id, total) SELECT 1 + i % 2000, 1 + i % 10, i FROM generate_series(1, 3000) i;
            CREATE TABLE kept AS SELECT * FROM customers
            """;

    private final TestDatabase databases;

    RollbackAmongOthersTests(TestDatabase databases) {
        this.databases = databases;
    }

    private TestProject shop() {
        TestProject project = new TestProject(databases.fresh()).script("V1__shop.qail", SHOP);
        project.migrate();
        project.database().execute(ROWS);
        return project;
    }

    /** What holds under the locks of the rollback, before its first statement. */
    private static final class Truth implements MigrationListener {

        private final List<Long> missing = new ArrayList<>();
        private final List<Long> emailsWritten = new ArrayList<>();
        private final List<Long> added = new ArrayList<>();

        @Override
        public void beforeVersion(Connection connection, String version) throws SQLException {
            missing.add(count(
                    connection,
                    "SELECT count(*) FROM kept k WHERE NOT EXISTS (SELECT FROM customers c WHERE c.id = k.id)"));
            emailsWritten.add(count(
                    connection,
                    "SELECT count(*) FROM kept k JOIN customers c USING (id) WHERE c.email <> upper(k.email)"));
            added.add(count(
                    connection,
                    "SELECT count(*) FROM customers c WHERE NOT EXISTS (SELECT FROM kept k WHERE c.id = k.id)"));
        }

        private static long count(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DATABASE", "FILE"})
    void everyRowIsAccountedForWhileWritersGoOn(BackupMode mode) throws Exception {
        TestProject project = shop().migrating(o -> o.withBackupMode(mode));
        project.script("V2__away.qail", """
                drop customers.nick
                transform upper(email) -> customers.email
                alter customers.balance numeric(12,1)
                drop orders
                """);
        project.migrate();
        Truth truth = new Truth();
        project.listening(truth);
        AtomicBoolean end = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        List<CompletableFuture<Void>> writers = List.of(
                CompletableFuture.runAsync(() -> write(project.database(), new Random(1), end, written)),
                CompletableFuture.runAsync(() -> write(project.database(), new Random(2), end, written)));
        RollbackResult result;
        try {
            await().atMost(Duration.ofMinutes(2)).until(() -> written.get() > 400);
            result = project.qail().rollback(RollbackRequest.to("1"));
        } finally {
            end.set(true);
        }
        for (CompletableFuture<Void> writer : writers) {
            writer.get(1, TimeUnit.MINUTES);
        }

        Map<String, Restored> report =
                result.restored().stream().collect(Collectors.toMap(Restored::object, item -> item));
        assertThat(report).containsOnlyKeys("customers.nick", "customers.email", "customers.balance", "orders");
        assertThat(report.values())
                .allSatisfy(item -> assertThat(item.restored() + item.kept() + item.missing())
                        .isEqualTo(item.records()));
        assertThat(report.values().stream().mapToLong(Restored::records).sum())
                .isEqualTo(project.count("SELECT records FROM _qail_snapshots WHERE id = "
                        + result.restored().get(0).snapshotId()));
        long missing = truth.missing.get(0);
        assertThat(missing).isPositive();
        assertThat(report.get("customers.nick"))
                .extracting(Restored::records, Restored::missing, Restored::kept, Restored::added)
                .containsExactly(2000L, missing, 0L, truth.added.get(0));
        assertThat(report.get("customers.email"))
                .extracting(Restored::records, Restored::missing, Restored::kept)
                .containsExactly(2000L, missing, truth.emailsWritten.get(0));
        assertThat(truth.emailsWritten.get(0)).isPositive();
        assertThat(Objects.requireNonNull(report.get("orders")).restored()).isEqualTo(3000);
    }

    /** Each statement is a transaction of its own; those that meet the rollback wait for its locks. */
    private static void write(TestDatabase database, Random random, AtomicBoolean end, AtomicInteger written) {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            while (!end.get()) {
                int id = 1 + random.nextInt(2000);
                switch (random.nextInt(4)) {
                    case 0 -> statement.execute("DELETE FROM customers WHERE id = " + id);
                    case 1 ->
                        statement.execute(
                                "INSERT INTO customers (id, email) VALUES (" + random.nextInt(Integer.MAX_VALUE)
                                        + " + 10000::bigint, 'late') ON CONFLICT DO NOTHING");
                    case 2 -> statement.execute("UPDATE customers SET balance = 7 WHERE id = " + id);
                    default -> statement.execute("UPDATE customers SET email = 'written' || id WHERE id = " + id);
                }
                written.incrementAndGet();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** S19: what was restored in a try that met a lock is not reported twice. */
    @Test
    void aLockOfSomebodyElseOnlyDelaysIt() throws Exception {
        TestProject project =
                shop().with(o -> o.withLocks(new LockOptions(Duration.ofMillis(100), 1000, Duration.ZERO)));
        project.script("V2__away.qail", "drop customers.nick\n");
        project.migrate();
        AtomicInteger tries = new AtomicInteger();
        project.listening(new MigrationListener() {
            @Override
            public void lockAcquired(Duration waited) {
                tries.incrementAndGet();
            }
        });
        CompletableFuture<RollbackResult> result;
        try (Connection reader = project.database().connection()) {
            reader.setAutoCommit(false);
            try (Statement statement = reader.createStatement()) {
                statement.execute("LOCK TABLE customers IN EXCLUSIVE MODE");
            }
            result = CompletableFuture.supplyAsync(() -> project.qail().rollback(RollbackRequest.to("1")));
            await().atMost(Duration.ofMinutes(1)).until(() -> tries.get() >= 1);
            reader.rollback();
        }
        assertThat(result.get(1, TimeUnit.MINUTES).restored())
                .singleElement()
                .satisfies(item -> assertThat(item.restored()).isEqualTo(2000));
        assertThat(project.count("SELECT count(*) FROM customers JOIN kept USING (id, nick)"))
                .isEqualTo(1500);
    }

    @Test
    void aRunningMigrationIsWaitedFor() throws Exception {
        TestProject project = shop();
        project.script("V2__away.qail", "drop customers.nick\n");
        project.migrate();
        CompletableFuture<RollbackResult> result;
        try (Connection migrating = project.database().connection()) {
            migrating.setAutoCommit(false);
            AdvisoryLock.acquire(migrating, LockOptions.defaults(), "public");
            result = CompletableFuture.supplyAsync(() -> project.qail().rollback(RollbackRequest.to("1")));
            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            project.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                            + " AND backend_type = 'client backend' AND pid <> pg_backend_pid()")
                                    > 1);
            assertThat(result).isNotDone();
            assertThat(project.count("SELECT count(*) FROM _qail_migrations")).isEqualTo(2);
            migrating.rollback();
        }
        assertThat(result.get(1, TimeUnit.MINUTES).rolledBack()).hasSize(1);
    }

    @Test
    void rowsThatBreakTheOldUniqueAreRefusedBeforeAnythingRuns() {
        TestProject project = new TestProject(databases.fresh())
                .script(
                        "V1__shop.qail",
                        "table customers {\n  id bigint primary_key\n  email text\n  nick text\n  unique (email) name uq_email\n}\n")
                .script("V2__looser.qail", "alter customers drop constraint uq_email\ndrop customers.nick\n");
        project.migrate();
        project.database().execute("INSERT INTO customers SELECT i, 'same' FROM generate_series(1, 2) i");
        refused(project, "uq_email");
    }

    @Test
    void rowsThatBreakTheOldForeignKeyAreRefusedBeforeAnythingRuns() {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__shop.qail", """
                        table customers {
                          id bigint primary_key
                        }
                        table orders {
                          id bigint primary_key
                          customer_id bigint
                          foreign_key (customer_id) references customers(id) constraint fk_customer
                        }
                        """)
                .script("V2__looser.qail", "alter orders drop constraint fk_customer\n");
        project.migrate();
        project.database().execute("INSERT INTO orders VALUES (1, 77)");
        refused(project, "fk_customer");
    }

    @Test
    void rowsOfADroppedTableThatPointAtRowsGoneSinceUndoTheWholeWay() {
        TestProject project = shop();
        project.script("V2__away.qail", "drop orders\n");
        project.migrate();
        project.database().execute("DELETE FROM shops WHERE id = 7");
        refused(project, "orders_shop_id_fkey");
        assertThat(project.qail().restoreCopy(1, "orders", null, "orders_look")).isEqualTo(3000);
    }

    private static void refused(TestProject project, String what) {
        DatabaseContent before = DatabaseContent.of(project.database());
        assertThatThrownBy(() -> project.qail().rollback(RollbackRequest.to("1")))
                .isInstanceOf(QailException.class)
                .hasMessageContaining(what)
                .satisfies(e -> assertThat(((QailException) e).action())
                        .containsAnyOf("Nothing was changed", "changed nothing"));
        assertThat(DatabaseContent.of(project.database())).isEqualTo(before);
        assertThat(project.count("SELECT count(*) FROM _qail_migrations")).isEqualTo(2);
    }

    @Test
    void rowsThatBreakTheOldNotNullAreRefusedOrFilled() {
        TestProject project = shop().script("V2__looser.qail", "alter customers.email nullable\n");
        project.migrate();
        project.database().execute("UPDATE customers SET email = NULL WHERE id <= 3");
        refused(project, "email");
        project.qail().rollback(RollbackRequest.to("1").filling("customers.email", "unknown"));
        assertThat(project.count("SELECT count(*) FROM customers WHERE email = 'unknown'"))
                .isEqualTo(3);
    }

    @Test
    void valuesThatNobodyCanTellApartNeedAWord() {
        TestProject project =
                new TestProject(databases.fresh()).script("V1__log.qail", "table log {\n  line text\n  level int\n}\n");
        project.migrate();
        project.database().execute("INSERT INTO log SELECT 'l' || i % 3, i % 2 FROM generate_series(1, 30) i");
        DatabaseContent before = DatabaseContent.of(project.database());
        project.script("V2__upper.qail", "transform upper(line) -> log.line\n");
        project.migrate();
        assertThatThrownBy(() -> project.qail().rollback(RollbackRequest.to("1")))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("log.line")
                .hasMessageContaining("cannot be told");
        project.qail().rollback(RollbackRequest.to("1").preferring(Conflict.PREFER_SNAPSHOT));
        assertThat(DatabaseContent.of(project.database())).isEqualTo(before);
    }

    /** S10: the way back keeps what it takes away, so that going forward again loses nothing of what came later either. */
    @Test
    void whatARollbackTookAwayIsFoundAgain() {
        TestProject project = shop().script("V2__phone.qail", "add customers.phone text\n");
        project.migrate();
        project.database().execute("UPDATE customers SET phone = '+49' || id WHERE id <= 100");
        RollbackResult result = project.qail().rollback(RollbackRequest.to("1"));
        long snapshot = Objects.requireNonNull(result.rolledBack().get(0).snapshotId());

        project.migrate();
        assertThat(project.qail().restoreCopy(snapshot, "customers", "phone", "phones"))
                .isEqualTo(100);
        project.database().execute("UPDATE customers c SET phone = p.phone FROM phones p WHERE p.id = c.id");
        assertThat(project.count("SELECT count(*) FROM customers WHERE phone = '+49' || id"))
                .isEqualTo(100);
        project.qail().rollback(RollbackRequest.to("1"));
        project.migrate();
        assertThat(project.count("SELECT count(*) FROM _qail_migrations WHERE type = 'ROLLBACK'"))
                .isEqualTo(2);
    }
}
