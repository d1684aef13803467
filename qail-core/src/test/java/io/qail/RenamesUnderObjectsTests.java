package io.qail;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.error.ScriptException;
import io.qail.rollback.RollbackRequest;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import org.junit.jupiter.api.Test;

/** PostgreSQL carries views, policies, triggers and the like along when what they name is renamed; the history follows. */
@PostgresTest
class RenamesUnderObjectsTests {

    private final TestDatabase databases;

    RenamesUnderObjectsTests(TestDatabase databases) {
        this.databases = databases;
    }

    private TestProject project() {
        TestProject project = new TestProject(databases.fresh()).script("V1__create.qail", """
                        table orders {
                          id     bigint primary_key
                          status text not_null
                          total  numeric(12,2) not_null
                          enable_rls
                        }
                        function noted() returns trigger language plpgsql $$ begin return new; end $$
                        view open_orders $$ select id, total from orders where status = 'new' $$
                        materialized view totals $$ select status, sum(total) as total from orders group by status $$
                        unique index totals_status on totals (status)
                        policy only_new on orders for select using $$ status = 'new' $$
                        trigger note on orders before update of status when (old.status <> new.status) for_each_row execute noted
                        """);
        project.migrate();
        project.script("V2__rename.qail", "rename orders.status -> orders.state\n");
        project.migrate();
        return project;
    }

    @Test
    void theRenameIsNoDrift() {
        assertThat(project().qail().info(true).drift()).isEmpty();
    }

    @Test
    void aTypeThatChangesLaterMakesTheViewsAgainWithTheNewName() {
        TestProject project = project().script("V3__type.qail", "alter orders.total numeric(14,4)\n");
        assertThat(project.migrateVersions()).containsExactly("3");
        assertThat(project.qail().info(true).drift()).isEmpty();
        assertThat(project.exists("open_orders")).isTrue();
    }

    @Test
    void aRenamedTableIsNoDriftAndItsViewsCanBeMadeAgain() {
        TestProject project = project()
                .script("V3__rename.qail", "rename orders -> purchases\n")
                .script("V4__type.qail", "alter purchases.total numeric(14,4)\n");
        assertThat(project.migrateVersions()).containsExactly("3", "4");
        assertThat(project.qail().info(true).drift()).isEmpty();
    }

    @Test
    void theWayBackFollowsToo() {
        TestProject project = project();
        project.qail().rollback(RollbackRequest.to("1"));
        assertThat(project.qail().info(true).drift()).isEmpty();
        assertThat(project.count(
                        "SELECT count(*) FROM pg_views WHERE viewname = 'open_orders' AND definition LIKE '%status%'"))
                .isOne();
    }

    @Test
    void aViewThatHadDriftedBeforeTheRenameIsStillDrift() {
        TestProject project = new TestProject(databases.fresh()).script("V1__create.qail", """
                        table orders {
                          id     bigint primary_key
                          status text not_null
                        }
                        view open_orders $$ select id from orders where status = 'new' $$
                        """);
        project.migrate();
        project.database().execute("CREATE OR REPLACE VIEW open_orders AS SELECT id FROM orders WHERE status = 'old'");
        project.script("V2__rename.qail", "rename orders.status -> orders.state\n")
                .migrate();
        assertThat(project.qail().info(true).drift()).isNotEmpty();
    }

    @Test
    void whatHasToBeMadeAgainInTheSameVersionFollowsTheRename() {
        TestProject project = project().script("V3__both.qail", """
                        rename orders.state -> orders.phase
                        rename orders -> purchases
                        alter purchases.total numeric(14,4)
                        """);
        assertThat(project.migrateVersions()).containsExactly("3");
        assertThat(project.qail().info(true).drift()).isEmpty();
        project.qail().rollback(RollbackRequest.to("1"));
        assertThat(project.qail().info(true).drift()).isEmpty();
    }

    @Test
    void aRenamedColumnOfAnotherTypeUnderAViewFollows() {
        TestProject project = project().script("V3__both.qail", """
                        rename orders.state -> orders.phase
                        alter orders.phase varchar(20)
                        """);
        assertThat(project.migrateVersions()).containsExactly("3");
        assertThat(project.qail().info(true).drift()).isEmpty();
    }

    @Test
    void aViewWhoseWordsCouldNowMeanAnotherColumnHasToBeWrittenAnew() {
        TestProject project = project().script("V3__swap.qail", """
                        rename orders.state -> orders.phase
                        add orders.state integer
                        alter orders.total numeric(14,4)
                        """);
        assertThat(project.failure()).isInstanceOf(ScriptException.class).hasMessageContaining("write it anew");
        project.script("V3__swap.qail", """
                        rename orders.state -> orders.phase
                        add orders.state integer
                        alter orders.total numeric(14,4)
                        view open_orders $$ select id, total from orders where phase = 'new' $$
                        materialized view totals $$ select phase, sum(total) as total from orders group by phase $$
                        drop index totals_status
                        """);
        assertThat(project.migrateVersions()).containsExactly("3");
        assertThat(project.qail().info(true).drift()).isEmpty();
    }

    @Test
    void aStarOfADeclarativeSchemaMeansTheColumnsAfterTheRename() {
        TestProject project = new TestProject(databases.fresh()).script("schema.qail", """
                        table orders {
                          id    bigint primary_key
                          state text
                          total numeric(12,2)
                        }
                        view all_orders $$ select o.* from orders o where id > 0 $$
                        """);
        project.migrate();
        project.script("schema.qail", """
                        table orders {
                          id    bigint primary_key
                          phase text
                          total numeric(14,4)
                        }
                        rename orders.state -> orders.phase
                        view all_orders $$ select o.* from orders o where id > 0 $$
                        """);
        assertThat(project.migrateVersions()).containsExactly("2");
        assertThat(project.qail().info(true).drift()).isEmpty();
        assertThat(
                        project.count(
                                "SELECT count(*) FROM information_schema.columns WHERE table_name = 'all_orders' AND column_name = 'phase'"))
                .isOne();
    }
}
