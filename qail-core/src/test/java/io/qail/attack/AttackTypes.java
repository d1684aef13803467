package io.qail.attack;

import io.qail.snapshot.TypeFamilies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Column types with awkward values: PostgreSQL's families and what users make against every expectation. */
final class AttackTypes {

    /** Makes the types that stay; run by the role that owns the database. */
    static final String SETUP = """
            CREATE SCHEMA mixed;
            CREATE TYPE mixed."Weird Type" AS ENUM ('A');
            CREATE TYPE mood AS ENUM ('sad', 'very happy', 'quo"te,', 'it''s');
            CREATE DOMAIN positive AS integer CHECK (value > 0);
            CREATE DOMAIN padded AS bpchar;
            CREATE DOMAIN padded_again AS padded;
            CREATE DOMAIN code AS varchar(8);
            CREATE DOMAIN code_again AS code CHECK (value <> 'never');
            CREATE TYPE pair AS (a integer, b text);
            CREATE TYPE nest AS (p pair, x xml, l text[], d padded_again);
            CREATE TYPE span AS RANGE (subtype = float8);
            CREATE TYPE amount AS (value numeric, cur text);
            CREATE FUNCTION show(amount) RETURNS text LANGUAGE sql IMMUTABLE
                AS $$ SELECT pg_catalog.round(($1).value) || ' ' || ($1).cur $$;
            CREATE CAST (amount AS text) WITH FUNCTION show(amount);
            CREATE FUNCTION parse(text) RETURNS amount LANGUAGE sql IMMUTABLE
                AS $$ SELECT ROW(pg_catalog.split_part($1, ' ', 1)::numeric, pg_catalog.split_part($1, ' ', 2))::amount $$;
            CREATE CAST (text AS amount) WITH FUNCTION parse(text);
            CREATE TYPE loud AS ENUM ('on', 'off');
            CREATE FUNCTION shout(loud) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'LOUD'::text $$;
            CREATE CAST (loud AS text) WITH FUNCTION shout(loud) AS ASSIGNMENT;
            CREATE SCHEMA off_path;
            CREATE EXTENSION citext SCHEMA off_path;
            CREATE EXTENSION hstore SCHEMA off_path;
            CREATE EXTENSION ltree SCHEMA off_path;
            """;

    /** What a version changes, made for each world. */
    static final String PER_WORLD = """
            CREATE TYPE shrinking AS ENUM ('a', 'b', 'c');
            CREATE TABLE pointed_at (id integer);
            CREATE TABLE other (n integer);
            INSERT INTO other VALUES (1);
            CREATE FUNCTION takes_enum(shrinking) RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
            """;

    /** Leaves the types and nothing else. */
    static final String CLEAN = """
            DO $$
            DECLARE c text;
            BEGIN
                FOR c IN SELECT pg_catalog.format('DROP PUBLICATION %I', pubname) FROM pg_catalog.pg_publication
                    UNION ALL SELECT pg_catalog.format('DROP %s IF EXISTS %I.%I CASCADE',
                        CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, nspname, relname)
                    FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace
                    WHERE relkind IN ('r', 'v', 'S', 'p') AND nspname IN ('public')
                    UNION ALL SELECT pg_catalog.format('DROP SCHEMA %I CASCADE', nspname)
                    FROM pg_catalog.pg_namespace WHERE nspname LIKE '\\_qail%' LOOP
                    EXECUTE c;
                END LOOP;
                DROP TYPE IF EXISTS shrinking CASCADE;
            END $$
            """;

    private static final Map<String, List<String>> VALUES = new LinkedHashMap<>(TypeFamilies.VALUES);

    static {
        VALUES.put("regclass", List.of("pg_class", "0", "999999", "pointed_at"));
        VALUES.put("regclass[]", List.of("{pg_class,0,999999,NULL}"));
        VALUES.put("regproc", List.of("0", "pg_catalog.now", "999999"));
        VALUES.put("regprocedure", List.of("0", "lower(text)"));
        VALUES.put("regoper", List.of("0", "pg_catalog.||/"));
        VALUES.put("regtype", List.of("0", "integer", "mood", "999999"));
        VALUES.put("regrole", List.of("0", "999999"));
        VALUES.put("regnamespace", List.of("0", "mixed", "999999"));
        VALUES.put("regconfig", List.of("0", "simple"));
        VALUES.put("shrinking", List.of("a", "b", "c"));
        VALUES.put("shrinking[]", List.of("{a,NULL,c}"));
        VALUES.put("mood[]", List.of("{sad,\"quo\\\"te,\",NULL}", "[0:1]={sad,it's}"));
        VALUES.put("padded_again", List.of("ab  ", "", "  x "));
        VALUES.put("padded_again[]", List.of("{\"ab  \",NULL,\"\"}"));
        VALUES.put("code_again", List.of("abc  ", "", "a,b\"c'd"));
        VALUES.put("nest", List.of("(,,,)", "(\"(1,\\\"a,b\\\")\",\"<a>x</a>\",\"{NULL,\\\"NULL\\\",a}\",\"ab  \")"));
        VALUES.put("nest[]", List.of("{NULL,\"(,<a/>,,)\"}"));
        VALUES.put("span", List.of("[0.1,0.30000000000000004)", "empty", "(,)"));
        VALUES.put("span[]", List.of("{\"[1,2)\",NULL,empty}"));
        VALUES.put("amount", List.of("(12.99,EUR)", "(0.49,\"U S\")", "(,)"));
        VALUES.put("amount[]", List.of("{\"(12.99,EUR)\",NULL}"));
        VALUES.put("loud", List.of("on", "off"));
        VALUES.put("off_path.citext", List.of("Ab", "", "ß", "null"));
        VALUES.put("off_path.citext[]", List.of("{Ab,NULL,\"NULL\"}"));
        VALUES.put("off_path.hstore", List.of("a=>1, \"b c\"=>NULL", "", "\"NULL\"=>\"NULL\""));
        VALUES.put("off_path.ltree", List.of("Top.Science", ""));
        VALUES.put("xml[]", List.of("{<a/>,NULL,\"<b>x &amp; y</b>\"}", "{\"<?xml version=\\\"1.0\\\"?><a/>\"}"));
        VALUES.put("money[]", List.of("{$1.23,NULL}"));
        VALUES.put("interval[]", List.of("{\"1 mon -1 day\",NULL,\"-00:00:00.1\"}"));
        VALUES.put("bit(3)[]", List.of("{101,NULL}"));
        VALUES.put("double precision[]", List.of("{NaN,-0,0.30000000000000004,NULL,Infinity}"));
        VALUES.put("numrange[]", List.of("{\"[1.0,2.00)\",NULL}"));
        VALUES.put("uuid[]", List.of("{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,NULL}"));
        VALUES.put("int2vector", List.of("1 2 3"));
        VALUES.put("oidvector", List.of("1 2"));
    }

    /** Retypes with their transform, where they need one; {@code %s} is the column. */
    record Retype(String from, String to, String using) {}

    static final List<Retype> RETYPES = List.of(
            new Retype("integer", "bigint", ""),
            new Retype("integer", "numeric", ""),
            new Retype("integer", "bigint", "coalesce(%s, -1)"),
            new Retype("integer", "boolean", "%s > 0"),
            new Retype("bigint", "text", "coalesce(%s::text, 'none')"),
            new Retype("smallint", "numeric(12,4)", ""),
            new Retype("numeric", "text", "coalesce(%s, 0)::text"),
            new Retype("numeric(12,4)", "numeric(12,1)", ""),
            new Retype("numeric(12,4)", "numeric(20,6)", ""),
            new Retype("double precision", "real", "CASE WHEN %s BETWEEN 0.001 AND 99 THEN %s::real END"),
            new Retype("real", "double precision", ""),
            new Retype("text", "character varying(3)", "left(%s, 3)"),
            new Retype("text", "integer", "coalesce(length(%s), 0)"),
            new Retype("text", "bytea", "convert_to(%s, 'UTF8')"),
            new Retype("text", "mood", "CASE WHEN %s = '' THEN 'sad'::mood END"),
            new Retype("text", "off_path.citext", "%s::off_path.citext"),
            new Retype("character varying(20)", "text", ""),
            new Retype("character(5)", "text", ""),
            new Retype("bpchar", "character(3)", "left(%s, 1)"),
            new Retype("timestamp with time zone", "date", "date '2024-01-01'"),
            new Retype("timestamp with time zone", "timestamp(0) with time zone", ""),
            new Retype("date", "timestamp without time zone", ""),
            new Retype("json", "jsonb", "'1'::jsonb"),
            new Retype("json", "text", ""),
            new Retype("jsonb", "json", "%s::text::json"),
            new Retype("mood", "text", ""),
            new Retype("mood", "integer", "CASE %s WHEN 'sad' THEN 1 END"),
            new Retype("boolean", "integer", "coalesce(%s::int, 2)"),
            new Retype("integer[]", "text[]", "%s::text[]"),
            new Retype("integer[]", "bigint[]", ""),
            new Retype("text[]", "text", "array_to_string(%s, ',')"),
            new Retype("uuid", "text", "coalesce(%s::text, '')"),
            new Retype("bytea", "text", "encode(%s, 'hex')"),
            new Retype("money", "numeric", "1"),
            new Retype("interval", "text", "coalesce(%s::text, 'PT0S')"),
            new Retype("inet", "cidr", "network(%s)"),
            new Retype("xml", "text", "coalesce(%s::text, '')"),
            new Retype("regclass", "oid", "coalesce(%s::oid, 0)"),
            new Retype("off_path.citext", "text", ""),
            new Retype("amount", "text", "(%s).cur"),
            new Retype("amount", "numeric", "coalesce((%s).value, 0)"),
            new Retype("loud", "text", ""),
            new Retype("shrinking", "text", ""),
            new Retype("padded_again", "text", ""),
            new Retype("positive", "integer", ""));

    private static final List<String> NAMES = List.copyOf(VALUES.keySet());

    private AttackTypes() {}

    static int count() {
        return NAMES.size();
    }

    /** A type by its number, so that a run goes through all of them. */
    static String name(int number) {
        return NAMES.get(Math.floorMod(number, NAMES.size()));
    }

    static List<String> values(String type) {
        return VALUES.getOrDefault(type, List.of());
    }

    /** Retypes of a type, none for most. */
    static List<Retype> retypes(String type) {
        List<Retype> found = new ArrayList<>();
        for (Retype retype : RETYPES) {
            if (retype.from().equals(type)) {
                found.add(retype);
            }
        }
        return found;
    }

    static <T> T any(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
