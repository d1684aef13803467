package io.qail;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.corpus.FullCatalog;
import io.qail.error.EnvironmentException;
import io.qail.history.BackupMode;
import io.qail.rollback.RollbackRequest;
import io.qail.rollback.RollbackResult;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is made again is what it was: by the version itself, by its rollback, and by the rollback of a drop. S14, S16, S21, S33.
 */
@PostgresTest
class KeptStateTests {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private static final String SCHEMA = """
            enum mood { happy, sad }
            domain code text check(value <> '') default 'x'
            table a {
              id bigint primary_key
              x text
              y int
              m mood
              code code
            }
            index a_x on a (x)
            view va $$ select id, x, m from a $$
            view vb $$ select id, x from va $$
            materialized view ma $$ select x, count(*) as n from a group by x $$
            index ma_x on ma (x)
            function f(n int) returns int language sql $$ select n $$
            procedure p(n int) language sql $$ select n $$
            """;

    /** Retypes what the views stand on, gives functions another result, replaces the enum. */
    private static final String REMAKE = """
            alter a.x varchar(100)
            enum mood { sad, happy }
            function f(n int) returns bigint language sql $$ select n::bigint $$
            """;

    private final TestDatabase databases;
    private final String suffix = ProcessHandle.current().pid() + "_" + COUNTER.incrementAndGet();
    private final String one = "kept_one_" + suffix;
    private final String two = "kept_Two " + suffix;
    private TestProject project;

    KeptStateTests(TestDatabase databases) {
        this.databases = databases;
    }

    /** Roles and all that a person with rights does by hand. */
    private void admin(String... statements) throws SQLException {
        try (Connection connection = project.database().superuserConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql.replace("{one}", one)
                        .replace("{two}", '"' + two + '"')
                        .replace("{me}", project.database().user()));
            }
        }
    }

    @BeforeEach
    void migrate() throws SQLException {
        project = new TestProject(databases.fresh()).script("V1__schema.qail", SCHEMA);
        admin("CREATE ROLE {one}", "CREATE ROLE {two}", "GRANT CREATE, USAGE ON SCHEMA public TO {one}, {two}, {me}");
        project.migrate();
        project.database().execute("INSERT INTO a SELECT i, 'x' || i, i, 'sad' FROM generate_series(1, 20) i");
    }

    @AfterEach
    void dropRoles() throws SQLException {
        admin("DROP OWNED BY {one}, {two} CASCADE", "DROP ROLE {one}", "DROP ROLE {two}");
    }

    private SortedSet<String> catalog() throws SQLException {
        try (Connection connection = project.database().superuserConnection()) {
            return FullCatalog.read(connection);
        }
    }

    /** Everything but what the version itself changes. */
    private static List<String> lost(SortedSet<String> before, SortedSet<String> after) {
        return FullCatalog.difference(before, after).stream()
                .filter(
                        line -> !line.matches(
                                "[-+] (column public\\.(a|va|vb|ma)\\.x: type =|type public\\.mood: labels"
                                        + "|(materialized )?view public\\.\\w+: query|routine public\\.f\\(\\w*\\): (definition|result)).*"))
                .filter(line -> !line.contains("index public.ax: definition = "))
                .toList();
    }

    private void migrateAsSuperuser() throws SQLException {
        project.on(project.database().superuserDataSource()).migrate();
    }

    private void theVersionAndItsRollbackKeepEverything() throws SQLException {
        SortedSet<String> before = catalog();
        project.script("V2__remake.qail", REMAKE);
        migrateAsSuperuser();
        assertThat(lost(before, catalog())).isEmpty();
        RollbackResult result = project.qail().rollback(RollbackRequest.to("1"));
        assertThat(FullCatalog.difference(before, catalog())).isEmpty();
        assertThat(result.remarks()).isEmpty();
    }

    @Test
    void ownersOfViewsOnViewsOfFunctionsAndTypesStay() throws SQLException {
        admin(
                "GRANT SELECT ON a, va, vb TO {one}, {two}",
                "ALTER VIEW va OWNER TO {one}",
                "ALTER VIEW vb OWNER TO {two}",
                "ALTER MATERIALIZED VIEW ma OWNER TO {two}",
                "ALTER FUNCTION f(int) OWNER TO {one}",
                "ALTER TYPE mood OWNER TO {two}");
        theVersionAndItsRollbackKeepEverything();
    }

    @Test
    void whatWasRevokedStaysRevokedUnderDefaultPrivilegesThatGrantIt() throws SQLException {
        project.database()
                .execute(
                        "REVOKE EXECUTE ON FUNCTION f(int) FROM PUBLIC",
                        "ALTER FUNCTION f(int) SECURITY DEFINER",
                        "ALTER FUNCTION f(int) SET search_path = pg_catalog, \"odd, name\"",
                        "ALTER FUNCTION f(int) COST 7 PARALLEL SAFE",
                        "REVOKE USAGE ON TYPE mood FROM PUBLIC",
                        "REVOKE UPDATE, DELETE ON va FROM CURRENT_USER",
                        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
                        "ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO \"" + two + "\"",
                        "ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO " + one);
        SortedSet<String> before = catalog();
        project.script("V2__remake.qail", REMAKE).migrate();
        assertThat(lost(before, catalog())).isEmpty();
        project.qail().rollback(RollbackRequest.to("1"));
        assertThat(FullCatalog.difference(before, catalog())).isEmpty();
    }

    @Test
    void chainsOfGrantOptionsAndGrantsOnColumnsStay() throws SQLException {
        admin(
                "GRANT SELECT ON va TO {one} WITH GRANT OPTION",
                "SET ROLE {one}; GRANT SELECT ON va TO {two} WITH GRANT OPTION; RESET ROLE",
                "SET ROLE {two}; GRANT SELECT ON va TO PUBLIC; RESET ROLE",
                "GRANT UPDATE (x), SELECT (x) ON vb TO {two} WITH GRANT OPTION",
                "GRANT EXECUTE ON FUNCTION f(int) TO {two} WITH GRANT OPTION",
                "GRANT USAGE ON TYPE mood TO {one} WITH GRANT OPTION");
        theVersionAndItsRollbackKeepEverything();
    }

    @Test
    void whatWasSetAndMadeByHandOnAViewStays() throws SQLException {
        admin(
                "ALTER VIEW va SET (security_barrier)",
                "COMMENT ON VIEW va IS 'it''s'",
                "COMMENT ON COLUMN va.x IS 'column'",
                "ALTER VIEW vb ALTER COLUMN x SET DEFAULT 'here'",
                "CREATE RULE r AS ON DELETE TO va DO INSTEAD NOTHING",
                "COMMENT ON RULE r ON va IS 'rule'",
                "CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "CREATE TRIGGER t INSTEAD OF UPDATE ON vb FOR EACH ROW EXECUTE FUNCTION t()",
                "COMMENT ON TRIGGER t ON vb IS 'trigger'",
                "ALTER MATERIALIZED VIEW ma ALTER COLUMN x SET STATISTICS 77",
                "ALTER MATERIALIZED VIEW ma ALTER COLUMN x SET (n_distinct = -0.5)",
                "ALTER MATERIALIZED VIEW ma ALTER COLUMN x SET STORAGE EXTERNAL",
                "CREATE UNIQUE INDEX by_hand ON ma (n, x)",
                "CREATE INDEX by_expression ON ma ((n + 1))",
                "ALTER INDEX by_expression ALTER COLUMN 1 SET STATISTICS 55",
                "COMMENT ON INDEX by_hand IS 'index'",
                "ALTER MATERIALIZED VIEW ma CLUSTER ON ma_x",
                "COMMENT ON FUNCTION f(int) IS 'function'",
                "COMMENT ON TYPE mood IS 'type'",
                "CREATE STATISTICS st ON x, y FROM a",
                "ALTER STATISTICS st SET STATISTICS 66",
                "ALTER STATISTICS st OWNER TO {two}",
                "CREATE INDEX ax ON a ((x || 'x'))",
                "ALTER INDEX ax ALTER COLUMN 1 SET STATISTICS 44",
                "REFRESH MATERIALIZED VIEW ma WITH NO DATA");
        theVersionAndItsRollbackKeepEverything();
    }

    @Test
    void aMaterializedViewHoldsWhatItsOwnerMaySee() throws SQLException {
        admin(
                "ALTER TABLE a ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY own ON a TO {one} USING (id < 5)",
                "GRANT SELECT ON a TO {one}",
                "ALTER MATERIALIZED VIEW ma OWNER TO {one}");
        project.script("V2__remake.qail", REMAKE);
        migrateAsSuperuser();
        assertThat(project.count("SELECT count(*) FROM a")).isEqualTo(20);
        try (Connection connection = project.database().superuserConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM ma")) {
            row.next();
            assertThat(row.getLong(1)).isEqualTo(4);
        }
    }

    @Test
    void anOwnerThatTheMigrationCannotBecomeIsNamedBeforeAnythingRuns() throws SQLException {
        admin("ALTER SCHEMA public OWNER TO {me}", "ALTER VIEW vb OWNER TO {one}");
        SortedSet<String> before = catalog();
        project.script("V2__remake.qail", REMAKE);
        assertThat(project.failure())
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("role " + one + ": view public.vb");
        assertThat(FullCatalog.difference(before, catalog())).isEmpty();
    }

    @Test
    void aFunctionWithOtherArgumentsTakesOverOwnerAndPrivileges() throws SQLException {
        admin("ALTER FUNCTION f(int) OWNER TO {one}", "REVOKE EXECUTE ON FUNCTION f(int) FROM PUBLIC");
        project.script(
                "V2__args.qail", "drop function f(int)\nfunction f(n bigint) returns int language sql $$ select 1 $$");
        migrateAsSuperuser();
        assertThat(catalog())
                .contains("routine public.f(bigint): owner = " + one)
                .noneMatch(line -> line.startsWith("privileges function public.f(bigint): public"));
    }

    @Test
    void whatAScriptGrantsOrRevokesAsItMakesAnObjectAgainHolds() throws SQLException {
        admin("GRANT SELECT ON va TO {one}", "GRANT INSERT ON va TO {two}");
        project.script(
                "V2__remake.qail",
                REMAKE + "grant select on va to \"" + two + "\"\nrevoke execute on function f(int) from public\n");
        migrateAsSuperuser();
        assertThat(catalog())
                .contains("privileges view public.va: " + one + " = SELECT")
                .anyMatch(line -> line.startsWith("privileges view public.va: \"" + two + "\" = INSERT, SELECT"))
                .noneMatch(line -> line.startsWith("privileges function public.f(integer): public"));
    }

    @ParameterizedTest
    @EnumSource(names = {"DATABASE", "FILE"})
    void whatIsDroppedComesBackWithAllThatWasMadeByHand(BackupMode mode) throws SQLException {
        project.migrating(o -> o.withBackupMode(mode));
        boolean columnLists = project.database().serverVersion() >= 15;
        admin(
                "CREATE TABLE parted (k int, v text) PARTITION BY RANGE (k)",
                "CREATE SEQUENCE own INCREMENT BY 3",
                "ALTER SEQUENCE own OWNER TO {me}",
                "ALTER SEQUENCE own OWNED BY a.y",
                "SELECT nextval('own')",
                "GRANT USAGE ON SEQUENCE own TO {two}",
                "ALTER TABLE a ALTER y SET DEFAULT 5",
                "ALTER TABLE a ALTER x SET STATISTICS 333",
                "ALTER TABLE a ALTER x SET (n_distinct = -0.5)",
                "ALTER TABLE a ALTER x SET STORAGE EXTERNAL",
                "ALTER TABLE a SET (fillfactor = 70, toast.autovacuum_enabled = false)",
                "ALTER TABLE a CLUSTER ON a_pkey",
                "ALTER TABLE a REPLICA IDENTITY FULL",
                "COMMENT ON INDEX a_pkey IS 'pk'",
                "COMMENT ON COLUMN a.x IS 'column'",
                "COMMENT ON TABLE a IS 'table'",
                "CREATE UNIQUE INDEX hand_index ON a (y, x)",
                "COMMENT ON INDEX hand_index IS 'hand'",
                "ALTER TABLE a ADD CONSTRAINT hand_check CHECK (y > 0)",
                "COMMENT ON CONSTRAINT hand_check ON a IS 'check'",
                "CREATE PUBLICATION hand_pub FOR TABLE a" + (columnLists ? " (id, x, y) WHERE (y > 3)" : ""),
                "CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION t()",
                "ALTER TABLE a ENABLE ALWAYS TRIGGER t",
                "COMMENT ON TRIGGER t ON a IS 'trigger'",
                "CREATE RULE r AS ON DELETE TO a WHERE false DO INSTEAD NOTHING",
                "ALTER TABLE a DISABLE RULE r",
                "COMMENT ON RULE r ON a IS 'rule'",
                "CREATE POLICY po ON a AS RESTRICTIVE FOR UPDATE TO {two}, {one} USING (id > 0) WITH CHECK (id > 1)",
                "COMMENT ON POLICY po ON a IS 'policy'",
                "CREATE STATISTICS st ON x, y FROM a",
                "ALTER STATISTICS st SET STATISTICS 66",
                "COMMENT ON STATISTICS st IS 'statistics'",
                "GRANT SELECT ON a TO {one} WITH GRANT OPTION",
                "SET ROLE {one}; GRANT SELECT ON a TO {two}; RESET ROLE",
                "GRANT UPDATE (x) ON a TO {two}",
                "GRANT SELECT ON va TO {two}",
                "REVOKE EXECUTE ON FUNCTION f(int) FROM PUBLIC",
                "REVOKE USAGE ON TYPE mood FROM PUBLIC",
                "COMMENT ON FUNCTION f(int) IS 'function'",
                "ALTER PROCEDURE p(int) OWNER TO {two}",
                "ALTER VIEW vb OWNER TO {one}",
                "ALTER TYPE mood OWNER TO {one}",
                "ALTER DOMAIN code OWNER TO {two}",
                "COMMENT ON CONSTRAINT code_check ON DOMAIN code IS 'domain'",
                "ALTER TABLE a OWNER TO {two}",
                "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC");
        SortedSet<String> before = catalog();
        project.script("V2__drop.qail", """
                drop materialized view ma
                drop view vb
                drop view va
                drop a
                drop function f(int)
                drop procedure p(int)
                drop domain code
                drop enum mood
                """);
        migrateAsSuperuser();
        RollbackResult result = project.qail().rollback(RollbackRequest.to("1"));
        assertThat(result.remarks()).isEmpty();
        assertThat(FullCatalog.difference(before, catalog())).isEmpty();
        assertThat(project.exists("own")).isTrue();
    }

    @Test
    void whatCannotBeBroughtBackIsNamed() throws SQLException {
        admin(
                "CREATE PUBLICATION foreign_pub FOR TABLE a",
                "GRANT SELECT ON a TO {one} WITH GRANT OPTION",
                "CREATE INDEX hand_index ON a (y)");
        project.script("V2__drop.qail", "drop materialized view ma\ndrop view vb\ndrop view va\ndrop a\n")
                .migrate();
        assertThat(project.qail().rollback(RollbackRequest.to("1")).remarks())
                .singleElement()
                .asString()
                .contains("Not brought back: table public.a: publications", "foreign_pub");
    }
}
