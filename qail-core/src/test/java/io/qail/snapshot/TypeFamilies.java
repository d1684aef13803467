package io.qail.snapshot;

import io.qail.test.TestDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A type of every built-in family and of every kind that users make, with the values that are easily spoilt. */
public final class TypeFamilies {

    /** Texts of values by their type. */
    public static final Map<String, List<String>> VALUES = new LinkedHashMap<>();

    static {
        values("boolean", "true", "false");
        values("smallint", "-32768", "32767");
        values("integer", "-2147483648", "2147483647");
        values("bigint", "-9223372036854775808", "9223372036854775807");
        values("numeric", "1.50", "-0.00", "NaN", "Infinity", "-Infinity", "1e1000", "0.000000000000000000000000001");
        values("numeric(12,4)", "1.5", "NaN", "-99999999.9999");
        values("real", "-0", "NaN", "Infinity", "-Infinity", "1.1", "1e-45");
        values("double precision", "0.30000000000000004", "-0", "NaN", "Infinity", "-Infinity", "5e-324");
        values("money", "-92233720368547758.08", "1234.56");
        values(
                "text",
                "",
                "  blanks  ",
                "ünïcödé 😀 中",
                "line\nfeed\r\n\ttab",
                "\\N",
                "\\.",
                "\\",
                "a,\"quoted\",b",
                "null",
                "{\"a\": 1}",
                "\u0001",
                "\\u0000",
                "'");
        values("character varying(20)", "", "abc  ", "\\N");
        values("character(5)", "ab", "", "abcde");
        values("bpchar", "ab  ", "", "  x");
        values("name", "", "Some Name");
        values("\"char\"", "x", "");
        values("bytea", "\\x", "\\x00ff", "\\xdeadbeef5c");
        values("uuid", "00000000-0000-0000-0000-000000000000", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
        values("json", "{\"b\":1,  \"a\":2,\"b\":3}", "null", "[1.0, \"\\u00e9\"]", " 1 ", "\"\"");
        values("jsonb", "null", "{\"a\": 1.00}", "\"\"", "[]", "\"null\"", "1e5");
        values(
                "xml",
                "<a/>",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>é</a>",
                "<?xml version=\"1.1\" standalone=\"yes\"?><a/>",
                "only text &amp; <b/>",
                "<a>\n  \"x\",y</a>");
        values("date", "infinity", "-infinity", "0044-03-15 BC", "5874897-12-31");
        values("time without time zone", "24:00:00", "00:00:00.000001");
        values("time with time zone", "23:59:59.999999+15:59", "00:00:00-03:30");
        values("timestamp without time zone", "infinity", "294276-12-31 23:59:59.999999", "4713-01-01 BC");
        values("timestamp with time zone", "-infinity", "2024-03-31 02:30:00+02", "2024-10-27 02:30:00 Europe/Berlin");
        values("timestamp(0) with time zone", "2024-03-31 02:30:00.4+02");
        values("interval", "1 day", "24:00:00", "1 mon -1 day -00:00:00.000001", "-178000000 years", "PT0S");
        values("bit(5)", "10101");
        values("bit varying", "", "1");
        values("inet", "1.2.3.4", "1.2.3.4/32", "10.0.0.1/8", "::1/128", "fe80::1/64");
        values("cidr", "10.0.0.0/8", "::/0");
        values("macaddr", "08:00:2b:01:02:03");
        values("macaddr8", "08:00:2b:01:02:03:04:05");
        values("point", "(0.30000000000000004,-0)", "(NaN,Infinity)");
        values("line", "{1,2,3}");
        values("lseg", "[(0,0),(1,1)]");
        values("box", "(1,1),(0,0)", "(2,0.5),(0,0)");
        values("path", "[(0,0),(1,1)]", "((0,0),(1,1))");
        values("polygon", "((0,0),(1,1),(1,0))");
        values("circle", "<(0,0),1.1>");
        values("tsvector", "'a':1A,2 'it''s' 'b c':3");
        values("tsquery", "'a' & !'b':*A <2> 'c d'");
        values("integer[]", "{1,NULL,3}", "[2:3]={1,2}", "{}", "{{1,2},{3,4}}");
        values("text[]", "{\"a,b\",\"NULL\",NULL,\"\",\"\\\"\",\"\\\\\",\"\\n\"}");
        values("json[]", "{\"{\\\"a\\\":  1}\",NULL}");
        values("bytea[]", "{\"\\\\x00\",NULL}");
        values("timestamp with time zone[]", "{\"2024-03-31 02:30:00+02\",infinity}");
        values("int4range", "[1,5)", "empty", "(,)");
        values("numrange", "[1.0,2.00)", "(,5]");
        values("tstzrange", "[\"2024-03-31 02:30:00+02\",infinity)");
        values("int4multirange", "{[1,3),[5,7)}", "{}");
        values("mood", "sad", "very happy", "quo\"te,", "it's");
        values("positive", "1");
        values("padded", "ab  ");
        values("pair", "(,)", "(1,\"a,b\")", "(2,\"\"\"x\\\\y\"\"\")", "(3,)", "(,\"\")");
        values("pair[]", "{\"(1,\\\"a b\\\")\",NULL}");
        values("oid", "4294967295");
        values("regclass", "pg_class", "fidelity");
        values("pg_lsn", "16/B374D848");
        values("jsonpath", "$.\"a\"[*]?(@ > 1)");
        values("tid", "(0,1)");
        values("mixed.\"Weird Type\"", "A");
    }

    private TypeFamilies() {}

    private static void values(String type, String... values) {
        VALUES.put(type, List.of(values));
    }

    /** The types that users make. */
    public static void create(TestDatabase database) {
        database.execute(
                "CREATE SCHEMA mixed",
                "CREATE TYPE mixed.\"Weird Type\" AS ENUM ('A')",
                "CREATE TYPE mood AS ENUM ('sad', 'very happy', 'quo\"te,', 'it''s')",
                "CREATE DOMAIN positive AS integer CHECK (value > 0)",
                "CREATE DOMAIN padded AS bpchar",
                "CREATE TYPE pair AS (a integer, b text)");
    }
}
