package io.qail.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.plan.Plan;
import io.qail.schema.ObjectName;
import io.qail.test.MigrationTransaction;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.FileInputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** S3: the identical value of every type comes back, from both stores, from columns and from whole tables. */
@PostgresTest
class SnapshotFidelityTests {

    private static final ObjectName TABLE = ObjectName.of("public", "fidelity");

    private static final Map<String, List<String>> VALUES = new LinkedHashMap<>();

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

    private final TestDatabase database;

    SnapshotFidelityTests(TestDatabase database) {
        this.database = database;
    }

    private static void values(String type, String... values) {
        VALUES.put(type, List.of(values));
    }

    @BeforeAll
    static void createTable(TestDatabase database) {
        database.execute(
                "CREATE SCHEMA mixed",
                "CREATE TYPE mixed.\"Weird Type\" AS ENUM ('A')",
                "CREATE TYPE mood AS ENUM ('sad', 'very happy', 'quo\"te,', 'it''s')",
                "CREATE DOMAIN positive AS integer CHECK (value > 0)",
                "CREATE DOMAIN padded AS bpchar",
                "CREATE TYPE pair AS (a integer, b text)",
                "CREATE TABLE fidelity (id integer PRIMARY KEY, computed text GENERATED ALWAYS AS ('x') STORED)");
        List<String> columns = new ArrayList<>();
        int rows = 1;
        for (Map.Entry<String, List<String>> type : VALUES.entrySet()) {
            String column = "c" + columns.size();
            columns.add(column);
            rows = Math.max(rows, type.getValue().size() + 1);
            database.execute("ALTER TABLE fidelity ADD COLUMN " + column + " " + type.getKey());
        }
        for (int i = 0; i < rows; i++) {
            database.jdbc().sql("INSERT INTO fidelity (id) VALUES (?)").param(i).update();
        }
        int n = 0;
        for (Map.Entry<String, List<String>> type : VALUES.entrySet()) {
            for (int i = 0; i < type.getValue().size(); i++) {
                database.jdbc()
                        .sql("UPDATE fidelity SET c" + n + " = CAST(? AS text)::" + type.getKey() + " WHERE id = ?")
                        .param(type.getValue().get(i))
                        .param(i)
                        .update();
            }
            n++;
        }
    }

    @Test
    void s3EveryColumnComesBackIdenticalFromTheDatabase() throws SQLException {
        try (MigrationTransaction transaction = new MigrationTransaction(database)) {
            PendingSnapshot snapshot = take(transaction, withoutColumns(transaction), false, Path.of("unused"));
            int n = 0;
            for (Map.Entry<String, List<String>> type : VALUES.entrySet()) {
                String column = "c" + n++;
                SnapshotItem item = item(snapshot.manifest(), column);
                assertThat(item.rows())
                        .as(type.getKey())
                        .isEqualTo(type.getValue().size());
                assertThat(item.keyColumns()).containsExactly("id");
                assertThat(transaction.query("SELECT count(*) FROM fidelity t FULL JOIN (SELECT * FROM"
                                + " _qail_data_snapshots WHERE id BETWEEN " + item.firstId() + " AND " + item.lastId()
                                + ") s ON s.row_id = t.id::text WHERE concat((s.value_json #>> '{}')::" + type.getKey()
                                + ") IS DISTINCT FROM concat(t." + column + ") OR (s.id IS NULL) <> (t." + column
                                + " IS NOT DISTINCT FROM NULL)"))
                        .as(type.getKey())
                        .isEqualTo("0");
            }
        }
    }

    @Test
    void s3EveryColumnOfATableComesBackIdenticalFromTheDatabase() throws SQLException {
        try (MigrationTransaction transaction = new MigrationTransaction(database)) {
            PendingSnapshot snapshot = take(transaction, withoutTable(transaction), false, Path.of("unused"));
            SnapshotItem item = snapshot.manifest().items().get(0);
            assertThat(item.rows()).isEqualTo(Long.parseLong(transaction.query("SELECT count(*) FROM fidelity")));
            assertThat(transaction.query("SELECT value_json ? 'computed' FROM _qail_data_snapshots LIMIT 1"))
                    .isEqualTo("f");
            int n = 0;
            for (String type : VALUES.keySet()) {
                String column = "c" + n++;
                assertThat(transaction.query("SELECT count(*) FROM fidelity t FULL JOIN _qail_data_snapshots s"
                                + " ON s.row_id = t.id::text WHERE concat((s.value_json ->> '" + column + "')::" + type
                                + ") IS DISTINCT FROM concat(t." + column + ") OR ((s.value_json ->> '" + column
                                + "') IS NULL) <> (t." + column + " IS NOT DISTINCT FROM NULL)"))
                        .as(type)
                        .isEqualTo("0");
            }
        }
    }

    @Test
    void s3EveryColumnComesBackIdenticalFromFiles(@TempDir Path directory) throws Exception {
        try (MigrationTransaction transaction = new MigrationTransaction(database)) {
            PendingSnapshot snapshot = take(transaction, withoutColumns(transaction), true, directory);
            snapshot.publish();
            int n = 0;
            for (Map.Entry<String, List<String>> type : VALUES.entrySet()) {
                String column = "c" + n++;
                SnapshotItem item = item(snapshot.manifest(), column);
                assertThat(item.rows())
                        .as(type.getKey())
                        .isEqualTo(type.getValue().size());
                transaction.execute(
                        "CREATE TEMP TABLE back (id integer, \"" + column + "\" " + type.getKey() + ") ON COMMIT DROP");
                load(transaction, "back", snapshot.manifest(), item);
                assertThat(transaction.query("SELECT count(*) FROM fidelity t FULL JOIN back s ON s.id = t.id"
                                + " WHERE concat(s." + column + ") IS DISTINCT FROM concat(t." + column
                                + ") OR (s.id IS NULL) <> (t." + column + " IS NOT DISTINCT FROM NULL)"))
                        .as(type.getKey())
                        .isEqualTo("0");
                transaction.execute("DROP TABLE back");
            }
        }
    }

    @Test
    void s3EveryColumnOfATableComesBackIdenticalFromFiles(@TempDir Path directory) throws Exception {
        try (MigrationTransaction transaction = new MigrationTransaction(database)) {
            PendingSnapshot snapshot = take(transaction, withoutTable(transaction), true, directory);
            snapshot.publish();
            SnapshotItem item = snapshot.manifest().items().get(0);
            transaction.execute("CREATE TEMP TABLE back (LIKE fidelity) ON COMMIT DROP");
            load(transaction, "back", snapshot.manifest(), item);
            int n = 0;
            for (String type : VALUES.keySet()) {
                String column = "c" + n++;
                assertThat(transaction.query("SELECT count(*) FROM fidelity t FULL JOIN back s ON s.id = t.id"
                                + " WHERE concat(s." + column + ") IS DISTINCT FROM concat(t." + column
                                + ") OR (s." + column + " IS NOT DISTINCT FROM NULL) <> (t." + column
                                + " IS NOT DISTINCT FROM NULL)"))
                        .as(type)
                        .isEqualTo("0");
            }
        }
    }

    private static SnapshotItem item(SnapshotManifest manifest, String column) {
        return manifest.items().stream()
                .filter(item -> column.equals(item.column()))
                .findFirst()
                .orElseThrow();
    }

    private static Plan withoutColumns(MigrationTransaction transaction) {
        return transaction.plan(target -> target.tables.computeIfPresent(
                TABLE,
                (name, table) -> table.withColumns(table.columns().stream()
                        .filter(column ->
                                !column.name().startsWith("c") || column.name().equals("computed"))
                        .toList())));
    }

    private static Plan withoutTable(MigrationTransaction transaction) {
        return transaction.plan(target -> target.tables.remove(TABLE));
    }

    private static PendingSnapshot take(MigrationTransaction transaction, Plan plan, boolean files, Path directory)
            throws SQLException {
        Snapshots.createTables(transaction.connection(), "public");
        return Snapshots.take(
                transaction.connection(),
                new SnapshotRequest(1, "1", plan, plan.from(), plan.risks(), files, "here", "public"),
                new SnapshotOptions(directory, null, null, null),
                ProgressListener.NONE);
    }

    private static void load(
            MigrationTransaction transaction, String table, SnapshotManifest manifest, SnapshotItem item)
            throws Exception {
        String columns = item.columns().stream()
                .map(column -> "\"" + column.name() + "\"")
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
        try (var csv = new GZIPInputStream(new FileInputStream(
                Path.of(manifest.location(), String.valueOf(item.file())).toFile()))) {
            transaction
                    .connection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + " (" + columns + ") FROM STDIN (FORMAT csv, HEADER)", csv);
        }
    }
}
