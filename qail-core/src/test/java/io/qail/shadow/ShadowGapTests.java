package io.qail.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.HistoryException;
import io.qail.script.ScriptOptions;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** S26, S28: what changes in the primary without that capture sees it is found before the switch. */
@PostgresTest
class ShadowGapTests {

    /** Each is a table of its own; {@code %t} its name, {@code %n} the number of its capture. */
    private static final Map<String, List<String>> PAST_CAPTURE = new TreeMap<>(Map.ofEntries(
            Map.entry("rewritten", List.of("ALTER TABLE %t ALTER v TYPE int USING v * 10")),
            Map.entry(
                    "restored",
                    List.of(
                            "ALTER TABLE %t DISABLE TRIGGER ALL",
                            "INSERT INTO %t VALUES (7, 7)", "ALTER TABLE %t ENABLE TRIGGER ALL")),
            Map.entry(
                    "enabled_as_before",
                    List.of(
                            "ALTER TABLE %t DISABLE TRIGGER _qail_shadow",
                            "DELETE FROM %t WHERE id = 1", "ALTER TABLE %t ENABLE ALWAYS TRIGGER _qail_shadow")),
            Map.entry("without_trigger", List.of("DROP TRIGGER _qail_shadow ON %t", "UPDATE %t SET v = 0")),
            Map.entry(
                    "trigger_made_again",
                    List.of(
                            "DROP TRIGGER _qail_shadow ON %t",
                            "UPDATE %t SET v = -1",
                            "CREATE TRIGGER _qail_shadow AFTER INSERT OR UPDATE OR DELETE ON %t FOR EACH ROW"
                                    + " EXECUTE FUNCTION _qail_shadow.row_%n()",
                            "ALTER TABLE %t ENABLE ALWAYS TRIGGER _qail_shadow")),
            Map.entry(
                    "function_replaced",
                    List.of(
                            "CREATE OR REPLACE FUNCTION _qail_shadow.row_%n() RETURNS trigger LANGUAGE plpgsql AS"
                                    + " 'BEGIN RETURN NULL; END'",
                            "UPDATE %t SET v = -2")),
            Map.entry(
                    "truncated",
                    List.of(
                            "ALTER TABLE %t DISABLE TRIGGER USER",
                            "TRUNCATE %t", "ALTER TABLE %t ENABLE ALWAYS TRIGGER _qail_shadow_whole")),
            Map.entry("marks_emptied", List.of("UPDATE %t SET v = -3", "TRUNCATE _qail_shadow.m%n")),
            Map.entry(
                    "marks_thrown_away",
                    List.of(
                            "CREATE FUNCTION _qail_shadow.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                            "CREATE TRIGGER no BEFORE INSERT ON _qail_shadow.m%n FOR EACH ROW EXECUTE FUNCTION _qail_shadow.no()",
                            "UPDATE %t SET v = -4")),
            // These change no row, and must not be in the way.
            Map.entry("unlogged_for_a_time", List.of("ALTER TABLE %t SET UNLOGGED", "ALTER TABLE %t SET LOGGED")),
            Map.entry("vacuumed", List.of("VACUUM FULL %t")),
            Map.entry("clustered", List.of("CLUSTER %t USING %t_pkey", "ALTER TABLE %t SET WITHOUT CLUSTER")),
            // These are captured, whoever writes.
            Map.entry("as_a_replica", List.of("SET session_replication_role = replica; UPDATE %t SET id = id + 100")),
            Map.entry(
                    "renamed_for_a_time",
                    List.of(
                            "ALTER TABLE %t RENAME TO elsewhere",
                            "UPDATE elsewhere SET v = 5", "ALTER TABLE elsewhere RENAME TO %t"))));

    private static final List<String> OTHERS = List.of(
            "CREATE TABLE parted (id int PRIMARY KEY, v int) PARTITION BY RANGE (id)",
            "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (10)",
            "CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (10) TO (20)",
            "CREATE TABLE moved (id int PRIMARY KEY, v int) PARTITION BY RANGE (id)",
            "CREATE TABLE moved_1 PARTITION OF moved FOR VALUES FROM (0) TO (10)",
            "CREATE TABLE moved_2 PARTITION OF moved FOR VALUES FROM (10) TO (20)",
            "CREATE TABLE parent (id int PRIMARY KEY, v int)",
            // Without a key: the triggers of a statement are those of the table that it names.
            "CREATE TABLE child () INHERITS (parent)",
            "CREATE TABLE orphan (id int NOT NULL, v int)",
            "CREATE TABLE keyless (id int, v int)",
            "CREATE UNLOGGED TABLE cached (id int PRIMARY KEY, v int)");

    private static final List<String> PAST_CAPTURE_OF_OTHERS = List.of(
            "ALTER TABLE parted DETACH PARTITION parted_2",
            "INSERT INTO parted_2 VALUES (12, 1)",
            "ALTER TABLE parted ATTACH PARTITION parted_2 FOR VALUES FROM (10) TO (20)",
            "UPDATE moved SET id = id + 10 WHERE id < 3",
            "UPDATE parent SET v = 99",
            "ALTER TABLE keyless DISABLE TRIGGER ALL",
            "DELETE FROM keyless WHERE id = 1",
            "ALTER TABLE keyless ENABLE TRIGGER ALL",
            // As after a crash of the server.
            "DELETE FROM _qail_shadow.alive",
            "ALTER TABLE cached DISABLE TRIGGER _qail_shadow_whole");

    private final TestDatabase databases;

    ShadowGapTests(TestDatabase databases) {
        this.databases = databases;
    }

    @Test
    void whateverGoesPastCaptureIsCopiedAgainBeforeTheSwitch() throws SQLException {
        try (ShadowProject shop = new ShadowProject(databases.fresh())) {
            List<String> tables = new ArrayList<>(PAST_CAPTURE.keySet());
            tables.forEach(table -> shop.database().execute("CREATE TABLE " + table + " (id int PRIMARY KEY, v int)"));
            shop.database().execute(OTHERS.toArray(String[]::new));
            tables.addAll(List.of("parted", "moved", "parent", "child", "orphan", "keyless", "cached"));
            tables.forEach(table -> shop.database().execute("INSERT INTO " + table + " VALUES (1, 1), (2, 2), (3, 3)"));
            shop.in("postgres")
                    .sql("ALTER DATABASE " + shop.name() + " SET work_mem TO '7MB'")
                    .update();
            shop.in("postgres")
                    .sql("COMMENT ON DATABASE " + shop.name() + " IS 'at first'")
                    .update();
            adopt(shop);
            shop.script("V2__more.qail", "add vacuumed.more text\n");
            Shadow shadow = shop.ready();
            Map<String, String> numbers = numbers(shop);
            for (Map.Entry<String, List<String>> change : PAST_CAPTURE.entrySet()) {
                for (String sql : change.getValue()) {
                    shop.asSuperuser(sql.replace("%t", change.getKey()).replace("%n", numbers.get(change.getKey())));
                }
            }
            shop.asSuperuser(PAST_CAPTURE_OF_OTHERS.toArray(String[]::new));
            shop.in("postgres")
                    .sql("ALTER DATABASE " + shop.name() + " RESET work_mem")
                    .update();
            shop.in("postgres")
                    .sql("ALTER DATABASE " + shop.name() + " SET geqo TO off")
                    .update();
            shop.in("postgres")
                    .sql("COMMENT ON DATABASE " + shop.name() + " IS NULL")
                    .update();
            Map<String, String> before = contents(shop, tables);
            PromotionResult promoted = shadow.promote();
            assertThat(promoted.remarks()).isEmpty();
            assertThat(contents(shop, tables)).isEqualTo(before);
            assertThat(shop.value(
                            "SELECT concat_ws(' ', setconfig, shobj_description(d.oid, 'pg_database')) FROM pg_database d"
                                    + " LEFT JOIN pg_db_role_setting s ON s.setdatabase = d.oid AND s.setrole = 0"
                                    + " WHERE datname = current_database()",
                            String.class))
                    .isEqualTo("{geqo=off}");
        }
    }

    private static void adopt(ShadowProject shop) {
        shop.project()
                .with(options ->
                        options.withScripts(new ScriptOptions(options.scripts().locations(), false)))
                .migrating(options -> options.withBaseline(true, "1"))
                .migrate();
    }

    private static Map<String, String> numbers(ShadowProject shop) {
        Map<String, String> numbers = new TreeMap<>();
        shop.in(shop.name() + "_shadow")
                .sql("SELECT source_name, number FROM _qail_shadow.tables")
                .query(row -> {
                    numbers.put(row.getString(1), row.getString(2));
                });
        return numbers;
    }

    private static Map<String, String> contents(ShadowProject shop, List<String> tables) {
        Map<String, String> contents = new TreeMap<>();
        for (String table : tables) {
            contents.put(
                    table,
                    shop.value(
                            "SELECT coalesce(string_agg(id || '=' || v, ' ' ORDER BY id, v), '') FROM ONLY " + table
                                    + " WHERE true",
                            String.class));
        }
        contents.put(
                "parted", shop.value("SELECT string_agg(id || '=' || v, ' ' ORDER BY id) FROM parted", String.class));
        contents.put(
                "moved", shop.value("SELECT string_agg(id || '=' || v, ' ' ORDER BY id) FROM moved", String.class));
        return contents;
    }

    /** Nothing of it would be in the shadow. */
    @Test
    void whatWasMadeSinceBlocksByName() throws SQLException {
        try (ShadowProject shop = new ShadowProject(databases.fresh())) {
            shop.database()
                    .execute(
                            "CREATE TABLE a (id int PRIMARY KEY, v int, w int)",
                            "CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                            "CREATE TRIGGER note AFTER INSERT ON a EXECUTE FUNCTION noted()",
                            "CREATE SEQUENCE numbers",
                            "CREATE TYPE mood AS ENUM ('sad')",
                            "CREATE DOMAIN positive AS int");
            adopt(shop);
            Shadow shadow = shop.ready();
            shop.asSuperuser(
                    "SELECT lo_create(0)",
                    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC",
                    "COMMENT ON COLUMN a.v IS 'new'",
                    "CREATE STATISTICS spread ON v, w FROM a",
                    "CREATE POLICY own ON a USING (true)",
                    "CREATE PUBLICATION feed FOR TABLE a",
                    "GRANT SELECT (v) ON a TO PUBLIC",
                    "ALTER SEQUENCE numbers INCREMENT 5",
                    "ALTER TYPE mood ADD VALUE 'happy'",
                    "ALTER DOMAIN positive ADD CONSTRAINT is_positive CHECK (VALUE > 0)",
                    "ALTER TABLE a SET (fillfactor = 70), ALTER w SET STATISTICS 7",
                    "ALTER TABLE a DISABLE TRIGGER note",
                    "CREATE RULE quiet AS ON DELETE TO a DO INSTEAD NOTHING",
                    "CREATE SCHEMA later",
                    "CREATE COLLATION later.plain FROM \"C\"",
                    "CREATE CAST (mood AS int) WITH INOUT",
                    "GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO PUBLIC",
                    "CREATE EXTENSION pgcrypto SCHEMA later",
                    "CREATE FUNCTION fired() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
                    "CREATE EVENT TRIGGER watching ON ddl_command_start EXECUTE FUNCTION fired()",
                    "GRANT SELECT ON _qail_migrations TO PUBLIC");
            assertThatThrownBy(shadow::promote)
                    .isInstanceOf(HistoryException.class)
                    .hasMessageContainingAll(
                            "large objects (changed)",
                            "default privileges of role postgres in schema public on tables (new)",
                            "comment on table public.a.v (new)",
                            "statistics public.spread (new)",
                            "policy own on public.a (new)",
                            "publication feed (new)",
                            "column public.a.v (changed)",
                            "column public.a.w (changed)",
                            "parameters of sequence public.numbers (changed)",
                            "labels of enum public.mood (changed)",
                            "constraint is_positive on public.positive (new)",
                            "table public.a (changed)",
                            "trigger note on public.a (changed)",
                            "rule quiet on public.a (new)",
                            "schema later (new)",
                            "collation later.plain (new)",
                            "cast public.mood AS integer (new)",
                            "privileges on the objects of PostgreSQL itself (changed)",
                            "extension pgcrypto (new)",
                            "function public.fired() (new)",
                            "event trigger watching (new)",
                            "table public._qail_migrations (changed)");
            shadow.abort();
            assertThat(shop.databases()).containsExactly(shop.name());
        }
    }

    @Test
    void whatIsMadeWhileTheSwitchBeginsIsFound() throws SQLException {
        try (ShadowProject shop = new ShadowProject(databases.fresh())) {
            shop.script("V1__a.qail", "table a {\n  id int primary_key\n}\n");
            shop.project().migrate();
            Shadow shadow = shop.ready(new ShadowListener() {
                @Override
                public void beforeSwitch() {
                    shop.database().execute("CREATE FUNCTION late() RETURNS int LANGUAGE sql AS 'SELECT 1'");
                }
            });
            assertThatThrownBy(shadow::promote)
                    .isInstanceOf(HistoryException.class)
                    .hasMessageContaining("function public.late() (new)");
            assertThat(shop.databases()).containsExactly(shop.name(), shop.name() + "_shadow");
            shop.database().execute("INSERT INTO a VALUES (1)");
        }
    }
}
