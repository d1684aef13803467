package io.qail;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.error.HistoryException;
import io.qail.error.MigrationException;
import io.qail.migrate.DriftPolicy;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S21. */
@PostgresTest
class VerifiedCommitTests {

    private final TestDatabase databases;

    VerifiedCommitTests(TestDatabase databases) {
        this.databases = databases;
    }

    private TestProject project() {
        TestProject project = new TestProject(databases.fresh()).script("V1__create.qail", """
                        table users {
                          id bigint primary_key
                          name varchar(40) not_null default 'nobody'
                          age int check(age >= 0)
                        }
                        table other {
                          id bigint primary_key
                          note text
                        }
                        """);
        project.migrate();
        return project.script(
                "V2__more.qail",
                "add users.email text not_null default lower('NONE')\nindex users_email on users (lower(email)) where email <> ''\n");
    }

    @Test
    void aDriftedColumnElsewhereDoesNotStopAMigration() {
        TestProject project = project();
        project.database().execute("ALTER TABLE other ALTER note TYPE varchar(10)", "ALTER TABLE other ADD extra int");
        assertThat(project.migrateVersions()).containsExactly("2");
    }

    @Test
    void withDriftFailItDoesAndSaysWhatDiffers() {
        TestProject project = project().migrating(o -> o.withDrift(DriftPolicy.FAIL));
        project.database().execute("ALTER TABLE other ALTER note TYPE varchar(10)");
        assertThat(project.failure())
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("other.note")
                .hasMessageContaining("character varying(10)");
    }

    @Test
    void anEventTriggerThatChangesTheResultRollsEverythingBack() throws SQLException {
        TestProject project = project();
        try (Connection superuser = project.database().superuserConnection();
                Statement statement = superuser.createStatement()) {
            statement.execute("""
                    CREATE FUNCTION public.meddle() RETURNS event_trigger LANGUAGE plpgsql AS $$
                    BEGIN
                      IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity = 'public.users')
                         AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'public.users'::regclass AND attname = 'meddled') THEN
                        ALTER TABLE public.users ADD meddled int;
                      END IF;
                    END $$""");
            statement.execute(
                    "CREATE EVENT TRIGGER meddler ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION public.meddle()");
            assertThat(project.failure())
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("users.meddled")
                    .hasMessageContaining("rolled back");
            assertThat(project.count("SELECT count(*) FROM information_schema.columns WHERE table_name = 'users'"))
                    .isEqualTo(3);
            assertThat(project.count("SELECT count(*) FROM _qail_migrations")).isOne();
            statement.execute("DROP EVENT TRIGGER meddler");
        }
        assertThat(project.migrateVersions()).containsExactly("2");
    }

    @Test
    void aSqlBlockMayNotChangeWhatTheSchemaManages() {
        TestProject project = project().script("V3__raw.qail", "sql $$ ALTER TABLE other ADD sneaked int $$ confirm\n");
        assertThat(project.failure())
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("other.sneaked")
                .extracting(e -> ((MigrationException) e).action())
                .asString()
                .contains("verb");
        assertThat(project.count("SELECT count(*) FROM _qail_migrations")).isEqualTo(2);
    }

    @Test
    void aSqlBlockMayMakeAViewOfItsOwn() {
        TestProject project = project()
                .script(
                        "V3__view.qail",
                        "sql $$ CREATE VIEW adults AS SELECT * FROM users WHERE age > 17 $$ confirm\n");
        assertThat(project.migrateVersions()).containsExactly("2", "3");
        assertThat(project.exists("adults")).isTrue();
    }

    /** S16 */
    @Test
    void aViewThatUsesADroppedColumnIsNamed() {
        TestProject project = project();
        project.database().execute("CREATE VIEW noted AS SELECT note FROM other");
        project.script("V3__drop.qail", "drop other.note\n");
        assertThat(project.failure()).isInstanceOf(MigrationException.class).hasMessageContaining("view noted");
        assertThat(project.exists("noted")).isTrue();
    }

    @Test
    void aRowThatViolatesWhatIsDeclaredIsNeverQuoted() {
        TestProject project = project();
        project.database().execute("INSERT INTO users VALUES (1, 'secret name', 1), (2, 'secret name', 2)");
        project.script("V3__unique.qail", "alter users add constraint uq_name unique (name)\n");
        assertThat(project.failure())
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("uq_name")
                .hasMessageNotContaining("secret");
    }

    /** S16: what the language has no word for goes with its table, or follows it. */
    @Test
    void triggersViewsAndPoliciesThatQailDoesNotManageStandInNobodysWay() {
        TestProject project = project();
        project.database()
                .execute(
                        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$",
                        "CREATE TRIGGER trg BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()",
                        "CREATE TRIGGER trg BEFORE UPDATE ON other FOR EACH ROW EXECUTE FUNCTION touch()",
                        "CREATE POLICY own ON users USING (id > 0)",
                        "CREATE VIEW names AS SELECT id, name FROM users",
                        "CREATE TABLE parted (day date) PARTITION BY RANGE (day)");
        project.script("V3__rename.qail", "rename users -> people\nadd people.note text\n")
                .script("V4__drop.qail", "drop other\n");
        assertThat(project.migrateVersions()).containsExactly("2", "3", "4");
        assertThat(project.count("SELECT count(*) FROM pg_trigger WHERE tgname = 'trg'"))
                .isOne();
        assertThat(project.exists("names")).isTrue();
    }

    private static final String PEOPLE = """
            table people {
              id   bigint primary_key
              name varchar(60)
              age  text
            }
            table other {
              id int primary_key
              x  int
              y  int
            }
            """;

    /** S16, S21: what was made by hand goes along, is printed anew, or follows a rename, and is no difference. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drop people | CREATE INDEX hand ON people (name)",
                "drop people.age | CREATE INDEX hand ON people (age)",
                "drop people.age | CREATE INDEX hand ON people (id) WHERE age <> ''",
                "drop other | CREATE STATISTICS st ON x, y FROM other",
                "drop other.y | CREATE STATISTICS st ON x, y FROM other",
                "alter people.age varchar(20) | CREATE INDEX hand ON people (id) WHERE age <> ''",
                "alter people.age varchar(20) | ALTER TABLE people ADD CONSTRAINT hand CHECK (age <> 'x')",
                "drop people.age | ALTER TABLE people ADD CONSTRAINT hand CHECK (age <> name)",
                "rename people.name -> people.full_name | CREATE INDEX hand ON people (lower(name)) WHERE name <> ''",
                "rename people -> persons | CREATE FUNCTION f(people) RETURNS text LANGUAGE sql AS 'SELECT $1.name'",
                "rename people -> persons | ALTER TABLE people ADD CONSTRAINT hand CHECK (age <> 'x') NO INHERIT",
                "rename people -> persons | ALTER TABLE other ADD pid bigint CONSTRAINT hand REFERENCES people(id)",
                "drop other | CREATE SEQUENCE sq OWNED BY other.x",
                "alter people.age varchar(20) | COMMENT ON COLUMN people.age IS 'by hand'",
                "alter people.age not_null | ALTER TABLE people ALTER age SET DEFAULT 'by hand'",
            })
    void whatWasMadeByHandStandsInNobodysWay(String script, String byHand) {
        TestProject project = new TestProject(databases.fresh()).script("V1__create.qail", PEOPLE);
        project.migrate();
        project.database().execute(byHand);
        assertThat(project.script("V2__change.qail", script + "\n").migrateVersions())
                .containsExactly("2");
    }
}
