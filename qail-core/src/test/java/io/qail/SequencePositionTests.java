package io.qail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qail.history.BackupMode;
import io.qail.history.LockOptions;
import io.qail.rollback.RollbackRequest;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** No number of a sequence is given out twice, and none that was set is forgotten, there and back. S1, S2, S26. */
@PostgresTest
class SequencePositionTests {

    private final TestDatabase databases;

    SequencePositionTests(TestDatabase databases) {
        this.databases = databases;
    }

    private TestProject project(String first, String second) {
        return new TestProject(databases.fresh()).script("V1__a.qail", first).script("V2__b.qail", second);
    }

    private static void migrateTo(TestProject project, String version) {
        project.migrating(options -> options.withTarget(version)).migrate();
    }

    private static void rollback(TestProject project) {
        project.qail().rollback(RollbackRequest.to("1"));
    }

    private static long next(TestProject project, String sequence) {
        return project.count("SELECT nextval('" + sequence + "')");
    }

    @ParameterizedTest
    @EnumSource(
            value = BackupMode.class,
            names = {"DATABASE", "FILE"})
    void aPositionThatWasSetAndNotYetGivenOutComesBack(BackupMode mode) {
        TestProject project = project("""
                table serial_ids {
                  id bigserial primary_key
                  v text
                }
                table identity_ids {
                  id bigint generated_identity primary_key
                  v text
                }
                table empty_ids {
                  id bigint generated_identity primary_key
                  n bigserial not_null
                }
                sequence invoice_no { start 100 }
                sequence descending { increment -1 }
                sequence untouched { start 7 }
                sequence backward { start 100 }
                """, """
                drop serial_ids
                drop identity_ids
                drop empty_ids.n
                drop sequence invoice_no
                drop sequence descending
                drop sequence untouched
                drop sequence backward
                """).migrating(options -> options.withBackupMode(mode));
        migrateTo(project, "1");
        project.database()
                .execute(
                        "INSERT INTO serial_ids (v) VALUES ('a'); INSERT INTO identity_ids (v) VALUES ('b')",
                        "SELECT setval('serial_ids_id_seq', 2000, false)",
                        "ALTER SEQUENCE identity_ids_id_seq RESTART WITH 5000",
                        "SELECT setval('empty_ids_n_seq', 33, false)",
                        "ALTER SEQUENCE invoice_no RESTART WITH 777",
                        "SELECT setval('descending', -50)",
                        "SELECT setval('backward', 20, false)");
        migrateTo(project, "2");
        rollback(project);
        assertThat(next(project, "serial_ids_id_seq")).isEqualTo(2000);
        assertThat(next(project, "identity_ids_id_seq")).isEqualTo(5000);
        assertThat(next(project, "empty_ids_n_seq")).isEqualTo(33);
        assertThat(next(project, "invoice_no")).isEqualTo(777);
        assertThat(next(project, "descending")).isEqualTo(-51);
        assertThat(next(project, "untouched")).isEqualTo(7);
        assertThat(next(project, "backward")).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({"bigserial, bigint generated_identity", "bigint generated_identity, bigserial"})
    void serialAndIdentityGoOnWhereTheOtherWas(String before, String after) {
        TestProject project = new TestProject(databases.fresh()).script("schema.qail", table(before));
        project.migrate();
        String sequence = "SELECT nextval(pg_get_serial_sequence('t', 'id'))";
        project.database()
                .execute(
                        "INSERT INTO t (v) VALUES ('a')",
                        "SELECT setval(pg_get_serial_sequence('t', 'id'), 4000, false)");
        project.script("schema.qail", table(after)).migrate();
        assertThat(project.count(sequence)).isEqualTo(4000);
        project.database().execute("SELECT setval(pg_get_serial_sequence('t', 'id'), 9000)");
        rollback(project);
        assertThat(project.count(sequence)).isEqualTo(9001);
        // Backwards only the declaration says so; a position that nobody has moved comes back as it was.
        project.script("schema.qail", table(after)).migrate();
        rollback(project);
        assertThat(project.count(sequence)).isEqualTo(9002);
    }

    private static String table(String id) {
        return "table t {\n  id " + id + " primary_key\n  v text\n}\n";
    }

    @Test
    void aSequenceThatIsReplacedUnderItsColumnHandsItsPositionOn() {
        TestProject project = project("""
                sequence old_ids { owned_by t.id }
                table t {
                  id bigint primary_key default nextval('old_ids')
                }
                """, """
                sequence new_ids { owned_by t.id }
                alter t.id default nextval('new_ids')
                drop sequence old_ids
                """);
        migrateTo(project, "1");
        project.database().execute("SELECT setval('old_ids', 300)");
        migrateTo(project, "2");
        assertThat(next(project, "new_ids")).isEqualTo(301);
        rollback(project);
        assertThat(next(project, "old_ids")).isEqualTo(302);
    }

    @Test
    void theColumnThatStaysMayHaveTakenFurtherNumbersUntilTheSequenceComesBack() {
        TestProject project = project("""
                table t {
                  id bigserial primary_key
                }
                table u {
                  id bigint generated_identity primary_key
                }
                """, """
                alter t.id no_default
                drop sequence t_id_seq
                alter u.id no_identity
                """);
        migrateTo(project, "1");
        project.database()
                .execute(
                        "INSERT INTO t DEFAULT VALUES; INSERT INTO u DEFAULT VALUES",
                        "SELECT setval('t_id_seq', 40); SELECT setval('u_id_seq', 40)");
        migrateTo(project, "2");
        project.database().execute("INSERT INTO t VALUES (90); INSERT INTO u VALUES (20)");
        rollback(project);
        assertThat(next(project, "t_id_seq")).isEqualTo(91);
        assertThat(next(project, "u_id_seq")).isEqualTo(41);
    }

    @Test
    void numbersThatAreTakenWhileTheMigrationWaitsForItsLocksAreNotGivenOutAgain() throws Exception {
        TestProject project = project("""
                table t {
                  id bigint primary_key
                  v text
                }
                sequence invoice
                """, "drop t.v\ndrop sequence invoice")
                .migrating(options -> options.withBackupMode(BackupMode.DATABASE))
                .with(options -> options.withLocks(new LockOptions(Duration.ofMillis(300), 100, Duration.ZERO)));
        migrateTo(project, "1");
        project.database().execute("INSERT INTO t VALUES (1, 'a')", "SELECT setval('invoice', 100)");
        try (Connection other = project.database().connection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            // Holds the sequence, not the table: the snapshot is made, and the locks before the drop are not had.
            statement.execute("SELECT nextval('invoice')");
            CompletableFuture<Void> migration = CompletableFuture.runAsync(() -> migrateTo(project, "2"));
            await().until(() ->
                    project.count("SELECT count(*) FROM pg_locks WHERE relation = 'invoice'::regclass AND NOT granted")
                            > 0);
            statement.execute("SELECT nextval('invoice'), nextval('invoice')");
            other.commit();
            migration.get(30, TimeUnit.SECONDS);
        }
        rollback(project);
        assertThat(next(project, "invoice")).isEqualTo(104);
    }
}
