package io.qail;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.history.HistoryEntry;
import io.qail.migrate.MigrationListener;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@PostgresTest
class ReviewThirdTests {

    private final TestDatabase databases;

    ReviewThirdTests(TestDatabase databases) {
        this.databases = databases;
    }

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

    /** Declarative: each text is the whole schema. */
    private TestProject declare(String... steps) {
        TestProject project = new TestProject(databases.fresh());
        int version = 0;
        for (String step : steps) {
            if (step.startsWith("SQL ")) {
                project.database().execute(step.substring(4));
            } else {
                project.script("schema.qail", step + "\n");
                assertThat(project.migrateVersions()).containsExactly(String.valueOf(++version));
                assertThat(project.qail().info(true).drift().stream().filter(d -> !d.toString().contains("UNEXPECTED"))).isEmpty();
                assertThat(project.migrateVersions()).isEmpty();
            }
        }
        return project;
    }

    @Test
    void f01SqlThatRollsBackTakesTheSnapshotAway() {
        TestProject project = run("table t {\n id int primary_key\n a int\n}", "SQL INSERT INTO t VALUES (1, 10)");
        project.script("V2__s.qail", "sql $$ ROLLBACK $$ confirm\ndrop t.a\n");
        try { project.migrate(); } catch (RuntimeException e) { System.out.println("f01 " + e.getMessage()); }
        boolean there = project.count("SELECT count(*) FROM information_schema.columns WHERE table_name = 't' AND column_name = 'a'") == 1;
        assertThat(there || project.count("SELECT count(*) FROM _qail_data_snapshots") == 1).isTrue();
    }

    @Test
    void f02DefaultPrivilegesDoNotOpenTheHistory() {
        TestDatabase db = databases.fresh();
        db.execute("ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC");
        TestProject project = new TestProject(db).script("V1__s.qail", "table t {\n id int primary_key\n}\n");
        project.migrate();
        assertThat(project.count("SELECT count(*) FROM information_schema.table_privileges WHERE table_name LIKE '\\_qail%' AND grantee = 'PUBLIC'")).isZero();
    }

    @Test void f03OtherSchemas() { run("schema \"Bill ing\"\nenum \"Bill ing\".\"Mo,od\" { a, b }\ntable \"Bill ing\".\"In voice\" {\n \"I d\" bigint generated_identity primary_key\n m \"Bill ing\".\"Mo,od\" not_null default 'a'\n n text unique\n}\ntable child {\n id int primary_key\n i bigint references \"Bill ing\".\"In voice\"(\"I d\")\n}\nindex \"Bill ing\".ix on \"Bill ing\".\"In voice\" (n)",
        "alter \"Bill ing\".\"In voice\".n varchar(100) not_null\nenum \"Bill ing\".\"Mo,od\" { b, c, a }", "comment on \"Bill ing\".\"In voice\".n \"a $$ b ' c\"\nrename \"Bill ing\".\"In voice\".\"I d\" -> \"Bill ing\".\"In voice\".id", "alter child drop constraint child_i_fkey\ndrop \"Bill ing\".\"In voice\"\ndrop enum \"Bill ing\".\"Mo,od\"\ndrop schema \"Bill ing\""); }
    @Test void f04RenameTableInOtherSchema() { run("schema bill\ntable bill.a {\n id int primary_key\n}", "rename bill.a -> bill.b"); }
    @Test void f05IdentityAndGenerated() { run("table t {\n id int primary_key\n a int default 1\n b int\n}", "SQL INSERT INTO t VALUES (5, 1, 7)", "alter t.id int generated_identity", "alter t.b int generated_stored(a * 2)", "alter t.a not_null default 5 check(a > 0)", "alter t.b bigint", "alter t.id bigint"); }
    @Test void f06ToGeneratedIsBackedUp() {
        TestProject p = run("table t {\n id int primary_key\n a int default 1\n b int\n}", "SQL INSERT INTO t VALUES (5, 1, 7)", "alter t.b int generated_stored(a * 2)");
        assertThat(p.count("SELECT count(*) FROM _qail_data_snapshots")).isOne();
    }
    @Test void f07DeclarativeMatrix() { declare(
        "table p {\n id int primary_key\n code varchar(10) unique\n}\ntable c {\n id serial primary_key\n p int references p(id)\n n numeric(10,4) default 0\n}\nindex concurrently ix on c (n)",
        "table p {\n id bigint primary_key\n code text unique\n}\ntable c {\n id serial primary_key\n p bigint references p(id) on_delete cascade\n n numeric(10,2) default 1 not_null\n x text default 'a'\n}\nindex concurrently ix on c (n, x)\nunique index ux on p (lower(code)) where code <> ''",
        "table pp {\n id bigint primary_key\n code text not_null\n unique (code, id) name uq nulls_not_distinct\n}\ntable c {\n id bigint generated_identity primary_key\n pid bigint references pp(id) on_delete cascade deferrable initially_deferred\n n numeric(10,2) default 1 not_null\n x varchar(5)\n}\nrename p -> pp\nrename c.p -> c.pid\nindex concurrently ix on c (n)",
        "table pp {\n id bigint primary_key\n code text not_null\n}\nrename p -> pp\nrename c.p -> c.pid\ndrop c confirm"); }
    @Test void f08HandMadeIndexNamesWithTableRename() { run("table t {\n id int primary_key\n a int\n}", "SQL CREATE TABLE vv (tid int REFERENCES t(id))", "SQL CREATE MATERIALIZED VIEW mv AS SELECT id FROM t", "SQL GRANT SELECT ON t TO PUBLIC", "rename t -> tt\nadd tt.b int"); }
    @Test void f09PartitionedTableBesideReferencesAManagedTable() { run("table t {\n id int primary_key\n a int\n}", "SQL CREATE TABLE pt (d date, tid int REFERENCES t(id)) PARTITION BY RANGE (d)", "SQL CREATE TABLE pt1 PARTITION OF pt DEFAULT", "rename t.id -> t.key\nadd t.b int", "drop t.a", "alter t.key bigint"); }
    @Test void f10RetypeColumnWithHandMadeStatisticsAndTriggerOfColumn() { run("table t {\n id int primary_key\n a int\n b int\n}", "SQL CREATE STATISTICS st ON a, b FROM t", "alter t.a bigint", "rename t.a -> t.aa"); }
    @Test void f11RenameColumnWithTriggerOfColumn() { run("table t {\n id int primary_key\n a int\n b int\n}", "SQL CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'", "SQL CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION f()", "rename t.a -> t.aa"); }
    @Test void f12RetypeTheColumnOfATrigger() {
        try { run("table t {\n id int primary_key\n a int\n b int\n}", "SQL CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'", "SQL CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION f()", "alter t.a bigint"); } catch (RuntimeException e) { System.out.println("f12 " + e.getMessage()); }
    }
    @Test void f13RetypeUnderAHandMadeView() {
        try { run("table t {\n id int primary_key\n a int\n}", "SQL CREATE VIEW v AS SELECT a FROM t", "alter t.a bigint"); } catch (RuntimeException e) { System.out.println("f13 " + e); }
    }
    @Test void f14DropColumnThatAHandMadeForeignKeyUses() { run("table t {\n id int primary_key\n a int\n}\ntable u {\n id int primary_key\n}", "SQL ALTER TABLE t ADD CONSTRAINT hand FOREIGN KEY (a) REFERENCES u", "drop t.a"); }
    @Test void f15DropTableWithHandMadeUniqueCheckFk() { run("table t {\n id int primary_key\n a int\n}\ntable u {\n id int primary_key\n}", "SQL ALTER TABLE t ADD CONSTRAINT hand FOREIGN KEY (a) REFERENCES u, ADD CONSTRAINT hand2 UNIQUE (a), ADD CONSTRAINT h3 CHECK (a > 0) NO INHERIT", "drop t"); }
    @Test void f16CommentOnAColumnByHandThenAlter() { run("table t {\n id int primary_key\n a int\n}", "SQL COMMENT ON COLUMN t.a IS 'by hand'", "alter t.a not_null"); }
    @Test void f17HandMadeDefaultThenRetype() { run("table t {\n id int primary_key\n a int\n}", "SQL ALTER TABLE t ALTER a SET DEFAULT 5", "alter t.a bigint"); }
    @Test void f18HandMadeNotNullThenRetypeOrRename() { run("table t {\n id int primary_key\n a int\n}", "SQL ALTER TABLE t ALTER a SET NOT NULL", "rename t.a -> t.b"); }
    @Test void f19HandMadeDefaultThenRename() { run("table t {\n id int primary_key\n a int\n}", "SQL ALTER TABLE t ALTER a SET DEFAULT 5", "rename t.a -> t.b"); }
    @Test void f20HandMadeCommentOnTableThenRename() { run("table t {\n id int primary_key\n a int\n}", "SQL COMMENT ON TABLE t IS 'x'", "SQL COMMENT ON COLUMN t.a IS 'y'", "rename t -> tt\nrename tt.a -> tt.b"); }
    @Test void f21HandMadeExtraColumnWithIndexThenDropTable() { run("table t {\n id int primary_key\n a int\n}", "SQL ALTER TABLE t ADD z int UNIQUE", "SQL INSERT INTO t VALUES (1, 2, 3)", "drop t"); }
    @Test void f22FunctionOfTheRowTypeBlocksTheDrop() {
        try { run("table t {\n id int primary_key\n a int\n}", "SQL CREATE FUNCTION f(t) RETURNS int LANGUAGE sql AS 'SELECT 1'", "drop t"); } catch (RuntimeException e) { System.out.println("f22 " + e); }
    }
    @Test
    void f23WhatIsSaidWhenAListenerFailsAfterTheCommit() {
        TestProject p = run("table t {\n id int primary_key\n}");
        List<String> said = new ArrayList<>();
        p.listening(new MigrationListener() {
            @Override public void versionMigrated(HistoryEntry e) { throw new IllegalStateException("x"); }
            @Override public void versionFailed(String v, Duration d, Exception f) { said.add(v); }
        });
        p.script("V2__s.qail", "add t.a int\n");
        try { p.migrate(); } catch (RuntimeException e) { }
        assertThat(p.count("SELECT count(*) FROM _qail_migrations")).isEqualTo(2);
        assertThat(said).isEmpty();
    }
    @Test void f24UserDefinedCollation() {
        TestProject p = new TestProject(databases.fresh());
        p.database().execute("CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        p.script("V1__c.qail", "table t {\n id int primary_key\n a text collate \"ci\"\n}\n");
        p.migrate();
    }
    @Test void f25TransformOfANondeterministicText() {
        TestProject p = new TestProject(databases.fresh());
        p.database().execute("CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        p.script("V1__c.qail", "table t {\n id int primary_key\n a text collate public.ci\n}\n");
        p.migrate();
        p.database().execute("INSERT INTO t VALUES (1, 'Ab')");
        p.script("V2__t.qail", "transform lower(a) -> t.a\n");
        HistoryEntry e = p.migrate().applied().get(0);
        assertThat(p.value("SELECT a COLLATE \"C\" FROM t", String.class) + e.recordsAtRisk()).isEqualTo("ab1");
    }
    @Test void f26PasswordsInSqlBlocks() {
        TestProject p = run("table t {\n id int primary_key\n}");
        p.script("V2__s.qail", "sql $$ ALTER ROLE nobody_there PASSWORD 'hunter2secret' $$ confirm\n");
        try { p.migrate(); } catch (RuntimeException e) { assertThat(e.getMessage()).doesNotContain("hunter2secret"); }
    }
}
