package io.qail.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.script.ScriptOptions;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** S4, S26: keys of types whose operators are in another schema, and keys whose columns have awkward names. */
@PostgresTest
class ShadowKeyTests {

    private final TestDatabase databases;

    ShadowKeyTests(TestDatabase databases) {
        this.databases = databases;
    }

    @Test
    void aKeyIsComparedByTheOperatorOfItsType() throws SQLException {
        try (ShadowProject shop = new ShadowProject(databases.fresh())) {
            shop.database()
                    .execute(
                            "CREATE SCHEMA ext",
                            "CREATE EXTENSION citext SCHEMA ext",
                            "CREATE EXTENSION ltree SCHEMA ext",
                            "CREATE EXTENSION hstore SCHEMA ext",
                            "CREATE SCHEMA own",
                            "CREATE TYPE own.mood AS ENUM ('sad', 'happy')",
                            "CREATE TYPE own.place AS (street ext.citext, no int)",
                            "CREATE DOMAIN own.mail AS ext.citext",
                            "CREATE DOMAIN own.work_mail AS own.mail NOT NULL",
                            "CREATE TABLE citexts (id ext.citext PRIMARY KEY, v int)",
                            "CREATE TABLE ltrees (id ext.ltree PRIMARY KEY, v int)",
                            "CREATE TABLE hstores (id ext.hstore PRIMARY KEY, v int)",
                            "CREATE TABLE mails (id own.work_mail PRIMARY KEY, v int)",
                            "CREATE TABLE moods (id own.mood PRIMARY KEY, v int)",
                            "CREATE TABLE places (id own.place PRIMARY KEY, v int)",
                            "CREATE TABLE arrays (id ext.citext[] PRIMARY KEY, v int)",
                            "CREATE TABLE points (id int PRIMARY KEY, at ext.ltree REFERENCES ltrees ON UPDATE CASCADE"
                                    + " ON DELETE SET NULL)",
                            "CREATE TABLE numerics (id numeric PRIMARY KEY, v int)",
                            "CREATE TABLE chars (id char(5) PRIMARY KEY, v int)",
                            "CREATE TABLE pairs (k1 ext.ltree NOT NULL, at ext.citext NOT NULL, id int, v int, UNIQUE (at, k1))");
            Map<String, List<String>> keys = new TreeMap<>(Map.of(
                    "citexts", List.of("'a'", "'b'", "'A'"),
                    "ltrees", List.of("'a.b'", "'a'", "'a.c'"),
                    "hstores", List.of("'a=>1'", "'a=>NULL'", "'b=>1'"),
                    "mails", List.of("'a@x'", "'b@x'", "'A@x'"),
                    "places", List.of("'(a,1)'", "'(,)'", "'(A,1)'"),
                    "arrays", List.of("'{a,NULL}'", "'{}'", "'{A,NULL}'"),
                    "numerics", List.of("1.0", "2", "1.00"),
                    "chars", List.of("'a'", "'b'", "'c'")));
            keys.forEach((table, values) -> shop.database()
                    .execute(
                            "INSERT INTO " + table + " VALUES (" + values.get(0) + ", 1), (" + values.get(1) + ", 2)"));
            shop.database()
                    .execute(
                            "INSERT INTO moods VALUES ('sad', 1)",
                            "INSERT INTO points VALUES (1, 'a.b'), (2, 'a')",
                            "INSERT INTO pairs VALUES ('a.b', 'x', 1, 1), ('a', 'y', 2, 2)");
            shop.project()
                    .with(options -> options.withScripts(
                            new ScriptOptions(options.scripts().locations(), false)))
                    .migrating(options -> options.withBaseline(true, "1"))
                    .migrate();
            shop.script("V2__more.qail", "add moods.more text\nalter chars.v bigint\n");
            Shadow shadow = shop.shadow();
            shadow.create();
            shadow.sync();
            keys.forEach((table, values) -> shop.database()
                    .execute(
                            "UPDATE " + table + " SET v = 10 WHERE v = 1",
                            // To a key that the type may take for the same, and is none.
                            "UPDATE " + table + " SET id = " + values.get(2) + ", v = 11 WHERE v = 10",
                            "DELETE FROM " + table + " WHERE v = 2"));
            shop.database()
                    .execute(
                            "UPDATE moods SET id = 'happy'",
                            "UPDATE pairs SET at = 'X' WHERE id = 1",
                            "DELETE FROM pairs WHERE id = 2",
                            "INSERT INTO pairs VALUES ('c', 'z', 3, 3)");
            shadow.sync();
            assertThat(shadow.validate().problems()).isEmpty();
            shadow.promote();
            keys.forEach((table, values) -> assertThat(
                            shop.value("SELECT string_agg(id::text || v, ' ') FROM " + table, String.class))
                    .as(table)
                    .isEqualTo(shop.value(
                            "SELECT (" + values.get(2) + "::" + type(shop, table) + ")::text || 11", String.class)));
            assertThat(shop.value("SELECT string_agg(at::text || id, ' ' ORDER BY id) FROM pairs", String.class))
                    .isEqualTo("X1 z3");
            assertThat(shop.value(
                            "SELECT string_agg(id || coalesce(at::text, ''), ' ' ORDER BY id) FROM points",
                            String.class))
                    .isEqualTo("1a.c 2");
        }
    }

    private static String type(ShadowProject shop, String table) {
        return shop.value(
                "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '" + table
                        + "'::regclass AND attname = 'id'",
                String.class);
    }
}
