package io.qail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.qail.drift.Difference;
import io.qail.drift.Difference.Kind;
import io.qail.error.HistoryException;
import io.qail.migrate.DriftPolicy;
import io.qail.schema.ObjectKind;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody did by hand to a migrated database. */
@PostgresTest
class ManualChangeTests {

    private final TestProject project;

    ManualChangeTests(TestDatabase template) {
        project = new TestProject(template.fresh()).script("V1__base.qail", """
                table users {
                  id    bigint primary_key
                  name  text not_null default 'nobody'
                  email text
                  enable_rls
                }
                function greet(name text) returns text language sql $$ select 'hello ' || name $$
                policy all_of_them on users using (true)
                """);
        project.migrate();
    }

    private void changeByHand() {
        project.database()
                .execute(
                        "ALTER TABLE users DROP COLUMN email",
                        "ALTER TABLE users ALTER name SET DEFAULT 'somebody'",
                        "CREATE INDEX users_name ON users (name)",
                        "CREATE OR REPLACE FUNCTION greet(name text) RETURNS text LANGUAGE sql"
                                + " AS $$ SELECT 'bye ' || name $$",
                        "ALTER TABLE users DISABLE ROW LEVEL SECURITY");
    }

    @Test
    void aDatabaseThatNobodyTouchedHasNoDrift() {
        assertThat(project.qail().info(true).drift()).isEmpty();
    }

    @Test
    void eachOfFiveChangesIsDriftOfItsOwnSeverity() {
        changeByHand();
        List<Difference> drift = project.qail().info(true).drift();
        assertThat(drift)
                .extracting(
                        Difference::kind,
                        d -> d.object().kind(),
                        d -> d.object().display("public"))
                .containsExactlyInAnyOrder(
                        tuple(Kind.MISSING, ObjectKind.COLUMN, "users.email"),
                        tuple(Kind.CHANGED, ObjectKind.COLUMN, "users.name"),
                        tuple(Kind.UNEXPECTED, ObjectKind.INDEX, "users_name"),
                        tuple(Kind.CHANGED, ObjectKind.FUNCTION, "greet(text)"),
                        tuple(Kind.CHANGED, ObjectKind.TABLE, "users"));
        assertThat(drift)
                .extracting(Difference::detail)
                .anyMatch(detail -> detail.contains("'nobody'") && detail.contains("'somebody'"))
                .anyMatch(detail -> detail.contains("hello") && detail.contains("bye"))
                .anyMatch(detail -> detail.contains("row level security"));
        assertThat(project.qail().info(false).drift()).isEmpty();
    }

    @Test
    void theNextVersionStopsForThemWhereThePolicySaysSo() {
        changeByHand();
        project.script("V2__more.qail", "table more { id integer }\n");
        HistoryException failure = (HistoryException)
                project.migrating(o -> o.withDrift(DriftPolicy.FAIL)).failure();
        assertThat(failure.getMessage()).contains("users.email", "users.name", "greet(text)", "row level security");
        assertThat(failure.getMessage()).doesNotContain("users_name");
        assertThat(project.migrating(o -> o.withDrift(DriftPolicy.WARN)).migrateVersions())
                .containsExactly("2");
    }
}
