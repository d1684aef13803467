package io.qail.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.schema.Schema;
import io.qail.test.EnabledOnPostgres;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What plans do to rows that are there. */
@PostgresTest
class PlanWithRowsTests {

    private final TestDatabase database;
    private final JdbcClient jdbc;

    PlanWithRowsTests(TestDatabase database) {
        this.database = database;
        this.jdbc = database.jdbc();
    }

    @BeforeEach
    @AfterEach
    void clean() {
        database.execute(
                "DROP TABLE IF EXISTS t, renamed", "DROP TYPE IF EXISTS mood", "DROP SEQUENCE IF EXISTS t_id_seq");
    }

    @Test
    void aRenamedColumnKeepsItsValuesUnderAnotherType() {
        // S12
        have("table t { a int }", "INSERT INTO t VALUES (1), (2)");
        run("table t { a int }", "rename t -> renamed\nrename renamed.a -> renamed.b\nalter renamed.b text");
        assertThat(jdbc.sql("SELECT b FROM renamed ORDER BY b")
                        .query(String.class)
                        .list())
                .containsExactly("1", "2");
    }

    @Test
    void aNewColumnIsFilledFromOneThatGoes() {
        String base = "table t { a int }";
        have(base, "INSERT INTO t VALUES (1), (2)");
        run(base, "add t.b text not_null\ntransform a * 10 -> t.b\ndrop t.a");
        assertThat(values("b")).containsExactly("10", "20");
    }

    @Test
    void aLabelGoesAndItsValuesAreConverted() {
        String base = "enum mood { sad, ok, meh }\ntable t { a mood default 'ok'::mood check(a <> 'sad'::mood) }";
        have(base, "INSERT INTO t VALUES ('ok'), ('meh')");
        run(base, "enum mood { fine, ok, sad }\ntransform CASE a WHEN 'meh' THEN 'fine' ELSE a::text END::mood -> t.a");
        assertThat(values("a")).containsExactly("fine", "ok");
    }

    @Test
    void aLabelThatRowsStillHoldDoesNotGo() {
        String base = "enum mood { sad, ok }\ntable t { a mood }";
        have(base, "INSERT INTO t VALUES ('ok')");
        assertThatThrownBy(() -> run(base, "enum mood { sad }")).hasMessageContaining("invalid input value for enum");
    }

    @Test
    void aSerialColumnThatBecomesAnIdentityGoesOnBehindItsGreatestValue() {
        String base = "table t { id bigserial primary_key\n a int }";
        have(base, "INSERT INTO t (a) VALUES (1), (2), (3)");
        String delta = "alter t.id bigint no_default generated_identity\ndrop sequence t_id_seq";
        run(base, delta);
        database.execute("INSERT INTO t (a) VALUES (4)");
        assertThat(values("id")).containsExactly("1", "2", "3", "4");
        // One transaction: the position is kept in a setting of it.
        database.execute(String.join(";\n", Scripts.delta(base, delta).inverse().statements()));
        database.execute("INSERT INTO t (a) VALUES (5)");
        assertThat(values("id")).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void aTransformTouchesOnlyTheRowsThatItChanges() {
        String base = "table t { a json\n b interval\n c text[]\n d point }";
        have(base, "INSERT INTO t VALUES ('{\"a\": 1}', '24 hours', '{x}', '(1,2)'), ('{}', '1 day', '{y}', '(3,4)')");
        run(base, """
                transform '{}'::json -> t.a
                transform interval '1 day' -> t.b
                transform array['y'] -> t.c
                transform point(3,4) -> t.d
                """);
        assertThat(jdbc.sql("SELECT DISTINCT t::text FROM t")
                        .query(String.class)
                        .list())
                .containsExactly("({},\"1 day\",{y},\"(3,4)\")");
        assertThat(jdbc.sql("SELECT count(*) FROM t WHERE xmin = (SELECT min(xmin::text::bigint)::text::xid FROM t)")
                        .query(Long.class)
                        .single())
                .isOne();
    }

    @Test
    void aStoredComputedColumnThatBecomesOrdinaryKeepsItsValues() {
        String base = "table t { a int\n b int generated_stored(a + 1) }\nindex ix on t (b)";
        have(base, "INSERT INTO t VALUES (1)");
        Plan plan = Planner.plan(
                Scripts.schema(base), Change.to(Scripts.schema("table t { a int\n b int }\nindex ix on t (b)")));
        database.execute(plan.statements().toArray(String[]::new));
        assertThat(values("b")).containsExactly("2");
        database.execute(plan.inverse().statements().toArray(String[]::new));
        database.execute("UPDATE t SET a = 5");
        assertThat(values("b")).containsExactly("6");
    }

    @Test
    @EnabledOnPostgres(min = 18)
    void aVirtualColumnThatBecomesOrdinaryKeepsItsValues() {
        String base = "table t { a int\n b int generated_virtual(a + 1) }";
        have(base, "INSERT INTO t VALUES (1)");
        Plan plan = Planner.plan(Scripts.schema(base), Change.to(Scripts.schema("table t { a int\n b int not_null }")));
        run(plan.statements());
        assertThat(values("b")).containsExactly("2");
    }

    @Test
    @EnabledOnPostgres(min = 18)
    void aNotNullGetsItsNameAndLosesIt() {
        String base = "table t { a int not_null\n b int constraint nn not_null\n c int }";
        have(base, "INSERT INTO t VALUES (1, 2, 3)");
        Plan plan = Scripts.delta(
                base,
                "alter t.a constraint one not_null\nalter t.b constraint t_b_not_null not_null\nalter t.c constraint three not_null");
        run(plan.statements());
        assertThat(notNulls()).containsExactly("one a", "t_b_not_null b", "three c");
        run(plan.inverse().statements());
        assertThat(notNulls()).containsExactly("t_a_not_null a", "nn b");
        run(base, "alter t.b nullable");
        assertThat(Scripts.delta(base, "alter t.b nullable").to().tables().values())
                .allSatisfy(table -> assertThat(table.columns()).allMatch(column -> column.notNullName() == null));
        assertThat(notNulls()).containsExactly("t_a_not_null a");
    }

    private List<String> notNulls() {
        return database.jdbc()
                .sql(
                        "SELECT c.conname || ' ' || a.attname FROM pg_constraint c JOIN pg_attribute a"
                                + " ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] WHERE c.contype = 'n' AND c.conrelid = 't'::regclass ORDER BY a.attnum")
                .query(String.class)
                .list();
    }

    private void have(String schema, String rows) {
        database.execute(Planner.plan(Schema.EMPTY, Change.to(Scripts.schema(schema)))
                .statements()
                .toArray(String[]::new));
        database.execute(rows);
    }

    private void run(String base, String delta) {
        run(Scripts.delta(base, delta).statements());
    }

    /** In one transaction, as the engine does. */
    private void run(List<String> statements) {
        database.execute("BEGIN;" + String.join(";", statements) + ";COMMIT");
    }

    private List<String> values(String column) {
        return jdbc.sql("SELECT " + column + "::text FROM t ORDER BY 1")
                .query(String.class)
                .list();
    }
}
