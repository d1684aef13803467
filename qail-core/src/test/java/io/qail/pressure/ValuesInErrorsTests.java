package io.qail.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.TestProject;
import io.qail.history.BackupMode;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** S32, S41: what PostgreSQL quotes of rows is in no exception, its causes included, whatever SQLSTATE it has. */
@PostgresTest
class ValuesInErrorsTests {

    private static final String SECRET = "hunter2 999-11-2222";

    /** Statements that fail on the row that holds the secret. */
    private static final List<String> FAILING = List.of(
            "CREATE UNIQUE INDEX ON t (v)",
            "INSERT INTO keyed SELECT v FROM t",
            "ALTER TABLE t ADD CHECK (length(v) < 3)",
            "INSERT INTO strict SELECT v, NULL FROM t",
            "INSERT INTO child SELECT v FROM t",
            "INSERT INTO parts SELECT v FROM t",
            "INSERT INTO excluded SELECT v FROM t",
            "SELECT v::int FROM t",
            "SELECT v::date FROM t",
            "SELECT v::json FROM t",
            "SELECT ('{' || v)::int[] FROM t",
            "SELECT v::mood FROM t",
            "SELECT v::short FROM t",
            "SELECT v::inet FROM t",
            "SELECT v::bit(4) FROM t",
            "SELECT now() AT TIME ZONE v FROM t",
            "SELECT to_date(v, 'YYYY') FROM t",
            "SELECT regexp_match('x', '(' || v) FROM t",
            "SELECT raises(v) FROM t",
            "SELECT raises_as(v) FROM t",
            "SELECT asserts(v) FROM t",
            "SELECT runs('SELECT ''' || v || '''::int') FROM t",
            "SELECT runs('SELECT nowhere FROM t WHERE v = ''' || v || '''') FROM t",
            "UPDATE t SET v = v || 'x'");

    private final TestProject project;

    ValuesInErrorsTests(TestDatabase databases) {
        project = new TestProject(databases.fresh())
                .with(o -> o.withMigrate(o.migrate().withBackupMode(BackupMode.PROCEED)))
                .script("V1__a.qail", "table q {\n id int primary_key\n}\n");
        project.migrate();
        project.database()
                .execute(
                        "CREATE TABLE t (v text)",
                        "INSERT INTO t VALUES ('" + SECRET + "'), ('" + SECRET + "')",
                        "CREATE TABLE keyed (v text PRIMARY KEY)",
                        "CREATE TABLE strict (v text, w text NOT NULL)",
                        "CREATE TABLE child (v text REFERENCES keyed)",
                        "CREATE TABLE parts (v text) PARTITION BY LIST (v)",
                        "CREATE TABLE excluded (v text, EXCLUDE (v WITH =))",
                        "CREATE TYPE mood AS ENUM ('ok')",
                        "CREATE DOMAIN short AS text CHECK (length(value) < 3)",
                        "CREATE FUNCTION raises(v text) RETURNS int LANGUAGE plpgsql AS"
                                + " $$ BEGIN RAISE 'bad %', v USING DETAIL = v, HINT = v; END $$",
                        "CREATE FUNCTION raises_as(v text) RETURNS int LANGUAGE plpgsql AS"
                                + " $$ BEGIN RAISE 'bad %', v USING ERRCODE = '42501', HINT = v; END $$",
                        "CREATE FUNCTION asserts(v text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN ASSERT false, v; END $$",
                        "CREATE FUNCTION runs(q text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE q; RETURN 1; END $$",
                        "CREATE FUNCTION fires() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no %', OLD.v; END $$",
                        "CREATE TRIGGER fires BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION fires()");
    }

    @Test
    void noValueOfARowIsInAnException() {
        List<String> leaks = new ArrayList<>();
        for (String sql : FAILING) {
            project.script("V2__fails.qail", "sql $q$ " + sql + " $q$\n");
            Throwable failure = project.failure();
            assertThat(failure).as(sql).isNotNull();
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            if (text.toString().contains("hunter2") || text.toString().contains("999-11")) {
                leaks.add(sql + "\n"
                        + text.toString()
                                .lines()
                                .filter(line -> line.contains("hunter2"))
                                .toList());
            }
        }
        assertThat(leaks).isEmpty();
    }

    /** Who writes a check of their own into a script reads what it says. */
    @Test
    void whatADoBlockOfTheScriptSaysIsShown() {
        project.script("V2__fails.qail", "sql $q$ DO $$ BEGIN RAISE 'stop: % rows', 7; END $$ $q$\n");
        assertThat(project.failure()).hasMessageContaining("stop: 7 rows");
    }
}
