package io.qail;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import io.qail.error.ScriptException;
import io.qail.history.HistoryType;
import io.qail.migrate.NewerDatabase;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import org.junit.jupiter.api.Test;

@PostgresTest
class DeclarativeSchemaTests {

    private static final String USERS = """
            table users {
              id   bigint primary_key
              mail text
              age  int
            }
            """;

    private final TestDatabase databases;

    DeclarativeSchemaTests(TestDatabase databases) {
        this.databases = databases;
    }

    private TestProject project() {
        TestProject project = new TestProject(databases.fresh()).script("schema.qail", USERS);
        project.migrate();
        project.database().execute("INSERT INTO users VALUES (1, 'a@example.org', 40)");
        return project;
    }

    @Test
    void theHistoryCounts() {
        TestProject project = project();
        assertThat(project.migrateVersions()).isEmpty();
        project.script("schema.qail", USERS.replace("age  int", "age  bigint\n  nick text"));
        assertThat(project.migrateVersions()).containsExactly("2");
        assertThat(project.qail().info(false).migrations().get(1).entry().type())
                .isEqualTo(HistoryType.DECLARATIVE);
    }

    @Test
    void absenceAloneDropsNothingAndTheErrorPrintsTheLinesToPaste() {
        TestProject project = project().script("schema.qail", USERS.replace("  age  int\n", ""));
        assertThat(project.failure())
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("drop users.age confirm");
        assertThat(project.count("SELECT count(age) FROM users")).isOne();
        project.script("schema.qail", USERS.replace("  age  int\n", "") + "drop users.age confirm\n");
        assertThat(project.migrateVersions()).containsExactly("2");
        assertThat(project.count("SELECT count(*) FROM _qail_data_snapshots")).isOne();
    }

    @Test
    void aRenameIsOfferedFirstAndKeepsTheData() {
        TestProject project = project().script("schema.qail", USERS.replace("mail text", "email text"));
        assertThat(project.failure())
                .isInstanceOf(ScriptException.class)
                .hasMessageMatching("(?s).*rename users.mail -> users.email.*drop users.mail confirm.*");
        project.script("schema.qail", USERS.replace("mail text", "email text") + "rename users.mail -> users.email\n");
        assertThat(project.migrateVersions()).containsExactly("2");
        assertThat(project.count("SELECT count(email) FROM users")).isOne();
        assertThat(project.migrateVersions()).isEmpty();
    }

    /** S12 */
    @Test
    void aRenameWithATypoIsAnError() {
        TestProject project = project()
                .script("schema.qail", USERS.replace("mail text", "email text") + "rename users.mial -> users.email\n");
        assertThat(project.failure())
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("schema.qail:6:")
                .hasMessageContaining("mial");
    }

    /** S13 */
    @Test
    void aStaleDropNeverDropsWhatTheSchemaContains() {
        TestProject project = project().script("schema.qail", USERS + "drop users.age confirm\n");
        project.migrate();
        assertThat(project.count("SELECT count(age) FROM users")).isOne();
    }

    @Test
    void modulesAreOneSchema() {
        TestProject project = new TestProject(databases.fresh())
                .script(
                        "schema/b/orders.qail",
                        "table orders {\n id bigint primary_key\n user_id bigint references users(id)\n}\n")
                .script("schema/a.qail", USERS);
        assertThat(project.migrateVersions()).containsExactly("1");
        assertThat(project.exists("orders")).isTrue();
        project.without("schema/b/orders.qail");
        assertThat(project.failure()).isInstanceOf(ScriptException.class).hasMessageContaining("drop orders confirm");
    }

    @Test
    void theTwoWaysOfWorkingDoNotMix() {
        TestProject project = project();
        project.script("V1__x.qail", "table x {\n id int primary_key\n}\n");
        assertThat(project.failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("schema.qail")
                .hasMessageContaining("V1__x.qail");
        project.without("schema.qail");
        assertThat(project.failure()).isInstanceOf(HistoryException.class).hasMessageContaining("declarative");
    }

    @Test
    void anOlderApplicationDoesNotTakeTheNewerSchemaBack() {
        TestProject project = project().script("schema.qail", USERS + "index users_mail on users (mail)\n");
        assertThat(project.migrateVersions()).containsExactly("2");
        project.script("schema.qail", USERS);
        assertThat(project.migrateVersions()).isEmpty();
        assertThat(project.exists("users_mail")).isTrue();
        assertThat(project.migrating(o -> o.withOnNewerDatabase(NewerDatabase.FAIL))
                        .failure())
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("an earlier one");
        project.script("schema.qail", USERS + "-- on purpose\n");
        assertThat(project.migrateVersions()).containsExactly("3");
        assertThat(project.exists("users_mail")).isFalse();
    }
}
