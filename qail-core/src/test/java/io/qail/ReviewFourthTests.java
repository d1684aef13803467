package io.qail;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import org.junit.jupiter.api.Test;

@PostgresTest
class ReviewFourthTests {

    private final TestDatabase databases;

    ReviewFourthTests(TestDatabase databases) {
        this.databases = databases;
    }

    @Test
    void g01TheRowIdIsAKeyThatTheSamePlanLeavesAloneAlsoBehindACascade() {
        TestProject p = new TestProject(databases.fresh()).script("V1__c.qail", "table p {\n code text primary_key\n}\ntable c {\n code text primary_key references p(code) on_update cascade\n note text\n}\n");
        p.migrate();
        p.database().execute("INSERT INTO p VALUES ('a')", "INSERT INTO c VALUES ('a', 'kept')");
        p.script("V2__x.qail", "transform upper(code) -> p.code\ndrop c.note\n");
        p.migrate();
        assertThat(p.count("SELECT count(*) FROM _qail_data_snapshots s JOIN c ON c.code = s.row_id WHERE s.table_name = 'c' AND s.column_name = 'note'")).isOne();
    }

    @Test
    void g02ASqlBlockThatRenumbersTheKey() {
        TestProject p = new TestProject(databases.fresh()).script("V1__c.qail", "table c {\n id int primary_key\n note text\n}\n");
        p.migrate();
        p.database().execute("INSERT INTO c VALUES (1, 'one'), (2, 'two')");
        p.script("V2__x.qail", "sql $$ UPDATE c SET id = 3 - id + 10; UPDATE c SET id = id - 10 $$ confirm\ndrop c.note\n");
        try { p.migrate(); } catch (RuntimeException e) { System.out.println("g02 " + e.getMessage()); return; }
        System.out.println("g02 " + p.database().jdbc().sql("SELECT row_id || ' ' || value_json FROM _qail_data_snapshots ORDER BY id").query(String.class).list() + " keys before the plan; each key now belongs to the other row");
    }
}
