package io.qail.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.Expression;
import io.qail.schema.Grant;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Table;
import io.qail.schema.TableOptions;
import io.qail.test.EnabledOnPostgres;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // a missing object fails the test either way
@PostgresTest
class TableCatalogTests {

    private final TestDatabase template;

    TableCatalogTests(TestDatabase template) {
        this.template = template;
    }

    @Test
    void storageParametersPersistenceAndRowSecurityAreOptions() throws SQLException {
        Schema schema = read(
                "CREATE UNLOGGED TABLE a (b text) WITH (fillfactor = 70, toast.autovacuum_enabled = false)",
                "ALTER TABLE a ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
                "CREATE TABLE p (b int)");
        assertThat(table(schema, "a").options())
                .isEqualTo(TableOptions.NONE
                        .withUnlogged(true)
                        .withParameters(new TreeMap<>(Map.of("fillfactor", "70", "toast.autovacuum_enabled", "false")))
                        .withRowSecurity(true, true));
        assertThat(table(schema, "p").options()).isEqualTo(TableOptions.NONE);
    }

    @Test
    void aPartitionListsOnlyWhatIsItsOwn() throws SQLException {
        Schema schema = read(
                "CREATE TABLE other (id int PRIMARY KEY)",
                """
                CREATE TABLE days (id bigint GENERATED ALWAYS AS IDENTITY, day date NOT NULL, nr int DEFAULT 1 CHECK (nr > 0),
                    o int REFERENCES other, PRIMARY KEY (day, id)) PARTITION BY RANGE (day)
                """,
                "CREATE INDEX days_nr ON days (nr)",
                "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER trg BEFORE INSERT ON days FOR EACH ROW EXECUTE FUNCTION f()",
                "CREATE TABLE d24 PARTITION OF days FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
                "CREATE TABLE rest PARTITION OF days (nr DEFAULT 2, CONSTRAINT own CHECK (nr < 9)) DEFAULT PARTITION BY LIST (day)",
                "CREATE INDEX own_index ON d24 (o)",
                "CREATE TABLE pointing (day date, id bigint, FOREIGN KEY (day, id) REFERENCES days)");
        TableOptions parent = table(schema, "days").options();
        assertThat(parent.partitionBy()).isEqualTo("RANGE (day)");
        assertThat(table(schema, "days").columns()).hasSize(4);
        assertThat(table(schema, "d24").columns()).isEmpty();
        assertThat(table(schema, "d24").constraints()).isEmpty();
        assertThat(table(schema, "d24").options())
                .isEqualTo(TableOptions.NONE.withPartitionOf(new TableOptions.PartitionOf(
                        ObjectName.of("public", "days"), "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')")));
        assertThat(table(schema, "rest").columns())
                .extracting(Column::name, Column::defaultValue)
                .containsExactly(tuple("nr", new Expression("2")));
        assertThat(table(schema, "rest").constraints())
                .extracting(Constraint::name)
                .containsExactly("own");
        assertThat(table(schema, "rest").options().partitionBy()).isEqualTo("LIST (day)");
        assertThat(schema.allColumns(table(schema, "d24"))).hasSize(4);
        assertThat(table(schema, "pointing").constraints()).hasSize(1);
        assertThat(schema.indexes().keySet()).extracting(ObjectName::name).containsExactly("days_nr", "own_index");
        assertThat(schema.objects().keySet()).extracting(ObjectAddress::member).containsExactlyInAnyOrder("", "trg");
        assertThat(schema.sequences()).isEmpty();
    }

    @Test
    void aTableThatInheritsListsOnlyWhatIsItsOwn() throws SQLException {
        Schema schema = read(
                "CREATE TABLE base (a int NOT NULL, b int DEFAULT 1, CONSTRAINT ck CHECK (b > 0))",
                "CREATE TABLE more (d int)",
                "CREATE TABLE heir (c int, CONSTRAINT own CHECK (c > b)) INHERITS (more, base)",
                "ALTER TABLE heir ALTER b SET DEFAULT 2");
        Table heir = table(schema, "heir");
        assertThat(heir.options().inherits()).extracting(ObjectName::name).containsExactly("more", "base");
        assertThat(heir.columns()).extracting(Column::name).containsExactly("b", "c");
        assertThat(heir.constraints()).extracting(Constraint::name).containsExactly("own");
        assertThat(schema.allColumns(heir)).extracting(Column::name).containsExactly("d", "a", "b", "c");
    }

    @Test
    @EnabledOnPostgres(min = 18)
    void aNotNullConstraintHasANameOnlyWhereSomebodyGaveIt() throws SQLException {
        Schema schema = read(
                "CREATE TABLE t (a int PRIMARY KEY, b int CONSTRAINT given NOT NULL, c int NOT NULL, \"D d\" int NOT NULL)",
                "CREATE TABLE heir (e int NOT NULL) INHERITS (t)");
        assertThat(table(schema, "t").columns())
                .extracting(Column::notNullName)
                .containsExactly(null, "given", null, null);
        assertThat(table(schema, "heir").columns())
                .extracting(Column::name, Column::notNullName)
                .containsExactly(tuple("e", null));
        assertThat(table(schema, "heir").constraints()).isEmpty();
    }

    @Test
    @EnabledOnPostgres(min = 15)
    void aForeignKeyMayBeAboutSomeOfItsColumnsOnDelete() throws SQLException {
        Schema schema = read(
                "CREATE TABLE p (a int, b int, PRIMARY KEY (a, b))",
                "CREATE TABLE c (a int, b int, CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL (b))");
        assertThat(table(schema, "c").constraint("fk").orElseThrow().definition())
                .isEqualTo("FOREIGN KEY (a, b) REFERENCES public.p(a, b) ON DELETE SET NULL (b)");
    }

    @Test
    void indexesOfMaterializedViewsAndStorageParametersOfIndexesAreRead() throws SQLException {
        Schema schema = read(
                "CREATE TABLE t (a int)",
                "CREATE MATERIALIZED VIEW mv AS SELECT a FROM t",
                "CREATE UNIQUE INDEX on_mv ON mv (a) WITH (fillfactor = 70, deduplicate_items = off)");
        assertThat(schema.indexes().values())
                .extracting(index -> index.sql())
                .containsExactly("CREATE UNIQUE INDEX on_mv ON public.mv USING btree (a)"
                        + " WITH (deduplicate_items=off, fillfactor=70)");
    }

    @Test
    void privilegesAreThoseThatPostgresqlDoesNotGiveByItself() throws SQLException {
        TestDatabase database = template.fresh();
        database.execute(
                "CREATE TABLE t (a int, b int)",
                "CREATE VIEW v AS SELECT 1 AS x",
                "CREATE SEQUENCE s",
                "CREATE SCHEMA billing",
                "CREATE TYPE mood AS ENUM ('sad')",
                "CREATE DOMAIN d AS int",
                "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE FUNCTION g(int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "GRANT SELECT, INSERT ON t TO pg_monitor WITH GRANT OPTION",
                "GRANT SELECT (a, b), UPDATE (b) ON t TO pg_monitor, PUBLIC",
                "REVOKE UPDATE (b) ON t FROM PUBLIC",
                "GRANT SELECT ON v TO PUBLIC",
                "GRANT USAGE ON SEQUENCE s TO pg_monitor",
                "GRANT USAGE ON SCHEMA billing TO pg_monitor",
                "REVOKE ALL ON TYPE mood FROM PUBLIC",
                "GRANT USAGE ON DOMAIN d TO pg_monitor",
                "REVOKE EXECUTE ON FUNCTION f(int) FROM PUBLIC",
                "GRANT EXECUTE ON FUNCTION g(int) TO pg_monitor",
                "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pg_monitor",
                "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA billing GRANT EXECUTE ON FUNCTIONS TO PUBLIC");
        assertThat(read(database).grants())
                .extracting(TableCatalogTests::inWords)
                .containsExactly(
                        "SCHEMA billing: pg_monitor USAGE",
                        "ENUM public.mood: - PUBLIC USAGE",
                        "DOMAIN public.d: pg_monitor USAGE",
                        "SEQUENCE public.s: pg_monitor USAGE",
                        "TABLE public.t: pg_monitor INSERT *",
                        "TABLE public.t: pg_monitor SELECT *",
                        "COLUMN public.t.a: PUBLIC SELECT",
                        "COLUMN public.t.a: pg_monitor SELECT",
                        "COLUMN public.t.b: PUBLIC SELECT",
                        "COLUMN public.t.b: pg_monitor SELECT",
                        "COLUMN public.t.b: pg_monitor UPDATE",
                        "VIEW public.v: PUBLIC SELECT",
                        "FUNCTION public.f(integer): - PUBLIC EXECUTE",
                        "FUNCTION public.g(integer): pg_monitor EXECUTE",
                        "DEFAULT_PRIVILEGES \"FUNCTIONS\": - PUBLIC EXECUTE",
                        "DEFAULT_PRIVILEGES \"TABLES\": pg_monitor SELECT",
                        "DEFAULT_PRIVILEGES billing.\"FUNCTIONS\": PUBLIC EXECUTE");
    }

    @Test
    void defaultPrivilegesOfAnotherRoleNameIt() throws SQLException {
        TestDatabase database = template.fresh();
        try (Connection superuser = database.superuserConnection();
                var statement = superuser.createStatement()) {
            statement.execute("ALTER DEFAULT PRIVILEGES FOR ROLE postgres GRANT SELECT ON TABLES TO pg_monitor");
            statement.execute("GRANT CREATE ON SCHEMA public TO pg_monitor");
        }
        assertThat(read(database).grants())
                .extracting(
                        grant -> grant.target().kind() + " " + grant.target().member())
                .contains("SCHEMA null", "DEFAULT_PRIVILEGES postgres");
    }

    private static String inWords(Grant grant) {
        return grant.target() + ": " + (grant.revoked() ? "- " : "")
                + (grant.grantee().isEmpty() ? "PUBLIC" : grant.grantee()) + " " + grant.privilege()
                + (grant.grantable() ? " *" : "");
    }

    @Test
    void commentsOfEveryKindOfObjectAreRead() throws SQLException {
        Schema schema = read(
                "CREATE DOMAIN d AS int CONSTRAINT ck CHECK (VALUE > 0)",
                "CREATE TYPE pair AS (a int)",
                "CREATE TABLE t (a int, b int)",
                "CREATE VIEW v AS SELECT a FROM t",
                "CREATE MATERIALIZED VIEW mv AS SELECT a FROM t",
                "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
                "CREATE PROCEDURE p(int) LANGUAGE sql AS 'SELECT 1'",
                "CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer)",
                "CREATE TRIGGER trg BEFORE INSERT ON t EXECUTE FUNCTION f()",
                "CREATE POLICY pol ON t USING (true)",
                "CREATE STATISTICS st ON a, b FROM t",
                "COMMENT ON DOMAIN d IS 'x'",
                "COMMENT ON CONSTRAINT ck ON DOMAIN d IS 'x'",
                "COMMENT ON TYPE pair IS 'x'",
                "COMMENT ON COLUMN pair.a IS 'x'",
                "COMMENT ON VIEW v IS 'x'",
                "COMMENT ON COLUMN v.a IS 'x'",
                "COMMENT ON MATERIALIZED VIEW mv IS 'x'",
                "COMMENT ON FUNCTION f() IS 'x'",
                "COMMENT ON PROCEDURE p(int) IS 'x'",
                "COMMENT ON AGGREGATE total(int) IS 'x'",
                "COMMENT ON TRIGGER trg ON t IS 'x'",
                "COMMENT ON POLICY pol ON t IS 'x'",
                "COMMENT ON STATISTICS st IS 'x'");
        assertThat(schema.comments().keySet())
                .extracting(ObjectAddress::toString)
                .containsExactly(
                        "DOMAIN public.d",
                        "TYPE public.pair",
                        "COLUMN public.pair.a",
                        "COLUMN public.v.a",
                        "CONSTRAINT public.d.ck",
                        "STATISTICS public.st",
                        "VIEW public.v",
                        "MATERIALIZED_VIEW public.mv",
                        "FUNCTION public.f()",
                        "PROCEDURE public.p(integer)",
                        "AGGREGATE public.total(integer)",
                        "TRIGGER public.t.trg",
                        "POLICY public.t.pol");
        assertThat(schema.comments().get(ObjectAddress.of(ObjectKind.VIEW, ObjectName.of("public", "v"))))
                .isEqualTo("x");
    }

    private static Table table(Schema schema, String name) {
        return schema.tables().get(ObjectName.of("public", name));
    }

    private Schema read(String... statements) throws SQLException {
        TestDatabase database = template.fresh();
        database.execute(statements);
        return read(database);
    }

    private static Schema read(TestDatabase database) throws SQLException {
        try (Connection connection = database.connection()) {
            return Catalog.read(connection, "public").schema();
        }
    }
}
