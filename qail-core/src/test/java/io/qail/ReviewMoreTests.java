package io.qail;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.history.HistoryEntry;
import io.qail.history.BackupMode;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@PostgresTest
class ReviewMoreTests {

    private final TestDatabase databases;

    ReviewMoreTests(TestDatabase databases) {
        this.databases = databases;
    }

    /** Alternates scripts and SQL (prefix "SQL "). */
    private TestProject run(String... steps) {
        TestProject project = new TestProject(databases.fresh());
        int version = 0;
        for (String step : steps) {
            if (step.startsWith("SQL ")) {
                project.database().execute(step.substring(4));
            } else {
                project.script("V" + ++version + "__s.qail", step + "\n");
                assertThat(project.migrateVersions()).containsExactly(String.valueOf(version));
                assertThat(project.qail().info(true).drift().stream().filter(d -> !d.toString().contains("UNEXPECTED"))).isEmpty();
                assertThat(project.migrateVersions()).isEmpty();
            }
        }
        return project;
    }

    @Test void e01RenameColumnNamedLikeFunctions() { run("table t {\n id int primary_key\n lower text check(lower(lower) <> 'lower')\n date date check(date > date '2020-01-01')\n \"check\" int default 3 check(\"check\" > 0)\n}\nindex t_l on t (lower(lower)) where date > '2021-01-01'::date", "rename t.lower -> t.low\nrename t.date -> t.day\nrename t.\"check\" -> t.\"Table\""); }
    @Test void e02SwapByDropAndRename() {
        TestProject p = run("table t {\n id int primary_key\n a int\n b int\n}", "SQL INSERT INTO t VALUES (1, 10, 20)", "drop t.b\nrename t.a -> t.b");
        assertThat(p.value("SELECT value_json::text FROM _qail_data_snapshots", String.class)).isEqualTo("20");
        assertThat(p.count("SELECT b FROM t")).isEqualTo(10);
    }
    @Test void e03SwapTablesByDropAndRename() {
        TestProject p = run("table a {\n id int primary_key\n v int\n}\ntable b {\n id int primary_key\n w int\n}", "SQL INSERT INTO a VALUES (1, 10)", "SQL INSERT INTO b VALUES (1, 20)", "drop b\nrename a -> b");
        assertThat(p.value("SELECT value_json->>'w' FROM _qail_data_snapshots", String.class)).isEqualTo("20");
        assertThat(p.count("SELECT v FROM b")).isEqualTo(10);
    }
    @Test void e04ChainOfRenamesWithRetype() {
        TestProject p = run("table t {\n id int primary_key\n a numeric(10,4)\n b numeric(10,4)\n}", "SQL INSERT INTO t VALUES (1, 1.2345, 2.3)", "rename t.b -> t.c\nrename t.a -> t.b\nalter t.b numeric(10,2)\nalter t.c numeric(10,2)");
        assertThat(p.value("SELECT string_agg(column_name || value_json::text, ',') FROM _qail_data_snapshots", String.class)).isEqualTo("a1.2345");
    }
    @Test void e05OtherSchemas() { run("schema \"Bill ing\"\nenum \"Bill ing\".\"Mo,od\" { a, b }\ntable \"Bill ing\".\"In voice\" {\n \"I d\" bigint generated_identity primary_key\n m \"Bill ing\".\"Mo,od\" not_null default 'a'\n n text unique\n}\ntable child {\n id int primary_key\n i bigint references \"Bill ing\".\"In voice\"(\"I d\")\n}\nindex \"Bill ing\".ix on \"Bill ing\".\"In voice\" (n)",
        "rename \"Bill ing\".\"In voice\" -> \"Bill ing\".inv\nalter \"Bill ing\".inv.n varchar(100) not_null", "comment on \"Bill ing\".inv.n \"a $$ b ' c\"\nrename \"Bill ing\".inv.\"I d\" -> \"Bill ing\".inv.id", "alter child drop constraint child_i_fkey\ndrop \"Bill ing\".inv\ndrop enum \"Bill ing\".\"Mo,od\"\ndrop schema \"Bill ing\""); }
    @Test void e06RetypeKeyUnderForeignKeys() { run("table p {\n id int primary_key\n up int references p(id)\n}\ntable c {\n id serial primary_key\n p int not_null references p(id) on_delete cascade\n}", "alter p.id bigint\nalter p.up bigint\nalter c.p bigint\nalter c.id bigint"); }
    @Test void e07HandMadeForeignKeyUnderRetype() { run("table p {\n id int primary_key\n}\ntable c {\n id int primary_key\n p int\n}", "SQL ALTER TABLE c ADD CONSTRAINT hand FOREIGN KEY (p) REFERENCES p(id)", "alter p.id bigint"); }
    @Test void e08ConcurrentIndexChangesAndRenames() { run("table t {\n id int primary_key\n a int\n}\nindex concurrently ix on t (a)", "drop index ix\nindex concurrently ix2 on t (a, id)", "rename t -> tt\nrename tt.a -> tt.aa", "table u {\n id int primary_key\n}\nindex concurrently \"U, x\" on u (id)", "drop tt"); }
    @Test void e09RetypeUnderConcurrentExpressionIndex() { run("table t {\n id int primary_key\n a text\n}\nindex concurrently ix on t (lower(a)) where a <> ''", "alter t.a varchar(50)", "drop t.a"); }
    @Test void e10DropColumnOfMultiColumnThings() { run("table t {\n id int primary_key\n a int\n b int\n c int\n unique (a, b) name uq\n check (a > b) name ck\n}\nindex ix on t (b, c)\nindex ix3 on t (c) where a > 1\ncomment on constraint ck on t \"x\"", "drop t.a", "drop t.b"); }
    @Test void e11EnumLabelRemovalWithHandMadeUser() { run("enum m { a, b, c }\ntable t {\n id int primary_key\n m m not_null default 'a'\n ms m[]\n}\nindex ix on t (m) where m <> 'b'", "enum m { a, b }", "enum m { b, a, z }", "rename t.m -> t.mm"); }
    @Test void e12RenameEnumWithFunction() { run("enum m { a, b }\ntable t {\n id int primary_key\n m m default 'a'\n}", "SQL CREATE FUNCTION f(m) RETURNS int LANGUAGE sql AS 'SELECT 1'", "add t.z int"); }
    @Test void e13SqlBlocksMakeUnmanagedThings() { run("table t {\n id int primary_key\n a text\n}\nsql $$ CREATE VIEW v AS SELECT id FROM t; CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f() $$ confirm", "add t.b int", "drop t.a", "rename t.b -> t.c"); }
    @Test void e14ToGeneratedAndIdentity() { run("table t {\n id int primary_key\n a int default 1\n b int\n}", "SQL INSERT INTO t VALUES (5, 1, 7)", "alter t.id generated_identity\n", "alter t.b generated_stored(a * 2)", "alter t.a not_null default 5 check(a > 0)"); }

    @Test
    void e15AdoptAnOddDatabase() {
        TestDatabase db = databases.fresh();
        db.execute("CREATE TABLE \"table\" (primary_key int PRIMARY KEY, not_null text DEFAULT E'a\\n}''b', \"default\" text DEFAULT '-- x', \"a.b\" int CHECK (\"a.b\" > 0), \"Q\"\"q\" numeric(5,2)[] DEFAULT '{}', d timestamptz DEFAULT now(), ch char(3) DEFAULT 'x', f float8 DEFAULT 'NaN', bi bit(4) DEFAULT B'1010', iv interval day to second(3), j jsonb DEFAULT '{\"a\": [1, \"$$\"]}')",
            "COMMENT ON TABLE \"table\" IS E'line\\n$$ -- ''quote'' \"dq\" \\\\ back'",
            "CREATE DOMAIN posint AS int CHECK (VALUE > 0)", "CREATE TYPE comp AS (a int, b text)",
            "CREATE TABLE t2 (id posint, c comp, EXCLUDE USING gist (int4range(1, 5) WITH &&), v tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, 'x')) STORED)",
            "CREATE TABLE part (d date, x int) PARTITION BY RANGE (d)", "CREATE TABLE part1 PARTITION OF part DEFAULT", "CREATE TABLE par (a int)", "CREATE TABLE chi (b int) INHERITS (par)",
            "CREATE VIEW vw AS SELECT * FROM \"table\"", "CREATE UNIQUE INDEX \"i x\" ON \"table\" (lower(not_null) DESC NULLS LAST, \"Q\"\"q\") INCLUDE (d) WHERE primary_key > 0",
            "CREATE SEQUENCE sq AS smallint INCREMENT -2 MINVALUE -100 MAXVALUE 5 START 3 CYCLE CACHE 3", "CREATE RULE r AS ON INSERT TO par DO ALSO NOTHING", "ALTER TABLE t2 ADD CONSTRAINT nv CHECK (id <> 5) NOT VALID");
        TestProject project = new TestProject(db).migrating(o -> o.withBaseline(true, "1")).script("V2__a.qail", "add \"table\".neu int not_null default 3\nalter \"table\".f drop_me");
        project.script("V2__a.qail", "add \"table\".neu int not_null default 3\nadd t2.w text\n");
        assertThat(project.migrateVersions()).containsExactly("2");
        assertThat(project.qail().info(true).drift()).isEmpty();
        project.script("V3__a.qail", "rename \"table\" -> \"Tab, le\"\nrename \"Tab, le\".not_null -> \"Tab, le\".\"x y\"\n");
        assertThat(project.migrateVersions()).containsExactly("3");
        assertThat(project.qail().info(true).drift()).isEmpty();
    }

    @Test
    void e16ARoleWithoutTheRightToTemporaryTables() throws Exception {
        TestDatabase db = databases.fresh();
        TestProject project = new TestProject(db).script("V1__c.qail", "table t {\n id int primary_key\n a varchar(10) default lower('X') check(a <> 'b' and a in ('x','y'))\n b text\n}\nindex ix on t (lower(a)) where a <> 'q'\n");
        try (Connection c = db.superuserConnection(); Statement s = c.createStatement()) {
            String owner = "\"" + db.user() + "\"";
            s.execute("ALTER DATABASE \"" + db.name() + "\" OWNER TO CURRENT_USER");
            s.execute("GRANT CREATE, CONNECT ON DATABASE \"" + db.name() + "\" TO " + owner);
            s.execute("REVOKE TEMPORARY ON DATABASE \"" + db.name() + "\" FROM PUBLIC");
            s.execute("ALTER SCHEMA public OWNER TO " + owner);
        }
        assertThat(project.migrateVersions()).containsExactly("1");
        project.script("V2__a.qail", "alter t.a varchar(20)\nalter t.b int\n");
        db.execute("INSERT INTO t (id, b) VALUES (1, '7')");
        assertThat(project.migrateVersions()).containsExactly("2");
    }

    @Test
    void e17ThePlanOfALaterVersionSaysWhatItLoses() {
        TestProject project = run("table t {\n id int primary_key\n a int\n b int\n}", "SQL INSERT INTO t VALUES (1, 10, 20)");
        project.script("V2__a.qail", "add t.c int\n").script("V3__a.qail", "drop t.a\n");
        assertThat(project.qail().plan().get(1).impact().findings()).isNotEmpty();
    }

    @Test
    void e18DefaultSchemaWithAnOddName() {
        TestDatabase db = databases.fresh();
        db.execute("CREATE SCHEMA \"My, \"\"App\"");
        TestProject p = new TestProject(db).migrating(o -> o.withDefaultSchema("My, \"App"))
            .script("V1__c.qail", "table t {\n id serial primary_key\n a int\n}\nindex concurrently ix on t (a)\n").script("V2__d.qail", "drop t.a\nadd t.c int\n").script("V3__d.qail", "drop t\n");
        db.execute("SELECT 1");
        assertThat(p.migrateVersions()).containsExactly("1", "2", "3");
    }

    @Test
    void e19DeclarativeHintsWithTypos() {
        List<String> out = new ArrayList<>();
        String v1 = "table t {\n id int primary_key\n a int\n b int\n}\ntable u {\n id int primary_key\n x int\n}\n";
        for (String next : List.of(
                "table t {\n id int primary_key\n aa int\n b int\n}\ntable u {\n id int primary_key\n x int\n}\nrename t.a -> t.aa\ndrop t.a confirm\n",
                "table t {\n id int primary_key\n a int\n b int\n}\ntable u {\n id int primary_key\n x int\n}\ndrop t.zzz confirm\n",
                "table t {\n id int primary_key\n a int\n b int\n}\ntable u {\n id int primary_key\n x int\n}\ndrop t confirm\n",
                "table t {\n id int primary_key\n a int\n}\ntable u {\n id int primary_key\n x int\n b int\n}\ndrop t.b confirm\nrename u.x -> u.b\n",
                "table t {\n id int primary_key\n b int\n}\ntable u {\n id int primary_key\n x int\n}\nrename t.a -> t.b\n",
                "table u {\n id int primary_key\n a int\n b int\n x int\n}\nrename t -> u\n",
                "table w {\n id int primary_key\n a int\n b int\n}\ntable u {\n id int primary_key\n x int\n}\nrename t -> w\nrename t.a -> t.c\n",
                "table w {\n id int primary_key\n c text\n b int\n}\ntable u {\n id int primary_key\n x int\n}\nrename t -> w\nrename w.a -> w.c\ntransform 'n' || c -> w.c\n")) {
            TestProject p = new TestProject(databases.fresh()).script("schema.qail", v1);
            p.migrate();
            p.database().execute("INSERT INTO t VALUES (1, 10, 20)", "INSERT INTO u VALUES (1, 5)");
            p.script("schema.qail", next);
            String result;
            try { HistoryEntry e = p.migrate().applied().get(0); result = "risk " + e.recordsAtRisk() + " " + p.database().jdbc().sql("SELECT query_to_xml('SELECT * FROM ' || quote_ident(table_name), false, true, '')::text FROM information_schema.tables WHERE table_schema = 'public' AND table_name NOT LIKE '\\_qail%' ORDER BY table_name").query(String.class).list().toString().replaceAll("\\s+|xmlns:xsi=\"[^\"]*\"", ""); }
            catch (RuntimeException e) { result = e.getMessage().replace("\n", " | "); }
            out.add(next.substring(next.lastIndexOf("}\n") + 2).replace("\n", "; ") + "=> " + result);
        }
        out.forEach(o -> System.out.println("e19 " + o));
    }

    @Test
    void e20FileModeOddNames() {
        TestProject p = new TestProject(databases.fresh()).migrating(o -> o.withBackupMode(BackupMode.FILE)).script("V1__c.qail", "table \"../x/y\" {\n \"a, b\" int\n \"ü\" text\n}\n");
        p.migrate();
        p.database().execute("INSERT INTO \"../x/y\" VALUES (1, 'a'), (1, 'a'), (NULL, '')");
        p.script("V2__d.qail", "drop \"../x/y\".\"ü\"\n").script("V3__d.qail", "drop \"../x/y\"\n");
        assertThat(p.migrateVersions()).containsExactly("2", "3");
    }

    @Test
    void e21ANondeterministicCollation() {
        TestDatabase db = databases.fresh();
        db.execute("CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        TestProject p = new TestProject(db).script("V1__c.qail", "table t {\n id int primary_key\n a text collate \"ci\"\n}\n");
        p.migrate();
        db.execute("INSERT INTO t VALUES (1, 'Ab')");
        p.script("V2__t.qail", "transform lower(a) -> t.a\n");
        HistoryEntry e = p.migrate().applied().get(0);
        assertThat(p.value("SELECT a COLLATE \"C\" FROM t", String.class)).isEqualTo("ab");
        assertThat(e.recordsAtRisk()).isOne();
    }

    @Test
    void e22DroppedSequenceIsCounted() {
        TestProject p = run("sequence invoice_no { start 1000 }", "SQL SELECT nextval('invoice_no')", "drop sequence invoice_no");
        assertThat(p.count("SELECT records_at_risk FROM _qail_migrations ORDER BY id DESC LIMIT 1")).isPositive();
    }
}
