package io.qail;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.error.MigrationException;
import io.qail.error.QailException;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import org.junit.jupiter.api.Test;

/** A migration that the rows which are there make fail takes no lock and no snapshot first. */
@PostgresTest
class ForeseenFailureTests {

    private final TestDatabase databases;

    ForeseenFailureTests(TestDatabase databases) {
        this.databases = databases;
    }

    private TestProject project() {
        TestProject project = new TestProject(databases.fresh()).script("V1__create.qail", """
                        enum mood { sad, ok, happy }
                        table users {
                          id    bigint primary_key
                          email text
                          age   text
                          mood  mood
                          phone text
                        }
                        """);
        project.migrate();
        project.database().execute("""
                        INSERT INTO users VALUES (1, 'a@x', '7', 'sad', '1'), (2, NULL, 'old', 'ok', '2'),
                          (3, 'a@x', '9', 'ok', '3')
                        """);
        return project;
    }

    private static void isRefusedBeforeTheSnapshot(TestProject project, String... parts) {
        QailException failure = project.failure();
        assertThat(failure).isInstanceOf(MigrationException.class).hasMessageContaining("cannot succeed");
        assertThat(failure.getMessage()).contains(parts);
        assertThat(failure.action()).contains("changed nothing");
        assertThat(project.count("SELECT count(*) FROM _qail_snapshots_id_seq WHERE is_called"))
                .isZero();
    }

    @Test
    void valuesThatTheNewTypeRejectsAreNamed() {
        TestProject project = project().script("V2__age.qail", "alter users.age integer\ndrop users.phone\n");
        isRefusedBeforeTheSnapshot(project, "ALTER TYPE users.age: 1 value is rejected");
    }

    @Test
    void rowsOfARemovedEnumValueAreNamed() {
        TestProject project = project().script("V2__mood.qail", "enum mood { sad, happy }\ndrop users.phone\n");
        isRefusedBeforeTheSnapshot(project, "users.mood: 2 values are rejected");
    }

    @Test
    void everyViolationIsNamedAtOnce() {
        TestProject project = project().script("V2__strict.qail", """
                        alter users.email not_null
                        alter users add constraint uq unique (email)
                        drop users.phone
                        """);
        isRefusedBeforeTheSnapshot(project, "SET NOT NULL users.email: 1 row is rejected", "users.uq: 1 row");
    }

    @Test
    void aSequenceBeyondItsNewBoundsIsNamed() {
        TestProject project = new TestProject(databases.fresh()).script("V1__create.qail", """
                        sequence tickets
                        table users {
                          id bigint generated_identity primary_key
                          phone text
                        }
                        """);
        project.migrate();
        project.database()
                .execute(
                        "INSERT INTO users (phone) SELECT 'p' FROM generate_series(1, 50)",
                        "SELECT setval('tickets', 7)");
        project.script("V2__bounds.qail", """
                        rename users.id -> users.number
                        alter users.number bigint generated_identity(maxvalue 40)
                        sequence tickets { maxvalue 5 }
                        drop users.phone
                        """);
        isRefusedBeforeTheSnapshot(
                project,
                "SET IDENTITY users.number: 1 value is rejected (the sequence stands outside of its new bounds",
                "ALTER SEQUENCE tickets: 1 value is rejected");
        project.script("V2__bounds.qail", """
                        rename users.id -> users.number
                        alter users.number bigint generated_identity(maxvalue 50)
                        sequence tickets { maxvalue 7 }
                        """);
        assertThat(project.migrateVersions()).containsExactly("2");
    }

    @Test
    void aSqlBlockMayPutTheRowsRight() {
        TestProject project = project().script("V2__strict.qail", """
                        sql $$ UPDATE users SET email = 'b@x' WHERE email IS NULL $$ confirm
                        alter users.email not_null
                        drop users.phone
                        """);
        assertThat(project.migrateVersions()).containsExactly("2");
    }

    @Test
    void aTransformMayPutTheRowsRight() {
        TestProject project = project().script("V2__strict.qail", """
                        transform coalesce(email, 'none') -> users.email
                        alter users.email not_null
                        transform nullif(age, 'old')::integer -> users.age
                        alter users.age integer
                        """);
        assertThat(project.migrateVersions()).containsExactly("2");
    }
}
