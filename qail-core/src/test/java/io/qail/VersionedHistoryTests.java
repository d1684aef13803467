package io.qail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import io.qail.error.QailException;
import io.qail.error.ScriptException;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryType;
import io.qail.migrate.MigrationInfo;
import io.qail.migrate.MigrationInfo.State;
import io.qail.migrate.NewerDatabase;
import io.qail.migrate.PlannedMigration;
import io.qail.script.ScriptOptions;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** S23 and S25: what is applied, and what is an error before anything runs. */
@PostgresTest
class VersionedHistoryTests {

    private static final String USERS = "table users {\n id bigint primary_key\n mail text\n}\n";

    private final TestDatabase databases;

    VersionedHistoryTests(TestDatabase databases) {
        this.databases = databases;
    }

    private TestProject project() {
        return new TestProject(databases.fresh());
    }

    @Test
    void versionsAreAppliedInTheOrderOfTheirNumbers() {
        TestProject project = project()
                .script("V1__users.qail", USERS)
                .script("V10__ten.qail", "add users.ten int\n")
                .script("V2__two.qail", "add users.two int\n")
                .script("V1_9__nine.qail", "add users.nine int\n")
                .script("V1.10__one_ten.qail", "add users.one_ten int\n");
        assertThat(project.migrateVersions()).containsExactly("1", "1.9", "1.10", "2", "10");
        assertThat(project.migrateVersions()).isEmpty();
    }

    @Test
    void theHistoryTellsWhoWhatAndWhen() {
        TestProject project =
                project().script("V1__create_users.qail", USERS).migrating(o -> o.withApplication("shop"));
        project.migrate();
        HistoryEntry entry = project.qail().info(false).migrations().get(0).entry();
        assertThat(entry.description()).isEqualTo("create users");
        assertThat(entry.type()).isEqualTo(HistoryType.VERSIONED);
        assertThat(entry.script()).isEqualTo("V1__create_users.qail");
        assertThat(entry.checksum()).matches("[0-9a-f]{64}");
        assertThat(entry.installedBy()).isEqualTo(project.database().user());
        assertThat(entry.application()).isEqualTo("shop");
        assertThat(entry.host()).isNotBlank();
        assertThat(entry.recordsAtRisk()).isZero();
        assertThat(project.value("SELECT schema FROM _qail_migrations", String.class))
                .contains("table users");
    }

    @Test
    void lineEndsAndAByteOrderMarkDoNotChangeAChecksum() {
        TestProject project = project().script("V1__users.qail", USERS);
        project.migrate();
        project.script("V1__users.qail", "\uFEFF" + USERS.replace("\n", "\r\n"));
        assertThat(project.migrateVersions()).isEmpty();
    }

    @Test
    void anEditedScriptIsNamedWithBothChecksumsAndCanBeRepaired() {
        TestProject project = project().script("V1__users.qail", USERS);
        project.migrate();
        project.script("V1__users.qail", USERS + "-- a remark\n").script("V2__more.qail", "add users.age int\n");
        QailException failure = project.failure();
        assertThat(failure)
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("V1__users.qail was edited")
                .hasMessageMatching("(?s).*applied checksum [0-9a-f]{64}.*present checksum [0-9a-f]{64}.*");
        assertThat(failure.action()).contains("repair");
        assertThat(project.qail().repair()).containsExactly("1");
        assertThat(project.migrateVersions()).containsExactly("2");
        assertThat(project.qail().repair()).isEmpty();
        assertThat(project.qail().info(false).migrations().stream()
                        .map(m -> m.entry().type()))
                .containsExactly(HistoryType.VERSIONED, HistoryType.REPAIR, HistoryType.VERSIONED);
    }

    @Test
    void aMissingScriptIsAnErrorUntilItIsRepaired() {
        TestProject project = project().script("V1__users.qail", USERS).script("V2__more.qail", "add users.age int\n");
        project.migrate();
        project.without("V1__users.qail");
        assertThat(project.failure())
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("V1__users.qail is missing");
        assertThat(project.qail().info(false).migrations().get(0).state()).isEqualTo(State.MISSING);
        assertThat(project.qail().repair()).containsExactly("1");
        assertThat(project.migrateVersions()).isEmpty();
    }

    @Test
    void twoScriptsOfOneVersionAreNamed() {
        TestProject project = project().script("V1__users.qail", USERS).script("V1.0__other.qail", USERS);
        assertThat(project.failure())
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("V1.0__other.qail")
                .hasMessageContaining("V1__users.qail");
    }

    @Test
    void aVersionBelowAnAppliedOneNeedsOutOfOrder() {
        TestProject project =
                project().script("V1__users.qail", USERS).script("V3__three.qail", "add users.three int\n");
        project.migrate();
        project.script("V2__two.qail", "add users.two int\n");
        assertThat(project.failure())
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("Version 2")
                .extracting(e -> e.action())
                .asString()
                .contains("qail.out-of-order");
        assertThat(project.migrating(o -> o.withOutOfOrder(true)).migrateVersions())
                .containsExactly("2");
        assertThat(project.count("SELECT count(*) FROM information_schema.columns WHERE table_name = 'users'"))
                .isEqualTo(4);
    }

    @Test
    void aTargetStopsThere() {
        TestProject project = project().script("V1__users.qail", USERS).script("V2__two.qail", "add users.two int\n");
        assertThat(project.migrating(o -> o.withTarget("1")).migrateVersions()).containsExactly("1");
        assertThat(project.migrating(o -> o.withTarget("7")).failure()).hasMessageContaining("There is no version 7");
        assertThat(project.migrating(o -> o.withTarget(null)).migrateVersions()).containsExactly("2");
    }

    @Test
    void anOlderApplicationStartsOnANewerDatabaseUnlessToldToFail() {
        TestProject project = project().script("V1__users.qail", USERS).script("V2__two.qail", "add users.two int\n");
        project.migrate();
        project.without("V2__two.qail");
        assertThat(project.migrateVersions()).isEmpty();
        assertThat(project.qail().info(false).migrations().get(1).state()).isEqualTo(State.FUTURE);
        assertThat(project.migrating(o -> o.withOnNewerDatabase(NewerDatabase.FAIL))
                        .failure())
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("newer");
    }

    @Test
    void validateFailsWhileAVersionIsPendingAndChangesNothing() {
        TestProject project = project().script("V1__users.qail", USERS);
        assertThatThrownBy(() -> project.qail().validate())
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("V1__users.qail");
        assertThat(project.exists("_qail_migrations")).isFalse();
        project.migrate();
        project.qail().validate();
    }

    @Test
    void validateNeedsReadAccessOnly() throws Exception {
        TestProject project = project().script("V1__users.qail", USERS);
        project.migrate();
        String reader = "reader_" + project.database().name();
        try (var superuser = project.database().superuserConnection();
                var statement = superuser.createStatement()) {
            statement.execute("CREATE ROLE " + reader + " LOGIN PASSWORD 'r'");
            statement.execute("GRANT USAGE ON SCHEMA public TO " + reader);
            statement.execute("GRANT SELECT ON public._qail_migrations TO " + reader);
            PGSimpleDataSource dataSource = project.database().dataSource();
            dataSource.setUser(reader);
            dataSource.setPassword("r");
            project.on(dataSource).qail().validate();
            project.script("V2__two.qail", "add users.two int\n");
            assertThat(project.failure())
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("permission denied")
                    .extracting(e -> e.action())
                    .asString()
                    .contains("qail.user");
            project.on(project.database().dataSource());
            statement.execute("DROP OWNED BY " + reader);
            statement.execute("DROP ROLE " + reader);
        }
    }

    @Test
    void aPlanRunsNothingAndSaysExactlyWhatWouldRun() {
        TestProject project = project().script("V1__users.qail", USERS);
        project.migrate();
        project.database().execute("INSERT INTO users VALUES (1, 'a'), (2, NULL)");
        project.script("V2__drop.qail", "drop users.mail\n").script("V3__table.qail", "drop users\n");
        List<PlannedMigration> plan = project.qail().plan();
        assertThat(plan.get(0).statements()).containsExactly("ALTER TABLE public.users DROP COLUMN mail");
        assertThat(plan.get(0).impact().recordsAtRisk()).isOne();
        assertThat(plan.get(1).statements()).containsExactly("DROP TABLE public.users");
        assertThat(project.qail().plan()).isEqualTo(plan);
        assertThat(project.count("SELECT count(mail) FROM users")).isOne();
    }

    @Test
    void aDatabaseWithObjectsAndNoHistoryIsAdoptedOnlyWhenTold() {
        TestProject project = project().script("V1__users.qail", USERS).script("V2__two.qail", "add users.two int\n");
        project.database()
                .execute(
                        "CREATE TABLE users (id bigint PRIMARY KEY, mail text)",
                        "INSERT INTO users VALUES (1, 'kept')");
        QailException failure = project.failure();
        assertThat(failure).isInstanceOf(HistoryException.class).hasMessageContaining("users");
        assertThat(failure.action()).contains("qail.baseline-on-migrate=true").contains("qail.baseline-version=1");
        assertThat(project.exists("_qail_migrations")).isFalse();
        assertThat(project.migrating(o -> o.withBaseline(true, "1")).migrateVersions())
                .containsExactly("2");
        assertThat(project.count("SELECT count(*) FROM users WHERE mail = 'kept'"))
                .isOne();
        assertThat(project.qail().info(false).migrations().stream()
                        .map(m -> m.entry().type()))
                .containsExactly(HistoryType.BASELINE, HistoryType.VERSIONED);
    }

    @Test
    void aBaselineThatIsNotWhatTheScriptDescribesIsRefused() {
        TestProject project = project().script("V1__users.qail", USERS).migrating(o -> o.withBaseline(true, "1"));
        project.database().execute("CREATE TABLE users (id bigint PRIMARY KEY, mail varchar(10))");
        assertThat(project.failure()).isInstanceOf(HistoryException.class).hasMessageContaining("users.mail");
        assertThat(project.exists("_qail_migrations")).isFalse();
    }

    @Test
    void aBaselineWithoutAScriptTakesTheDatabaseAsItIs() {
        TestProject project = project()
                .script("V5__two.qail", "add users.two int\ndrop users.mail\n")
                .migrating(o -> o.withBaseline(true, "4"));
        project.database().execute("CREATE TABLE users (id bigint PRIMARY KEY, mail text DEFAULT lower('X'))");
        assertThat(project.migrateVersions()).containsExactly("5");
    }

    @Test
    void aMissingLocationSaysSo() {
        TestProject project = project();
        assertThat(project.failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("does not exist")
                .extracting(e -> e.action())
                .asString()
                .contains("qail.fail-on-missing-locations");
        project.with(o -> o.withScripts(new ScriptOptions(o.scripts().locations(), false)));
        assertThat(project.migrateVersions()).isEmpty();
    }

    @Test
    void anUnknownTypeIsNamedWithItsPlace() {
        TestProject project =
                project().script("V1__users.qail", "table users {\n  id bigint primary_key\n  shape geometri\n}\n");
        assertThat(project.failure())
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("V1__users.qail:3:")
                .hasMessageContaining("geometri");
        assertThat(project.exists("_qail_migrations")).isFalse();
    }

    @Test
    void aFailingVersionLeavesTheOnesBeforeIt() {
        TestProject project = project()
                .script("V1__users.qail", USERS)
                .script("V2__load.qail", "sql $$ INSERT INTO users VALUES (1, 'a'), (2, 'a') $$ confirm\n")
                .script("V3__unique.qail", "alter users add constraint uq unique (mail)\n");
        assertThat(project.failure()).hasMessageContaining("Migration 3").hasMessageContaining("uq");
        MigrationInfo info = project.qail().info(true);
        assertThat(info.migrations()).hasSize(2);
        assertThat(info.pending()).hasSize(1);
        assertThat(info.drift()).isEmpty();
    }

    @Test
    void theHistoryLivesInTheDefaultSchema() {
        TestProject project = project().script("V1__users.qail", USERS).migrating(o -> o.withDefaultSchema("app"));
        project.database().execute("CREATE SCHEMA app", "CREATE TABLE public.users (id int)");
        assertThat(project.migrateVersions()).containsExactly("1");
        assertThat(project.exists("app.users")).isTrue();
        assertThat(project.exists("app._qail_migrations")).isTrue();
        assertThat(project.exists("public._qail_migrations")).isFalse();
    }
}
