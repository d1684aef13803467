package io.qail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.HistoryException;
import io.qail.error.MigrationException;
import io.qail.history.BackupMode;
import io.qail.rollback.Conflict;
import io.qail.rollback.Restored;
import io.qail.rollback.RollbackRequest;
import io.qail.rollback.RollbackResult;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way back: structure and records. S1, S3, S4, S6, S10, S13. */
@PostgresTest
class RollbackTests {

    private final TestDatabase databases;

    RollbackTests(TestDatabase databases) {
        this.databases = databases;
    }

    private static final String SHOP = """
            enum mood { sad, ok, happy }
            table customers {
              id bigint generated_identity primary_key
              email text not_null unique
              nick text default 'nobody'
              feeling mood
              balance numeric(12,4) not_null default 0
            }
            table orders {
              customer_id bigint not_null references customers(id) on_delete cascade
              nr int not_null
              total numeric(10,2)
              note text
              primary_key (customer_id, nr)
            }
            table events {
              kind text
              at timestamptz
            }
            index orders_total on orders (total)
            comment on customers.nick "what friends say"
            """;

    private static final String ROWS = """
            INSERT INTO customers (email, nick, feeling, balance)
            SELECT 'c' || i || '@example.org', CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'n' || i END,
                   (ARRAY['sad', 'ok', 'happy', NULL])[i % 4 + 1]::mood, i + i / 10000.0
            FROM generate_series(1, 500) i;
            INSERT INTO orders SELECT c, n, c * n / 3.0, CASE WHEN n = 2 THEN 'x' || c END
            FROM generate_series(1, 500) c, generate_series(1, 3) n;
            INSERT INTO events SELECT 'k' || i % 5, CASE WHEN i % 7 <> 0 THEN now() - i % 50 * interval '1 day' END
            FROM generate_series(1, 700) i;
            """;

    private TestProject shop() {
        TestProject project = new TestProject(databases.fresh()).script("V1__shop.qail", SHOP);
        project.migrate();
        project.database().execute(ROWS);
        return project;
    }

    @ParameterizedTest
    @EnumSource(names = {"DATABASE", "FILE"})
    void whatAMigrationDestroyedComesBackAsItWas(BackupMode mode) {
        TestProject project = shop().migrating(o -> o.withBackupMode(mode));
        DatabaseContent before = DatabaseContent.of(project.database());
        project.script("V2__away.qail", """
                drop customers.nick
                drop orders
                alter customers.balance numeric(12,1)
                drop events.at
                """);
        project.migrate();
        assertThat(DatabaseContent.of(project.database())).isNotEqualTo(before);

        RollbackResult result = project.qail().rollback(RollbackRequest.to("1"));

        assertThat(DatabaseContent.of(project.database())).isEqualTo(before);
        assertThat(result.rolledBack()).extracting(entry -> entry.version()).containsExactly("2");
        assertThat(result.remarks()).isEmpty();
        assertThat(result.restored())
                .allSatisfy(item -> assertThat(item.restored() + item.kept() + item.missing())
                        .isEqualTo(item.records()));
        assertThat(result.restored()).extracting(Restored::object).contains("customers.nick", "orders", "events.at");
    }

    @Test
    void forwardAgainAndBackAgainMixesNothing() {
        TestProject project = shop();
        DatabaseContent before = DatabaseContent.of(project.database());
        project.script("V2__away.qail", "drop customers.nick\ndrop orders\n");
        for (int round = 0; round < 3; round++) {
            project.migrate();
            project.qail().rollback(RollbackRequest.to("1"));
            assertThat(DatabaseContent.of(project.database())).isEqualTo(before);
        }
        assertThat(project.count("SELECT count(*) FROM _qail_snapshots WHERE restored_at IS NOT NULL"))
                .isEqualTo(3);
    }

    @Test
    void severalVersionsGoBackNewestFirst() {
        TestProject project = shop();
        DatabaseContent before = DatabaseContent.of(project.database());
        project.script("V2__rename.qail", "rename customers.nick -> customers.handle\nrename orders -> purchases\n")
                .script("V3__split.qail", """
                        add customers.domain text
                        transform split_part(email, '@', 2) -> customers.domain
                        drop purchases.note
                        """)
                .script("V4__gone.qail", "drop customers.handle\ndrop customers.domain\n");
        project.migrate();

        RollbackResult result = project.qail().rollback(RollbackRequest.to("1"));

        assertThat(result.rolledBack()).extracting(entry -> entry.version()).containsExactly("4", "3", "2");
        assertThat(DatabaseContent.of(project.database())).isEqualTo(before);
        assertThat(project.qail().info(true).drift()).isEmpty();
    }

    @Test
    void aTransformedColumnGetsItsOldValuesBackWhereNobodyWroteSince() {
        TestProject project = shop();
        project.script("V2__upper.qail", "transform upper(email) -> customers.email\n");
        project.migrate();
        project.database().execute("UPDATE customers SET email = 'new@example.org' WHERE id = 7");

        RollbackResult result = project.qail().rollback(RollbackRequest.to("1"));

        assertThat(result.restored()).singleElement().satisfies(item -> {
            assertThat(item.records()).isEqualTo(500);
            assertThat(item.restored()).isEqualTo(499);
            assertThat(item.kept()).isEqualTo(1);
        });
        assertThat(project.count("SELECT count(*) FROM customers WHERE email = 'c' || id || '@example.org'"))
                .isEqualTo(499);
        assertThat(project.value("SELECT email FROM customers WHERE id = 7", String.class))
                .isEqualTo("new@example.org");
    }

    @Test
    void theSnapshotWinsWhereItIsPreferred() {
        TestProject project = shop();
        project.script("V2__round.qail", "alter customers.balance numeric(12,1)\n");
        DatabaseContent before = DatabaseContent.of(project.database());
        project.migrate();
        project.database().execute("UPDATE customers SET balance = 1 WHERE id = 7");

        project.qail().rollback(RollbackRequest.to("1").preferring(Conflict.PREFER_SNAPSHOT));

        assertThat(DatabaseContent.of(project.database())).isEqualTo(before);
    }

    @Test
    void everyRowIsAccountedForWhenTheTableLivesOn() {
        TestProject project = shop();
        project.script("V2__away.qail", "drop customers.nick\n");
        project.migrate();
        project.database().execute("DELETE FROM customers WHERE id <= 10");
        project.database().execute("INSERT INTO customers (email) SELECT 'late' || i FROM generate_series(1, 25) i");

        RollbackResult result = project.qail().rollback(RollbackRequest.to("1"));

        assertThat(result.restored()).singleElement().satisfies(item -> {
            assertThat(item.records()).isEqualTo(500);
            assertThat(item.restored()).isEqualTo(490);
            assertThat(item.missing()).isEqualTo(10);
            assertThat(item.added()).isEqualTo(25);
        });
    }

    @Test
    void rowsWithoutAValueForNotNullAreRefusedOrFilled() {
        TestProject project = shop();
        project.script("V2__away.qail", "drop customers.balance\n");
        project.migrate();
        project.database().execute("INSERT INTO customers (email) VALUES ('late')");

        assertThatThrownBy(() -> project.qail().rollback(RollbackRequest.to("1")))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("customers.balance was NOT NULL, and 1 rows of today have no value");
        assertThat(project.qail().info(false).migrations()).hasSize(2);

        project.qail().rollback(RollbackRequest.to("1").filling("customers.balance", "0.5"));
        assertThat(project.value("SELECT balance::text FROM customers WHERE email = 'late'", String.class))
                .isEqualTo("0.5000");
    }

    @Test
    void rowsWithoutAKeyComeBackAsTheSameMultiset() {
        TestProject project = shop();
        project.database().execute("ALTER TABLE events ADD COLUMN IF NOT EXISTS x int");
        project.database().execute("ALTER TABLE events DROP COLUMN x");
        DatabaseContent before = DatabaseContent.of(project.database());
        project.script("V2__kinds.qail", "alter events.at date\n");
        project.migrate();

        RollbackResult result = project.qail().rollback(RollbackRequest.to("1"));

        assertThat(DatabaseContent.of(project.database())).isEqualTo(before);
        assertThat(result.restored())
                .singleElement()
                .satisfies(item -> assertThat(item.restored()).isEqualTo(item.records()));
    }

    /** S4: several columns of a table without a key come back into the same rows. */
    @ParameterizedTest
    @EnumSource(names = {"DATABASE", "FILE"})
    void valuesOfOneRowWithoutAKeyComeBackTogether(BackupMode mode) {
        TestProject project = new TestProject(databases.fresh())
                .migrating(o -> o.withBackupMode(mode))
                .script("V1__log.qail", "table log {\n  kind int\n  line text\n  at date\n  price numeric(8,2)\n}\n");
        project.migrate();
        project.database()
                .execute(
                        "INSERT INTO log SELECT i % 3, CASE WHEN i % 4 <> 0 THEN 'l' || i END,"
                                + " date '2026-01-01' + i, CASE WHEN i % 5 <> 0 THEN i / 7.0 END FROM generate_series(1, 500) i");
        DatabaseContent before = DatabaseContent.of(project.database());
        project.script("V2__less.qail", "drop log.line\ndrop log.at\n");
        project.migrate();

        project.qail().rollback(RollbackRequest.to("1").preferring(Conflict.PREFER_SNAPSHOT));

        assertThat(DatabaseContent.of(project.database())).isEqualTo(before);
    }

    @Test
    void valuesWithoutAKeyThatWereDroppedAndChangedInOneVersionAreRefused() {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__log.qail", "table log {\n  kind int\n  line text\n  price numeric(8,2)\n}\n");
        project.migrate();
        project.database().execute("INSERT INTO log SELECT i % 3, 'l' || i, i / 7.0 FROM generate_series(1, 50) i");
        project.script("V2__less.qail", "drop log.line\nalter log.price numeric(8,1)\n");
        project.migrate();

        assertThatThrownBy(() -> project.qail().rollback(RollbackRequest.to("1").preferring(Conflict.PREFER_SNAPSHOT)))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("which values belong to one row cannot be told");
        assertThat(project.qail().restoreCopy(1, "log", "line", "lines")).isEqualTo(50);
    }

    @Test
    void whatOneVersionRenamedAndDroppedComesBackUnderItsName() {
        TestProject project = shop();
        DatabaseContent before = DatabaseContent.of(project.database());
        project.script("V2__away.qail", """
                rename customers.nick -> customers.handle
                drop customers.handle
                rename orders -> purchases
                drop purchases
                """);
        project.migrate();

        project.qail().rollback(RollbackRequest.to("1"));

        assertThat(DatabaseContent.of(project.database())).isEqualTo(before);
    }

    /** S10: what came later is counted, and kept in a snapshot of the rollback's own. */
    @Test
    void whatCameLaterIsCountedAndKept() {
        TestProject project = shop();
        project.script("V2__more.qail", "add customers.phone text\ntable visits {\n id int primary_key\n}\n");
        project.migrate();
        project.database().execute("UPDATE customers SET phone = '+49' || id WHERE id <= 100");
        project.database().execute("INSERT INTO visits SELECT generate_series(1, 50)");

        assertThat(project.qail().planRollback(RollbackRequest.to("1")).steps())
                .singleElement()
                .satisfies(step -> assertThat(step.impact().recordsAtRisk()).isEqualTo(150));
        RollbackResult result = project.qail().rollback(RollbackRequest.to("1"));

        assertThat(result.rolledBack()).singleElement().satisfies(entry -> {
            assertThat(entry.recordsAtRisk()).isEqualTo(150);
            assertThat(entry.snapshotId()).isNotNull();
        });
        assertThat(project.exists("visits")).isFalse();
    }

    @Test
    void withoutASnapshotThereIsNoWayBackWithData() {
        TestProject project = shop().migrating(o -> o.withBackupMode(BackupMode.PROCEED));
        project.script("V2__away.qail", "drop customers.nick\n");
        project.migrate();

        assertThatThrownBy(() -> project.qail().rollback(RollbackRequest.to("1")))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("without a snapshot");
        project.qail().rollback(RollbackRequest.to("1").schemaOnly());
        assertThat(project.count("SELECT count(*) FROM customers WHERE nick IS NULL"))
                .isEqualTo(500);
    }

    @Test
    void aTamperedFileIsRefusedBeforeAnythingRuns() throws Exception {
        TestProject project = shop().migrating(o -> o.withBackupMode(BackupMode.FILE));
        project.script("V2__away.qail", "drop customers.nick\n");
        project.migrate();
        try (var files = Files.walk(project.snapshots())) {
            Path file = files.filter(path -> path.toString().endsWith(".csv.gz"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 3] ^= 1;
            Files.write(file, bytes);
        }

        assertThatThrownBy(() -> project.qail().rollback(RollbackRequest.to("1")))
                .hasMessageContaining("is not what was written");
        assertThat(project.qail().info(false).migrations()).hasSize(2);
    }

    @Test
    void aPurgedSnapshotIsRefused() {
        TestProject project = shop();
        project.script("V2__away.qail", "drop customers.nick\n");
        project.migrate();
        project.database().execute("DELETE FROM _qail_snapshots");

        assertThatThrownBy(() -> project.qail().rollback(RollbackRequest.to("1")))
                .hasMessageContaining("was purged");
    }

    @Test
    void aSnapshotWithFewerRowsThanItsManifestIsRefused() {
        TestProject project = shop();
        project.script("V2__away.qail", "drop customers.nick\ndrop events\n");
        project.migrate();
        project.database()
                .execute("DELETE FROM _qail_data_snapshots WHERE id IN (SELECT min(id) FROM _qail_data_snapshots)");

        assertThatThrownBy(() -> project.qail().rollback(RollbackRequest.to("1")))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("by its manifest");
        assertThat(project.exists("events")).isFalse();
    }

    @Test
    void aVersionThatDoesNotExistIsNamedWithThoseThatDo() {
        assertThatThrownBy(() -> shop().qail().rollback(RollbackRequest.to("9")))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("no applied version 9")
                .hasMessageContaining("applied are 1");
    }

    @Test
    void aTableTakesItsRowsBeforeItGetsItsKeysAndIndexes() {
        TestProject project = shop();
        project.script("V2__table.qail", """
                table visits {
                  id int primary_key
                  page text check (page <> '')
                  unique (page)
                }
                index visits_lower on visits (lower(page))
                """);
        project.migrate();
        project.database().execute("INSERT INTO visits SELECT n, 'p' || n FROM generate_series(1, 50) n");
        project.script("V3__gone.qail", "drop visits\n");
        project.migrate();

        RollbackRequest request = RollbackRequest.to("2");
        assertThat(project.qail().planRollback(request).steps())
                .singleElement()
                .satisfies(step -> assertThat(String.join("\n", step.statements()))
                        .containsSubsequence(
                                "CREATE TABLE",
                                "INSERT INTO",
                                "UNIQUE (page)",
                                "PRIMARY KEY (id)",
                                "CREATE INDEX",
                                "ANALYZE"));
        assertThat(project.qail().rollback(request).restored())
                .singleElement()
                .satisfies(table -> assertThat(table.restored()).isEqualTo(50));
    }

    @Test
    void anotherPlanThanTheOneShownIsRefused() {
        TestProject project = shop();
        project.script("V2__away.qail", "drop customers.nick\n");
        project.migrate();
        RollbackRequest request = RollbackRequest.to("1");
        String hash = project.qail().planRollback(request).hash();

        assertThatThrownBy(() -> project.qail().rollback(request.withPlanHash("0" + hash)))
                .hasMessageContaining("is not the one that was shown");
        project.qail().rollback(request.withPlanHash(hash));
    }

    @Test
    void whatWasChangedByHandMeanwhileIsNamed() {
        TestProject project = shop();
        project.script("V2__away.qail", "alter customers.balance numeric(12,1)\n");
        project.migrate();
        project.database().execute("ALTER TABLE customers ALTER COLUMN balance TYPE text");

        assertThatThrownBy(() -> project.qail().rollback(RollbackRequest.to("1")))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("customers.balance");
    }

    @Test
    void sqlWithoutAnUndoHasToBeAccepted() {
        TestProject project = shop();
        project.script("V2__sql.qail", "sql $$ UPDATE events SET kind = 'x' $$ confirm\n");
        project.migrate();

        assertThatThrownBy(() -> project.qail().rollback(RollbackRequest.to("1")))
                .hasMessageContaining("no undo block");
        assertThat(project.qail()
                        .rollback(RollbackRequest.to("1").acceptingSql())
                        .rolledBack())
                .hasSize(1);
    }

    @Test
    void allTheWayBackLeavesNothing() {
        TestProject project = shop();
        List<String> versions = project.qail().rollback(RollbackRequest.to("0")).rolledBack().stream()
                .map(entry -> entry.version())
                .toList();
        assertThat(versions).containsExactly("1");
        assertThat(DatabaseContent.of(project.database()).rows()).isEmpty();
    }
}
