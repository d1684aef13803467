package io.qail.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaObject;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Objects of each kind, made by hand, read, made again from what was read, and read again. */
@NullUnmarked // a missing object fails the test either way
@PostgresTest
class ObjectCatalogTests {

    private final TestDatabase template;

    ObjectCatalogTests(TestDatabase template) {
        this.template = template;
    }

    @Test
    void domainsKeepTypeCollationDefaultAndChecks() throws SQLException {
        assertThat(sql(
                        "CREATE DOMAIN positive AS integer DEFAULT 1 NOT NULL CONSTRAINT ck CHECK (VALUE > 0)",
                        "ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 100 AND VALUE <> 13)",
                        "CREATE DOMAIN code AS varchar(10)[]",
                        "CREATE DOMAIN c AS text COLLATE \"C\" CHECK (VALUE ~ '^a\\d')"))
                .containsExactly(
                        "CREATE DOMAIN public.c AS text COLLATE pg_catalog.\"C\" CONSTRAINT c_check CHECK (VALUE ~ '^a\\d'::text)",
                        "CREATE DOMAIN public.code AS character varying(10)[]",
                        "CREATE DOMAIN public.positive AS integer DEFAULT 1 NOT NULL CONSTRAINT ck CHECK (VALUE > 0)"
                                + " CONSTRAINT small CHECK ((VALUE < 100) AND (VALUE <> 13))");
    }

    @Test
    void compositeTypesKeepTheOrderOfTheirAttributes() throws SQLException {
        assertThat(sql(
                        "CREATE TYPE nothing AS ()",
                        "CREATE TYPE address AS (street varchar(80), \"City\" text COLLATE \"C\", gone int, nr numeric(5,2)[])",
                        "ALTER TYPE address DROP ATTRIBUTE gone"))
                .containsExactly(
                        "CREATE TYPE public.address AS (street character varying(80),"
                                + " \"City\" text COLLATE pg_catalog.\"C\", nr numeric(5,2)[])",
                        "CREATE TYPE public.nothing AS ()");
    }

    @Test
    void viewsKeepOptionsAndQuery() throws SQLException {
        assertThat(
                        sql(
                                "CREATE TABLE t (a int PRIMARY KEY, b text)",
                                "CREATE VIEW v (x, y) WITH (security_barrier, check_option = local) AS SELECT a, b FROM t WHERE a > 0",
                                "CREATE MATERIALIZED VIEW mv WITH (fillfactor = 70) AS SELECT b, count(*) AS n FROM t GROUP BY b"))
                // Before PostgreSQL 16 every column stands behind its table.
                .extracting(text -> text.replaceAll("\\bt\\.(?=[ab]\\b)", ""))
                .containsExactly(
                        "CREATE VIEW public.v WITH (check_option=local, security_barrier='true') AS\n"
                                + "SELECT a AS x,\n    b AS y\n   FROM public.t\n  WHERE (a > 0)",
                        "CREATE MATERIALIZED VIEW public.mv WITH (fillfactor=70) AS\n"
                                + "SELECT b,\n    count(*) AS n\n   FROM public.t\n  GROUP BY b");
    }

    @Test
    void routinesKeepEveryAttribute() throws SQLException {
        assertThat(sql(
                        "CREATE TYPE mood AS ENUM ('sad')",
                        """
                        CREATE FUNCTION f(a integer, INOUT b text, m mood DEFAULT 'sad', VARIADIC c integer[] DEFAULT '{1,2}', OUT d int)
                        LANGUAGE plpgsql IMMUTABLE STRICT SECURITY DEFINER PARALLEL SAFE COST 7
                        SET search_path = public, "My Path", '' SET work_mem = '64MB' SET "TimeZone" = 'UTC'
                        AS $f$ BEGIN b := '$$'; d := 1; END $f$
                        """,
                        "CREATE FUNCTION g(integer) RETURNS TABLE (x integer, \"Y y\" text) LANGUAGE sql ROWS 5"
                                + " AS 'SELECT 1, ''a'''",
                        "CREATE FUNCTION h(a integer DEFAULT 3 + 4) RETURNS integer LANGUAGE sql RETURN a + 1",
                        "CREATE FUNCTION s() RETURNS SETOF mood LANGUAGE sql STABLE BEGIN ATOMIC SELECT 'sad'::mood; END",
                        "CREATE PROCEDURE p(a int, OUT b int) LANGUAGE plpgsql AS 'BEGIN b := a; END'",
                        "CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                        "CREATE FUNCTION v(VARIADIC anyarray) RETURNS void LANGUAGE plpgsql AS 'BEGIN END'",
                        "CREATE FUNCTION e(OUT x int, OUT y int) RETURNS SETOF record LANGUAGE sql AS 'SELECT 1, 2'"))
                .containsExactly(
                        "CREATE OR REPLACE FUNCTION public.e(OUT x integer, OUT y integer)\nRETURNS SETOF record\n"
                                + "LANGUAGE sql\nAS $$SELECT 1, 2$$",
                        "CREATE OR REPLACE FUNCTION public.f(a integer, INOUT b text, m public.mood DEFAULT 'sad'::public.mood,"
                                + " VARIADIC c integer[] DEFAULT '{1,2}'::integer[], OUT d integer)\nLANGUAGE plpgsql\n"
                                + "IMMUTABLE\nSTRICT\nSECURITY DEFINER\nPARALLEL SAFE\nCOST 7\n"
                                + "SET search_path TO public, 'My Path', ''\nSET timezone TO 'UTC'\nSET work_mem TO '64MB'\n"
                                + "AS $body$ BEGIN b := '$$'; d := 1; END $body$",
                        "CREATE OR REPLACE FUNCTION public.g(integer)\nRETURNS TABLE (x integer, \"Y y\" text)\nLANGUAGE sql\n"
                                + "ROWS 5\nAS $$SELECT 1, 'a'$$",
                        "CREATE OR REPLACE FUNCTION public.h(a integer DEFAULT (3 + 4))\nRETURNS integer\nLANGUAGE sql\n"
                                + "RETURN (a + 1)",
                        "CREATE OR REPLACE FUNCTION public.s()\nRETURNS SETOF public.mood\nLANGUAGE sql\nSTABLE\n"
                                + "BEGIN ATOMIC\n SELECT 'sad'::public.mood AS mood;\nEND",
                        "CREATE OR REPLACE FUNCTION public.t()\nRETURNS trigger\nLANGUAGE plpgsql\n"
                                + "AS $$BEGIN RETURN NEW; END$$",
                        "CREATE OR REPLACE FUNCTION public.v(VARIADIC anyarray)\nRETURNS void\nLANGUAGE plpgsql\nAS $$BEGIN END$$",
                        "CREATE OR REPLACE PROCEDURE public.p(a integer, OUT b integer)\nLANGUAGE plpgsql\n"
                                + "AS $$BEGIN b := a; END$$");
    }

    @Test
    void routinesOfOneNameAreToldApartByTheTypesThatGoIn() throws SQLException {
        assertThat(read(
                                "CREATE TYPE mood AS ENUM ('sad')",
                                "CREATE FUNCTION f(a int, OUT b text) LANGUAGE sql AS 'SELECT '''''",
                                "CREATE FUNCTION f(a mood[], b char) RETURNS int LANGUAGE sql AS 'SELECT 1'")
                        .objects()
                        .keySet())
                .containsExactly(
                        new ObjectAddress(ObjectKind.FUNCTION, ObjectName.of("public", "f"), "integer"),
                        new ObjectAddress(
                                ObjectKind.FUNCTION, ObjectName.of("public", "f"), "public.mood[], character"));
    }

    @Test
    void aggregatesKeepTheirParameters() throws SQLException {
        assertThat(
                        sql(
                                "CREATE FUNCTION own(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1'",
                                "CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer, initcond = '0', parallel = safe,"
                                        + " combinefunc = int4pl)",
                                "CREATE AGGREGATE many(*) (sfunc = int8inc, stype = bigint, initcond = '0')",
                                "CREATE AGGREGATE least_of(value integer) (sfunc = own, stype = integer, sortop = <,"
                                        + " msfunc = own, minvfunc = own, mstype = integer)",
                                "CREATE FUNCTION last(int, double precision) RETURNS int LANGUAGE sql AS 'SELECT $1'",
                                "CREATE AGGREGATE pct(double precision ORDER BY integer) (sfunc = own, stype = integer, finalfunc = last)"))
                .contains(
                        "CREATE AGGREGATE public.total(integer) (COMBINEFUNC = int4pl, INITCOND = '0', PARALLEL = safe,"
                                + " SFUNC = int4pl, STYPE = integer)",
                        "CREATE AGGREGATE public.many(*) (INITCOND = '0', SFUNC = int8inc, STYPE = bigint)",
                        "CREATE AGGREGATE public.least_of(value integer) (MINVFUNC = public.own, MSFUNC = public.own,"
                                + " MSTYPE = integer, SFUNC = public.own, SORTOP = OPERATOR(pg_catalog.<), STYPE = integer)",
                        "CREATE AGGREGATE public.pct(double precision ORDER BY integer)"
                                + " (FINALFUNC = public.last, SFUNC = public.own, STYPE = integer)");
    }

    @Test
    void triggersKeepEventsConditionArgumentsAndFiring() throws SQLException {
        assertThat(sql(
                        "CREATE TABLE t (a int, b int, \"C c\" text)",
                        "CREATE TABLE u (a int)",
                        "CREATE VIEW v AS SELECT a FROM t",
                        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                        "CREATE TRIGGER one BEFORE INSERT OR UPDATE OF b, \"C c\" ON t FOR EACH ROW"
                                + " WHEN (NEW.a > 0 AND NEW.\"C c\" <> ' WHEN (x') EXECUTE FUNCTION f('it''s', 'a\\b', '', ', ')",
                        "CREATE TRIGGER two AFTER UPDATE ON t REFERENCING OLD TABLE AS o NEW TABLE AS \"N\" EXECUTE FUNCTION f()",
                        "CREATE TRIGGER three AFTER TRUNCATE OR DELETE ON t EXECUTE FUNCTION f()",
                        "ALTER TABLE t ENABLE ALWAYS TRIGGER three",
                        "CREATE TRIGGER four INSTEAD OF DELETE ON v FOR EACH ROW EXECUTE FUNCTION f()",
                        "CREATE CONSTRAINT TRIGGER five AFTER INSERT ON t FROM u DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
                                + " EXECUTE FUNCTION f()",
                        "CREATE TRIGGER six BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
                        "ALTER TABLE t DISABLE TRIGGER six"))
                .contains(
                        "CREATE TRIGGER one BEFORE INSERT OR UPDATE OF b, \"C c\" ON public.t FOR EACH ROW WHEN ((new.a > 0)"
                                + " AND (new.\"C c\" <> ' WHEN (x'::text)) EXECUTE FUNCTION public.f('it''s', E'a\\\\b', '', ', ')",
                        "CREATE TRIGGER two AFTER UPDATE ON public.t REFERENCING OLD TABLE AS o NEW TABLE AS \"N\""
                                + " FOR EACH STATEMENT EXECUTE FUNCTION public.f()",
                        "CREATE TRIGGER three AFTER DELETE OR TRUNCATE ON public.t FOR EACH STATEMENT EXECUTE FUNCTION public.f()",
                        "ALTER TABLE public.t ENABLE ALWAYS TRIGGER three",
                        "CREATE TRIGGER four INSTEAD OF DELETE ON public.v FOR EACH ROW EXECUTE FUNCTION public.f()",
                        "CREATE CONSTRAINT TRIGGER five AFTER INSERT ON public.t FROM public.u DEFERRABLE INITIALLY DEFERRED"
                                + " FOR EACH ROW EXECUTE FUNCTION public.f()",
                        "ALTER TABLE public.t DISABLE TRIGGER six");
    }

    @Test
    void policiesKeepCommandRolesAndBothExpressions() throws SQLException {
        assertThat(sql(
                        "CREATE TABLE t (a int)",
                        "CREATE POLICY one ON t USING (a > 0 AND a < 9)",
                        "CREATE POLICY \"Two\" ON t AS RESTRICTIVE FOR UPDATE TO pg_monitor, CURRENT_USER USING (a = 1)"
                                + " WITH CHECK (a IN (SELECT a FROM t))"))
                .containsExactly(
                        "CREATE POLICY \"Two\" ON public.t AS RESTRICTIVE FOR UPDATE TO " + template.user()
                                + ", pg_monitor USING (a = 1) WITH CHECK (a IN ( SELECT t_1.a\n   FROM public.t t_1))",
                        "CREATE POLICY one ON public.t USING ((a > 0) AND (a < 9))");
    }

    @Test
    void statisticsKeepKindsColumnsExpressionsAndTarget() throws SQLException {
        assertThat(sql(
                        "CREATE TABLE t (a int, b int, c text)",
                        "CREATE STATISTICS one (mcv, ndistinct) ON b, a, (lower(c)) FROM t",
                        "ALTER STATISTICS one SET STATISTICS 500",
                        "CREATE STATISTICS two ON (a + b) FROM t",
                        "CREATE STATISTICS three ON a, b FROM t"))
                .containsExactly(
                        "CREATE STATISTICS public.one (mcv, ndistinct) ON a, b, (lower(c)) FROM public.t",
                        "ALTER STATISTICS public.one SET STATISTICS 500",
                        "CREATE STATISTICS public.three (dependencies, mcv, ndistinct) ON a, b FROM public.t",
                        "CREATE STATISTICS public.two ON (a + b) FROM public.t");
    }

    /** The statements of what was read; those, run in a database without these objects, must lead to the same. */
    private List<String> sql(String... statements) throws SQLException {
        TestDatabase database = template.fresh();
        database.execute(statements);
        Schema before = read(database);
        List<String> sql = before.objects().values().stream()
                .flatMap(object -> object.sql().stream())
                .toList();
        for (SchemaObject object : before.objects().values().stream()
                .sorted((a, b) -> b.address().compareTo(a.address()))
                .toList()) {
            database.execute("DROP " + object.address().sql());
        }
        assertThat(read(database).objects()).isEmpty();
        database.execute(sql.stream()
                .sorted((a, b) -> Boolean.compare(a.contains("AGGREGATE"), b.contains("AGGREGATE")))
                .sorted((a, b) -> Boolean.compare(a.contains("TRIGGER"), b.contains("TRIGGER")))
                .toArray(String[]::new));
        assertThat(read(database).objects()).isEqualTo(before.objects());
        return sql;
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
