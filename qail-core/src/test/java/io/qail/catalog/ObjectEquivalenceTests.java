package io.qail.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.language.SchemaReader;
import io.qail.schema.ObjectAddress;
import io.qail.schema.Schema;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Objects as a person writes them in a file, against the live ones as PostgreSQL prints them. */
@PostgresTest
class ObjectEquivalenceTests {

    private static final String[] LIVE = {
        "CREATE TYPE mood AS ENUM ('sad', 'ok')",
        "CREATE TABLE users (id int PRIMARY KEY, email text, age int, feeling mood)",
        "CREATE DOMAIN positive AS integer DEFAULT 1 + 1 CONSTRAINT ck CHECK (VALUE > 0 AND VALUE < 10)"
                + " CONSTRAINT other CHECK (VALUE <> 3)",
        "CREATE TYPE address AS (street varchar(10), city text COLLATE \"C\")",
        "CREATE VIEW adults AS SELECT * FROM users WHERE age >= 18",
        "CREATE VIEW named (a, b) WITH (security_barrier = true) AS SELECT id, lower(email) FROM users",
        "CREATE MATERIALIZED VIEW totals AS SELECT feeling, count(*) AS n FROM users GROUP BY 1",
        "CREATE UNIQUE INDEX on_totals ON totals (feeling) WHERE n > 1 AND n < 9",
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE FUNCTION f(a mood DEFAULT 'ok', b int DEFAULT 1 + 2) RETURNS SETOF users LANGUAGE sql STABLE"
                + " SET search_path TO public, 'My Path' SET work_mem TO '64MB' AS 'SELECT * FROM users'",
        "CREATE FUNCTION g(a int) RETURNS int LANGUAGE sql RETURN a + 1",
        "CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = int, initcond = '0')",
        "CREATE TRIGGER trg BEFORE UPDATE OF email ON users FOR EACH ROW WHEN (NEW.age > 1 AND NEW.email LIKE 'a%')"
                + " EXECUTE FUNCTION touch()",
        "ALTER TABLE users DISABLE TRIGGER trg",
        "CREATE POLICY own ON users FOR UPDATE USING (age IN (1, 2)) WITH CHECK (id = (SELECT max(id) FROM users))",
        "CREATE STATISTICS st ON age, (lower(email)) FROM users",
        "CREATE TABLE days (day date, n int) PARTITION BY RANGE (day, (n + 1))",
        "CREATE TABLE d1 PARTITION OF days FOR VALUES FROM ('2024-01-01', MINVALUE) TO ('2025-01-01', MINVALUE)"
    };

    private static final String DECLARED = """
            enum mood { sad, ok }
            table users { id int primary_key
              email text
              age int
              feeling mood }
            domain positive int default (1+1) check (value>0 and value<10) check_name ck constraint other check (value != 3)
            type address { street varchar(10)
              city text collate "C" }
            view adults $$ select * from users where age >= 18 -- grown up
            $$
            view named (a, b) security_barrier $$ select users.id, lower(users.email) from public.users $$
            materialized view totals $$ select feeling, count(*) as n from users group by feeling $$
            unique index on_totals on totals (feeling) where n>1 and n<9
            function touch() returns trigger language plpgsql $$BEGIN RETURN NEW; END$$
            function f(a mood default 'ok', b int default (1+2)) returns setof users language sql stable set search_path = public, "My Path" set work_mem = '64MB' $$SELECT * FROM users$$
            function g(a int) returns int language sql return a+1
            aggregate total(int) { sfunc = int4pl, stype = int, initcond = '0' }
            trigger trg on users before update of email when (new.age>1 and new.email like 'a%') for_each_row execute touch() disabled
            policy own on users for update using (age = 1 or age = 2) with_check $$ id=(select max(id) from users) $$
            statistics st on age, (lower(email)) from users
            table days partition_by range (day, (n+1)) { day date
              n int }
            table d1 partition_of days for values from (date '2024-01-01', minvalue) to ('2025-01-01', minvalue)
            """;

    private final TestDatabase template;

    ObjectEquivalenceTests(TestDatabase template) {
        this.template = template;
    }

    @Test
    void everythingInOtherWordsIsTheLiveOne() throws SQLException {
        TestDatabase database = template.fresh();
        database.execute(LIVE);
        String declared = DECLARED.replace("age = 1 or age = 2", "age in (1,2)");
        try (Connection connection = database.connection()) {
            Schema live = Catalog.read(connection, "public").schema();
            Schema settled = inLiveWords(connection, declared, live);
            assertThat(settled.objects()).isEqualTo(live.objects());
            assertThat(settled.tables()).isEqualTo(live.tables());
            assertThat(settled.indexes()).isEqualTo(live.indexes());
        }
    }

    @Test
    void whatMeansSomethingElseStaysAsItIsDeclared() throws SQLException {
        TestDatabase database = template.fresh();
        database.execute(LIVE);
        String declared = DECLARED.replace("age >= 18", "age >= 21")
                .replace("lower(users.email)", "upper(users.email)")
                .replace("group by feeling", "group by feeling having count(*) > 1")
                .replace("value != 3", "value != 4")
                .replace("$$BEGIN RETURN NEW; END$$", "$$BEGIN RETURN NEW;  END$$")
                .replace("return a+1", "return a+2")
                .replace("'0'", "'1'")
                .replace("new.age>1", "new.age>2")
                .replace("on age, (lower(email))", "on age, (upper(email))")
                .replace("stable set", "volatile set");
        try (Connection connection = database.connection()) {
            Schema live = Catalog.read(connection, "public").schema();
            Schema wanted = TypeResolver.resolve(connection, SchemaReader.read(declared, "public"), "public")
                    .schema();
            Schema settled = ExpressionEquivalence.inLiveWords(connection, wanted, live, "public");
            assertThat(settled.objects().keySet()).isEqualTo(live.objects().keySet());
            assertThat(settled.objects().entrySet())
                    .filteredOn(entry -> !entry.getValue().equals(live.objects().get(entry.getKey())))
                    .extracting(entry -> entry.getKey().display("public"))
                    .containsExactlyInAnyOrder(
                            "positive",
                            "st",
                            "adults",
                            "named",
                            "totals",
                            "f(public.mood, integer)",
                            "g(integer)",
                            "touch()",
                            "total(integer)",
                            "users.trg",
                            "users.own");
        }
    }

    @Test
    void whatPostgresqlRefusesDiffersAndHarmsNothing() throws SQLException {
        TestDatabase database = template.fresh();
        database.execute(LIVE);
        String declared = DECLARED.replace("age = 1 or age = 2", "nowhere in (1,2)")
                .replace("select * from users where", "select * from nowhere where")
                .replace("return a+1", "return b+1")
                .replace("new.age>1", "new.nowhere>1");
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(false);
            Schema live = Catalog.read(connection, "public").schema();
            Schema settled = inLiveWords(connection, declared, live);
            assertThat(settled.objects().entrySet())
                    .filteredOn(entry -> !entry.getValue().equals(live.objects().get(entry.getKey())))
                    .extracting(entry -> entry.getKey().display("public"))
                    .containsExactlyInAnyOrder("adults", "g(integer)", "users.trg", "users.own");
            assertThat(Catalog.read(connection, "public").schema()).isEqualTo(live);
            try (var rows = connection.createStatement().executeQuery("SHOW check_function_bodies")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("on");
            }
        }
    }

    @Test
    void objectsOfOneNameInTwoSchemasAreKeptApart() throws SQLException {
        TestDatabase database = template.fresh();
        database.execute(
                "CREATE SCHEMA s",
                "CREATE TABLE t (a int)",
                "CREATE TABLE s.t (a int)",
                "CREATE VIEW v AS SELECT a + 1 AS x FROM t",
                "CREATE VIEW s.v AS SELECT a + 2 AS x FROM s.t",
                "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql RETURN a + 1",
                "CREATE FUNCTION s.f(a int) RETURNS int LANGUAGE sql RETURN a + 2");
        try (Connection connection = database.connection()) {
            Schema live = Catalog.read(connection, "public").schema();
            Schema settled = inLiveWords(connection, """
                    schema s
                    table t { a int }
                    table s.t { a int }
                    view v $$ select a+1 as x from t $$
                    view s.v $$ select a+2 as x from s.t $$
                    function f(a int) returns int language sql return a+1
                    function s.f(a int) returns int language sql return a+3
                    """, live);
            assertThat(settled.objects().entrySet())
                    .filteredOn(entry -> !entry.getValue().equals(live.objects().get(entry.getKey())))
                    .extracting(entry -> entry.getKey())
                    .extracting(ObjectAddress::toString)
                    .containsExactly("FUNCTION s.f(integer)");
        }
    }

    private static Schema inLiveWords(Connection connection, String declared, Schema live) {
        Schema wanted = TypeResolver.resolve(connection, SchemaReader.read(declared, "public"), "public")
                .schema();
        return ExpressionEquivalence.inLiveWords(connection, wanted, live, "public");
    }
}
