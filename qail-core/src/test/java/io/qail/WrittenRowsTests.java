package io.qail;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.error.MigrationException;
import io.qail.error.QailException;
import io.qail.history.BackupMode;
import io.qail.migrate.MigrationListener;
import io.qail.rollback.Conflict;
import io.qail.rollback.RollbackRequest;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What QAIL's own statements write is what they say, in the table that they name: no rule, trigger, foreign key or function
 * changes that without an error that names it. S2, S13, S21; every row count is proven.
 */
@PostgresTest
class WrittenRowsTests {

    private static final String TABLE = """
            table t {
              id int primary_key
              v text
              seen text
            }
            table other {
              id int primary_key
              n int default 0
            }
            """;

    private final TestDatabase databases;

    WrittenRowsTests(TestDatabase databases) {
        this.databases = databases;
    }

    private TestProject project(String second, String... statements) {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__a.qail", TABLE)
                .migrating(options -> options.withBackupMode(BackupMode.DATABASE));
        project.migrate();
        project.database()
                .execute("INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, NULL); INSERT INTO other VALUES (1), (2)");
        project.database().execute(statements);
        return project.script("V2__b.qail", second);
    }

    private static String values(TestProject project, String query) {
        return String.valueOf(project.value(
                "SELECT string_agg(coalesce(x::text, '-'), ' ') FROM (" + query + ") AS q(x)", String.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE RULE keep AS ON UPDATE TO t DO INSTEAD NOTHING",
                "CREATE RULE keep AS ON UPDATE TO t WHERE old.id > 1 DO INSTEAD NOTHING",
                "CREATE RULE keep AS ON UPDATE TO t WHERE old.id > 1 DO INSTEAD UPDATE other SET n = 7",
                "CREATE RULE keep AS ON UPDATE TO t DO ALSO DELETE FROM other",
                "CREATE RULE keep AS ON UPDATE TO t DO INSTEAD NOTHING; ALTER TABLE t ENABLE ALWAYS RULE keep",
            })
    void aRuleThatChangesAnUpdateIsRefusedByNameBeforeAnythingRuns(String rule) {
        for (String step : List.of(
                "transform upper(v) -> t.v",
                "add t.w text\ntransform v -> t.w\ndrop t.v",
                "transform coalesce(v, id::text) -> t.seen")) {
            TestProject project = project(step, rule).migrating(o -> o.withBackupMode(BackupMode.PROCEED));
            assertThat(project.failure())
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("public.t")
                    .hasMessageContaining("keep");
            assertThat(project.count("SELECT count(*) FROM _qail_migrations")).isOne();
            assertThat(values(project, "SELECT v FROM t ORDER BY id")).isEqualTo("a b -");
            assertThat(values(project, "SELECT n FROM other ORDER BY id")).isEqualTo("0 0");
        }
    }

    @Test
    void aDisabledRuleAndOneForOtherStatementsAreNoReason() {
        TestProject project = project(
                "transform upper(v) -> t.v",
                "CREATE RULE off AS ON UPDATE TO t DO INSTEAD NOTHING; ALTER TABLE t DISABLE RULE off",
                "CREATE RULE replica AS ON UPDATE TO t DO INSTEAD NOTHING; ALTER TABLE t ENABLE REPLICA RULE replica",
                "CREATE RULE no_delete AS ON DELETE TO t DO INSTEAD NOTHING");
        project.migrate();
        assertThat(values(project, "SELECT v FROM t ORDER BY id")).isEqualTo("A B -");
    }

    @Test
    void aRollbackIsRefusedByTheRuleAndGoesThroughWithoutIt() {
        TestProject project =
                project("drop t.v", "CREATE RULE keep AS ON UPDATE TO t WHERE old.id > 1 DO INSTEAD NOTHING");
        project.migrate();
        RollbackRequest request = RollbackRequest.to("1");
        assertThat(rollbackFailure(project, request))
                .hasMessageContaining("keep")
                .hasMessageContaining("public.t");
        assertThat(project.count("SELECT count(*) FROM _qail_migrations")).isEqualTo(2);
        project.database().execute("ALTER TABLE t DISABLE RULE keep");
        project.qail().rollback(request);
        assertThat(values(project, "SELECT v FROM t ORDER BY id")).isEqualTo("a b -");
    }

    private static QailException rollbackFailure(TestProject project, RollbackRequest request) {
        try {
            project.qail().rollback(request);
        } catch (QailException e) {
            return e;
        }
        throw new AssertionError("the rollback went through");
    }

    @Test
    void aRuleThatComesWhileTheMigrationRunsIsSeenToo() {
        TestProject project = project("transform upper(v) -> t.v").listening(new MigrationListener() {
            @Override
            public void beforeVersion(Connection connection, String version) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CREATE RULE late AS ON UPDATE TO t DO INSTEAD NOTHING");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        assertThat(project.failure()).hasMessageContaining("late");
        assertThat(values(project, "SELECT v FROM t ORDER BY id")).isEqualTo("a b -");
    }

    @Test
    void aFunctionThatChangesAnotherTableIsAnErrorThatNamesTheTable() {
        TestProject project = project(
                "transform meddle(v) -> t.v",
                "CREATE FUNCTION meddle(x text) RETURNS text LANGUAGE plpgsql AS"
                        + " $$ BEGIN UPDATE other SET n = n + 1; RETURN x || '!'; END $$");
        assertThat(project.failure()).hasMessageContaining("public.other");
        assertThat(values(project, "SELECT n FROM other ORDER BY id")).isEqualTo("0 0");
        assertThat(values(project, "SELECT v FROM t ORDER BY id")).isEqualTo("a b -");
    }

    /** Foreign keys in the schema: the followers are counted and kept, and no trigger of either table fires. */
    @Test
    void aKeyThatCarriesAnUpdateOnFiresNoTriggerOfTheChild() {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__a.qail", """
                        table parents {
                          code text primary_key
                        }
                        table children {
                          id int primary_key
                          code text references parents(code) on_update cascade
                          touched int not_null default 0
                        }
                        table grandchildren {
                          id int primary_key
                          code text
                        }
                        """)
                .script("V2__b.qail", "transform upper(code) -> parents.code")
                .migrating(
                        options -> options.withBackupMode(BackupMode.DATABASE).withTarget("1"));
        project.migrate();
        project.database()
                .execute(
                        "INSERT INTO parents VALUES ('a'), ('b'); INSERT INTO children VALUES (1, 'a'), (2, 'a'), (3, 'b')",
                        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS"
                                + " $$ BEGIN NEW.touched := NEW.touched + 1; RETURN NEW; END $$",
                        "CREATE TRIGGER touch BEFORE UPDATE ON children FOR EACH ROW EXECUTE FUNCTION touch()");
        project.migrating(options -> options.withTarget(null)).migrate();
        assertThat(values(project, "SELECT code || touched FROM children ORDER BY id"))
                .isEqualTo("A0 A0 B0");
        project.qail().rollback(RollbackRequest.to("1").preferring(Conflict.PREFER_SNAPSHOT));
        assertThat(values(project, "SELECT code || touched FROM children ORDER BY id"))
                .isEqualTo("a0 a0 b0");
        project.database().execute("UPDATE children SET id = id");
        assertThat(values(project, "SELECT touched FROM children ORDER BY id")).isEqualTo("1 1 1");
    }

    @Test
    void aRuleOfTheChildIsARefusalToo() {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__a.qail", """
                        table parents {
                          code text primary_key
                        }
                        table children {
                          id int primary_key
                          code text references parents(code) on_update cascade
                        }
                        """)
                .script("V2__b.qail", "transform upper(code) -> parents.code")
                .migrating(options -> options.withTarget("1"));
        project.migrate();
        project.database()
                .execute(
                        "INSERT INTO parents VALUES ('a'); INSERT INTO children VALUES (1, 'a')",
                        "CREATE RULE frozen AS ON UPDATE TO children DO INSTEAD NOTHING");
        project.migrating(options -> options.withTarget(null));
        assertThat(project.failure()).hasMessageContaining("frozen").hasMessageContaining("public.children");
    }

    @Test
    void aForeignKeyThatNoSchemaKnowsIsAnErrorThatNamesIt() {
        TestProject project = project(
                "transform id + 100 -> t.id",
                "CREATE SCHEMA elsewhere; CREATE TABLE elsewhere.child (t int CONSTRAINT follows REFERENCES t(id) ON UPDATE SET NULL)",
                "INSERT INTO elsewhere.child VALUES (1), (2)");
        assertThat(project.failure()).hasMessageContaining("elsewhere.child").hasMessageContaining("follows");
        assertThat(values(project, "SELECT t FROM elsewhere.child ORDER BY t")).isEqualTo("1 2");
    }

    @Test
    void rowsThatATriggerKeepsOutOfALoadedFileAreAnError() {
        TestProject project = project(
                "copy other (id, n) from 'rows.csv'",
                "CREATE FUNCTION leave_out() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN IF NEW.id = 8 THEN RETURN NULL; END IF; RETURN NEW; END $$",
                "CREATE TRIGGER leave_out BEFORE INSERT ON other FOR EACH ROW EXECUTE FUNCTION leave_out()");
        project.script("rows.csv", "id,n\r\n7,1\r\n8,\"2\"\r\n9,3");
        assertThat(project.failure()).hasMessageContaining("rows.csv has 3 records, and 2 rows");
        project.database().execute("DROP TRIGGER leave_out ON other");
        project.migrate();
        assertThat(project.count("SELECT count(*) FROM other")).isEqualTo(5);
    }

    @Test
    void aTransformOfAPartitionedTableThatMovesRowsIsCountedAndFiresNoTrigger() {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__a.qail", """
                        table p partition_by range (id) {
                          id int not_null
                          v text
                          touched int not_null default 0
                        }
                        table p_low partition_of p for values from (0) to (10)
                        table p_high partition_of p for values from (10) to (100)
                        """)
                .script("V2__b.qail", "transform id + 8 -> p.id\ntransform upper(v) -> p.v")
                .migrating(options -> options.withTarget("1"));
        project.migrate();
        project.database()
                .execute(
                        "INSERT INTO p VALUES (1, 'a'), (5, 'b'), (20, 'c')",
                        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS"
                                + " $$ BEGIN NEW.touched := NEW.touched + 1; RETURN NEW; END $$",
                        "CREATE TRIGGER touch BEFORE UPDATE ON p FOR EACH ROW EXECUTE FUNCTION touch()");
        project.migrating(options -> options.withTarget(null)).migrate();
        assertThat(values(project, "SELECT id || v || touched FROM p ORDER BY id"))
                .isEqualTo("9A0 13B0 28C0");
        project.database().execute("UPDATE p SET v = v");
        assertThat(values(project, "SELECT touched FROM p ORDER BY id")).isEqualTo("1 1 1");
    }
}
