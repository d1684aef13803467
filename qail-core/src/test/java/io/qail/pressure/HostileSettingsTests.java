package io.qail.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.TestProject;
import io.qail.rollback.RollbackRequest;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** S2, S3, S19: no setting of a role or a database changes what a migration, its snapshot and its rollback do. */
@PostgresTest
class HostileSettingsTests {

    /** Names that a server does not know are left out. */
    private static final Map<String, String> HOSTILE = new TreeMap<>(Map.ofEntries(
            Map.entry("IntervalStyle", "sql_standard"),
            Map.entry("TimeZone", "Asia/Kathmandu"),
            Map.entry("array_nulls", "off"),
            Map.entry("backslash_quote", "on"),
            Map.entry("bytea_output", "escape"),
            Map.entry("check_function_bodies", "off"),
            Map.entry("client_min_messages", "debug5"),
            Map.entry("default_transaction_isolation", "serializable"),
            Map.entry("default_transaction_read_only", "on"),
            Map.entry("default_transaction_deferrable", "on"),
            Map.entry("escape_string_warning", "off"),
            Map.entry("exit_on_error", "on"),
            Map.entry("extra_float_digits", "-15"),
            Map.entry("gin_fuzzy_search_limit", "1"),
            Map.entry("idle_in_transaction_session_timeout", "300ms"),
            Map.entry("idle_session_timeout", "1500ms"),
            Map.entry("lc_monetary", "C"),
            Map.entry("lock_timeout", "1ms"),
            Map.entry("quote_all_identifiers", "on"),
            Map.entry("restrict_nonsystem_relation_kind", "view, foreign-table"),
            Map.entry("row_security", "on"),
            Map.entry("search_path", "pg_temp"),
            Map.entry("standard_conforming_strings", "off"),
            Map.entry("synchronous_commit", "off"),
            Map.entry("timezone_abbreviations", "India"),
            Map.entry("transaction_timeout", "2s"),
            Map.entry("transform_null_equals", "on"),
            Map.entry("xmlbinary", "hex"),
            Map.entry("xmloption", "document")));

    private final TestDatabase databases;

    HostileSettingsTests(TestDatabase databases) {
        this.databases = databases;
    }

    @Test
    void aMigrationAndItsRollbackAreThoseOfAPlainDatabase() {
        List<String> plain = run(new TestProject(databases.fresh()), false);
        assertThat(plain).hasSizeGreaterThan(10);
        assertThat(run(new TestProject(databases.fresh()), true)).isEqualTo(plain);
    }

    private static List<String> run(TestProject project, boolean hostile) {
        project.migrating(o -> o.withDefaultSchema("public"))
                .script("V1__create.qail", """
                        table t {
                          id int primary_key
                          path text default 'c:\\temp\\new'
                          list text[]
                          at timestamptz
                          span interval
                          bytes bytea
                          ratio float8
                          doc xml
                          price money
                        }
                        index t_list on t using gin (list)
                        function twice(n int) returns int language sql $$ SELECT n * 2 $$
                        """)
                .script("V2__drop.qail", """
                        drop t.list
                        drop t.at
                        drop t.span
                        drop t.bytes
                        drop t.ratio
                        drop t.doc
                        drop t.price
                        drop t.path
                        """);
        TestDatabase database = project.database();
        if (hostile) {
            settle(database);
        }
        project.with(o -> o.withMigrate(o.migrate().withTarget("1"))).migrate();
        fill(database);
        project.with(o -> o.withMigrate(o.migrate().withTarget(null))).migrate();
        project.qail().rollback(RollbackRequest.to("1"));
        if (hostile) {
            reset(database);
        }
        return database.jdbc()
                .sql("SELECT t::text FROM public.t UNION ALL SELECT column_default FROM information_schema.columns"
                        + " WHERE table_name = 't' AND column_default IS NOT NULL"
                        + " UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = 't'"
                        + " UNION ALL SELECT value_json::text FROM public._qail_data_snapshots ORDER BY 1")
                .query(String.class)
                .list();
    }

    /** Under plain settings: what the application writes is not what is tried here. */
    private static void fill(TestDatabase database) {
        try (var connection = database.connection();
                var statement = connection.createStatement()) {
            for (String setting : List.of(
                    "standard_conforming_strings = on",
                    "array_nulls = on",
                    "xmloption = content",
                    "IntervalStyle = postgres",
                    "default_transaction_read_only = off",
                    "exit_on_error = off",
                    "search_path = public",
                    "transform_null_equals = off",
                    "lock_timeout = 0")) {
                statement.execute("SET " + setting);
            }
            statement.execute(
                    "INSERT INTO t (id, list, at, span, bytes, ratio, doc, price) SELECT g, ARRAY['NULL', NULL, 'x' || g],"
                            + " '2024-05-06 07:08:09.123456+05:45', '-1 year 2 mons -3 days 04:05:06', '\\x00ff5c', 0.1::float8 + 0.2,"
                            + " 'a<b/>c', '12.34' FROM generate_series(1, 20) g");
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void settle(TestDatabase database) {
        try (var connection = database.connection();
                var statement = connection.createStatement()) {
            for (Map.Entry<String, String> setting : HOSTILE.entrySet()) {
                try (var known = statement.executeQuery(
                        "SELECT current_setting('" + setting.getKey() + "', true) IS NOT NULL")) {
                    known.next();
                    if (!known.getBoolean(1)) {
                        continue;
                    }
                }
                statement.execute("ALTER DATABASE " + database.name() + " SET " + setting.getKey() + " TO '"
                        + setting.getValue() + "'");
            }
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void reset(TestDatabase database) {
        try (var connection = database.connection();
                var statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            statement.execute("ALTER DATABASE " + database.name() + " RESET ALL");
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
