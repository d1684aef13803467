package io.qail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.qail.error.HistoryException;
import io.qail.error.ScriptException;
import io.qail.history.BackupMode;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryType;
import io.qail.language.SourceFile;
import io.qail.migrate.PlannedChange;
import io.qail.migrate.Transition;
import io.qail.plan.Absence;
import io.qail.rollback.RollbackRequest;
import io.qail.script.Scripts;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@PostgresTest
class TransitionTests {

    private static final String ONE = """
            table users {
              id    bigint generated_identity primary_key
              email text
              note  text default lower('NONE')
            }
            table sessions {
              id bigint primary_key
            }
            """;
    private static final String TWO = """
            table users {
              id    bigint generated_identity primary_key
              note  text default lower('NONE')
            }
            """;
    private static final Transition UP = Transition.between(schema("one.qail", ONE), schema("two.qail", TWO));

    private TestDatabase database;
    private TestProject project;
    private Qail qail;

    private static Scripts.Declarative schema(String name, String text) {
        return Scripts.Declarative.of(name, List.of(new SourceFile(name, text)));
    }

    @BeforeEach
    void begin(TestDatabase server) {
        database = server.fresh();
        project = new TestProject(database);
        qail = project.qail();
    }

    private void tables() {
        database.execute(
                "CREATE TABLE users (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, email text, note text DEFAULT"
                        + " lower('NONE'))",
                "CREATE TABLE sessions (id bigint PRIMARY KEY)",
                "INSERT INTO users (email) SELECT 'u' || i FROM generate_series(1, 5) i",
                "INSERT INTO sessions SELECT generate_series(1, 7)");
    }

    private List<String> history() {
        return qail.infoWithoutScripts(false).migrations().stream()
                .map(applied -> applied.entry().type() + " " + applied.entry().version() + " "
                        + applied.entry().script() + " " + applied.state())
                .toList();
    }

    @Test
    void aDatabaseWithoutHistoryIsTakenFromOneSchemaToTheNextAndBackWithItsRecords() {
        tables();
        Transition confirmed = UP.withAbsence(Absence.DROPS);
        PlannedChange plan = qail.plan(confirmed).orElseThrow();
        assertThat(plan.impact().recordsAtRisk()).isEqualTo(12);
        assertThat(project.exists("_qail_migrations"))
                .as("a plan changes nothing")
                .isFalse();

        HistoryEntry entry =
                qail.migrate(confirmed.withPlanHash(plan.plan().hash())).orElseThrow();
        assertThat(entry.recordsAtRisk()).isEqualTo(12);
        assertThat(history()).containsExactly("BASELINE 1 one.qail SUCCESS", "DECLARATIVE 2 two.qail SUCCESS");
        assertThat(project.exists("sessions")).isFalse();
        assertThat(qail.migrate(confirmed)).as("nothing is left to do").isEmpty();

        Transition back = Transition.between(UP.to(), UP.from());
        String version = qail.versionOf(back).orElseThrow();
        qail.rollback(RollbackRequest.to(version));
        assertThat(project.count("SELECT count(email) FROM users")).isEqualTo(5);
        assertThat(project.count("SELECT count(*) FROM sessions")).isEqualTo(7);
        assertThat(qail.plan(confirmed)).as("and forward again").isPresent();
    }

    @Test
    void whatIsLeftOutGoesOnlyWhenThatIsConfirmed() {
        tables();
        assertThatExceptionOfType(ScriptException.class)
                .isThrownBy(() -> qail.migrate(UP))
                .withMessageContaining("drop sessions confirm");
        assertThat(project.count("SELECT count(*) FROM sessions")).isEqualTo(7);
        assertThat(project.exists("_qail_migrations")).isFalse();
    }

    @Test
    void anEmptyDatabaseIsAtAnEmptySchema() {
        Transition first = Transition.between(schema("nothing.qail", ""), UP.from());
        qail.migrate(first);
        qail.migrate(UP.withAbsence(Absence.DROPS));
        assertThat(history()).containsExactly("DECLARATIVE 1 one.qail SUCCESS", "DECLARATIVE 2 two.qail SUCCESS");
        Transition all = Transition.between(UP.to(), first.from());
        assertThat(qail.versionOf(all)).contains("0");
        assertThat(qail.versionOf(Transition.between(UP.to(), schema("other text", ONE + "-- the same\n"))))
                .contains("1");
        assertThat(qail.versionOf(Transition.between(UP.from(), first.from())))
                .as("the database is not at the first schema")
                .isEmpty();
    }

    @Test
    void aDatabaseThatIsNotAtTheFirstSchemaIsRefusedByName() {
        tables();
        database.execute("ALTER TABLE users DROP COLUMN note", "ALTER TABLE sessions ADD since date");
        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> qail.plan(UP.withAbsence(Absence.DROPS)))
                .withMessageContaining("The database is not what one.qail says")
                .withMessageContaining("users.note: is expected and does not exist")
                .withMessageContaining("sessions.since: exists and is not expected");
    }

    @Test
    void whatNeitherSchemaKnowsIsLeftAlone() {
        tables();
        database.execute("CREATE TABLE others (id int)");
        qail.migrate(UP.withAbsence(Absence.DROPS));
        assertThat(project.exists("others")).isTrue();
    }

    @Test
    void aVersionedHistoryIsRefused() {
        project.script("V1__users.qail", ONE).migrate();
        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> qail.migrate(UP.withAbsence(Absence.DROPS)))
                .withMessageContaining("versioned scripts");
        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> qail.versionOf(UP))
                .withMessageContaining("versioned scripts");
    }

    @Test
    void anotherPlanThanTheOneThatWasShownIsRefused() {
        tables();
        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> qail.migrate(UP.withAbsence(Absence.DROPS).withPlanHash("0")))
                .withMessageContaining("not the one that was shown");
        assertThat(project.exists("sessions")).isTrue();
    }

    @Test
    void aDeclarativeApplicationGoesOnWhereAStepEnded() {
        tables();
        qail.migrate(UP.withAbsence(Absence.DROPS));
        project.script("schema.qail", TWO + "table more {\n  id int\n}\n");
        assertThat(project.migrateVersions()).containsExactly("3");
    }

    @Test
    void theWayFromTheLiveDatabaseNeedsNoFirstSchema() {
        tables();
        PlannedChange plan = qail.planFromLive(UP.to());
        assertThat(plan.plan().statements())
                .containsExactly("ALTER TABLE public.users DROP COLUMN email", "DROP TABLE public.sessions");
        assertThat(plan.impact().recordsAtRisk()).isEqualTo(12);
        assertThat(qail.drift(UP.from())).isEmpty();
        assertThat(qail.drift(UP.to())).hasSize(2);
    }

    @Test
    void aPurgedSnapshotIsGoneAndItsRollbackWithIt() {
        tables();
        project.migrating(options -> options.withBackupMode(BackupMode.FILE));
        HistoryEntry entry =
                project.qail().migrate(UP.withAbsence(Absence.DROPS)).orElseThrow();
        assertThat(project.snapshots()).isNotEmptyDirectory();
        assertThat(qail.purge(Objects.requireNonNull(entry.snapshotId())).consequences())
                .hasSize(1);
        assertThat(qail.infoWithoutScripts(false).snapshots()).isEmpty();
        assertThat(Path.of(String.valueOf(entry.snapshotLocation()))).doesNotExist();
        assertThat(qail.purge(4711).snapshots()).isEmpty();
        assertThat(entry.type()).isEqualTo(HistoryType.DECLARATIVE);
        assertThatExceptionOfType(HistoryException.class).isThrownBy(() -> qail.rollback(RollbackRequest.to("1")));
    }
}
