package io.qail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.qail.history.HistoryEntry;
import io.qail.impact.Impact;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What the verbs of a delta do to rows, end to end. */
@PostgresTest
class DeltaVerbTests {

    private final TestDatabase databases;

    DeltaVerbTests(TestDatabase databases) {
        this.databases = databases;
    }

    private TestProject project() {
        TestProject project = new TestProject(databases.fresh()).script("V1__create.qail", """
                enum mood { sad, ok, happy }
                table people {
                  id    bigint generated_by_default_identity primary_key
                  name  varchar(60) not_null
                  age   text
                  price numeric(10,4) default 0
                  mood  mood not_null default 'ok'
                }
                """);
        project.migrate();
        project.database().execute("""
                INSERT INTO people (id, name, age, price, mood) VALUES
                  (1, 'Ada Lovelace', '36', 1.5, 'happy'), (2, 'Alan Turing', '41', 2.1234, 'sad'), (3, 'Grace Hopper', NULL, NULL, 'ok')""");
        return project;
    }

    @Test
    void renameRetypeAndFillInOneVersion() {
        TestProject project = project().script("V2__split.qail", """
                rename people.name -> people.full_name
                add people.first text
                transform split_part(full_name, ' ', 1) -> people.first
                alter people.first not_null
                alter people.age int
                """);
        HistoryEntry entry = project.migrate().applied().get(0);
        assertThat(entry.recordsAtRisk()).isZero();
        assertThat(project.database()
                        .jdbc()
                        .sql("SELECT first || coalesce(age + 1, 0) FROM people ORDER BY id")
                        .query(String.class)
                        .list())
                .containsExactly("Ada37", "Alan42", "Grace0");
        assertThat(project.qail().info(true).drift()).isEmpty();
    }

    @Test
    void aTypeChangeThatLosesDigitsIsCountedAndBackedUp() {
        TestProject project = project().script("V2__round.qail", "alter people.price numeric(10,2)\n");
        HistoryEntry entry = project.migrate().applied().get(0);
        assertThat(entry.recordsAtRisk()).isOne();
        assertThat(project.database()
                        .jdbc()
                        .sql(
                                "SELECT snapshot_type || ' ' || row_id || ' ' || (value_json #>> '{}') FROM _qail_data_snapshots")
                        .query(String.class)
                        .list())
                .containsExactly("ALTER_TYPE 2 2.1234");
        assertThat(project.value("SELECT price::text FROM people WHERE id = 2", String.class))
                .isEqualTo("2.12");
    }

    @Test
    void aTransformOntoAnExistingColumnIsCountedAndBackedUp() {
        TestProject project = project().script("V2__upper.qail", "transform upper(name) -> people.name\n");
        HistoryEntry entry = project.migrate().applied().get(0);
        assertThat(entry.recordsAtRisk()).isEqualTo(3);
        assertThat(entry.snapshotId()).isNotNull();
        assertThat(project.count("SELECT count(*) FROM people WHERE name = upper(name)"))
                .isEqualTo(3);
    }

    @Test
    void aTransformSeesTheColumnThatTheSameVersionDrops() {
        TestProject project = project().script("V2__move.qail", """
                add people.years int
                transform age::int -> people.years
                drop people.age
                """);
        assertThat(project.migrate().applied().get(0).recordsAtRisk()).isEqualTo(2);
        assertThat(project.count("SELECT sum(years) FROM people")).isEqualTo(77);
    }

    @Test
    void aTypeOfAnExtensionThatTheSameVersionInstalls() {
        TestProject project = new TestProject(databases.fresh())
                .script(
                        "V1__ext.qail",
                        "extension \"citext\"\ntable tags {\n  id int primary_key\n  tag citext not_null unique\n}\n")
                .script("V2__more.qail", "add tags.alias citext[]\n");
        assertThat(project.migrateVersions()).containsExactly("1", "2");
        assertThat(project.qail().info(true).drift()).isEmpty();
        assertThat(project.migrateVersions()).isEmpty();
    }

    @Test
    void enumLabelsComeAndGo() {
        TestProject project = project()
                .script("V2__label.qail", "enum mood { sad, meh, ok, happy }\n")
                .script("V3__use.qail", "alter people.mood default 'meh'\n");
        assertThat(project.migrateVersions()).containsExactly("2", "3");
        assertThat(project.qail().info(true).drift()).isEmpty();
        project.script("V4__gone.qail", "enum mood { sad, meh, ok, happy, new }\nadd people.next mood default 'new'\n");
        assertThat(project.migrateVersions()).containsExactly("4");
        assertThat(project.count("SELECT count(*) FROM people WHERE next = 'new'"))
                .isEqualTo(3);
    }

    @Test
    void aRenamedTableKeepsRowsKeysAndReferences() {
        TestProject project = project()
                .script(
                        "V2__child.qail",
                        "table notes {\n id int primary_key\n person bigint references people(id)\n check (id > 0) name ck_id\n}\nindex notes_person on notes (person) where person > 0\n")
                .script("V3__rename.qail", "rename people -> persons\nrename notes.person -> notes.person_id\n");
        assertThat(project.migrateVersions()).containsExactly("2", "3");
        assertThat(project.count("SELECT count(*) FROM persons")).isEqualTo(3);
        assertThat(project.qail().info(true).drift()).isEmpty();
        assertThat(project.value("SELECT pg_get_indexdef('notes_person'::regclass)", String.class))
                .contains("(person_id > 0)");
    }

    @Test
    void anIndexThatIsStillToBeBuiltMayBeRenamedAndDropped() {
        TestProject project = project().script("V2__index.qail", "index concurrently people_name on people (name)\n");
        project.migrate();
        project.database().execute("DROP INDEX people_name");
        project.script("V3__drop.qail", "drop index people_name\n");
        assertThat(project.migrateVersions()).containsExactly("3");
    }

    @Test
    void copyLoadsAFileBesideTheScriptAndItsBytesBelongToTheChecksum() {
        TestProject project = project()
                .script("V2__load.qail", "copy people (id, name, age) from 'people.csv'\n")
                .script("people.csv", "id,name,age\n10,\"Hedy, Lamarr\",\n11,Ünal,7\n");
        assertThat(project.migrateVersions()).containsExactly("2");
        assertThat(project.database()
                        .jdbc()
                        .sql("SELECT name || coalesce(age, '-') FROM people WHERE id >= 10 ORDER BY id")
                        .query(String.class)
                        .list())
                .isEqualTo(List.of("Hedy, Lamarr-", "Ünal7"));
        project.script("people.csv", "id,name,age\n");
        assertThat(project.failure()).hasMessageContaining("V2__load.qail was edited");
    }

    /** S15, S17 */
    @Test
    void namesThatNeedQuotesWorkInOtherSchemasToo() {
        TestProject project = new TestProject(databases.fresh()).script("V1__odd.qail", """
                schema "Über Schema"
                table "Über Schema"."Users" {
                  "order"   int primary_key
                  "a \"\"b\"\"" text
                  "select"  text default 'x''y'
                }
                table users {
                  id int primary_key
                }
                index "My Index" on "Über Schema"."Users" (lower("a \"\"b\"\""))
                comment on "Über Schema"."Users"."select" "it's"
                """);
        project.migrate();
        project.database().execute("INSERT INTO \"Über Schema\".\"Users\" VALUES (1, 'one', 'two'), (2, NULL, NULL)");
        project.script(
                "V2__drop.qail",
                "drop \"Über Schema\".\"Users\".\"select\"\nrename \"Über Schema\".\"Users\".\"a \"\"b\"\"\" -> \"Über Schema\".\"Users\".\"c.d\"\n");
        assertThat(project.migrate().applied().get(0).recordsAtRisk()).isOne();
        assertThat(project.qail().info(true).drift()).isEmpty();
        assertThat(project.value(
                        "SELECT table_name || '|' || column_name || '|' || (value_json #>> '{}') FROM _qail_data_snapshots WHERE value_json <> 'null'",
                        String.class))
                .isEqualTo("\"Über Schema\".\"Users\"|select|two");
    }

    @Test
    void whatASqlBlockSetsForTheSessionDoesNotReachThePool() throws SQLException {
        TestProject project = project()
                .script("V2__dump.qail", "sql $$ SELECT pg_catalog.set_config('search_path', '', false) $$ confirm\n")
                .script("V3__more.qail", "add people.more int\n");
        try (Connection connection = project.database().connection()) {
            project.on(new SingleConnectionDataSource(connection, true));
            assertThat(project.migrateVersions()).containsExactly("2", "3");
            try (ResultSet path = connection.createStatement().executeQuery("SHOW search_path")) {
                path.next();
                assertThat(path.getString(1)).isEqualTo("\"$user\", public");
            }
        }
    }

    @Test
    void aSqlBlockThatEndsTheTransactionIsFoundBeforeAnythingIsLost() {
        TestProject project = project().script("V2__rollback.qail", "sql $$ ROLLBACK $$ confirm\ndrop people.age\n");
        assertThat(project.failure().action()).isNotBlank();
        assertThat(project.count("SELECT count(age) FROM people")).isEqualTo(2);
        assertThat(project.count("SELECT count(*) FROM _qail_migrations")).isOne();
    }

    /** Triggers that change other columns, or skip rows. */
    @Test
    void aTransformFiresNoTriggerAndLeavesEachAsItWas() {
        TestProject project = project();
        project.database()
                .execute(
                        "CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                        "CREATE TRIGGER origin BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION skip()",
                        "CREATE TRIGGER \"Al'ways\" BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION skip()",
                        "CREATE TRIGGER replica BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION skip()",
                        "CREATE TRIGGER never BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION skip()",
                        "CREATE TRIGGER statement AFTER UPDATE ON people EXECUTE FUNCTION skip()",
                        "CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON people DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION skip()",
                        "ALTER TABLE people ENABLE ALWAYS TRIGGER \"Al'ways\"",
                        "ALTER TABLE people ENABLE REPLICA TRIGGER replica",
                        "ALTER TABLE people DISABLE TRIGGER never");
        String states =
                "SELECT string_agg(concat(tgname, tgenabled), ' ' ORDER BY tgname COLLATE \"C\") FROM pg_trigger WHERE NOT tgisinternal";
        project.script("V2__years.qail", """
                add people.years int
                transform age::int -> people.years
                transform upper(name) -> people.name
                drop people.age
                """);
        project.migrate();
        assertThat(project.count("SELECT sum(years) FROM people WHERE name = upper(name)"))
                .isEqualTo(77);
        assertThat(project.value(states, String.class)).isEqualTo("Al'waysA lateO neverD originO replicaR statementO");
    }

    @Test
    void aTransformOfATableWhoseNameLooksLikeAQuotationRunsNothingElse() {
        // S31
        TestProject project = new TestProject(databases.fresh())
                .script("V1__odd.qail", """
                table "a$qail$; DROP TABLE x; '" {
                  id int primary_key
                  v  text
                }
                """)
                .script("V2__fill.qail", "transform 'x' -> \"a$qail$; DROP TABLE x; '\".v\n");
        assertThat(project.migrateVersions()).containsExactly("1", "2");
    }

    @Test
    void foreignKeysAreCheckedDuringATransform() {
        TestProject project = project()
                .script(
                        "V2__child.qail",
                        "table notes {\n id int primary_key\n person bigint references people(id)\n}\n");
        project.migrate();
        project.database().execute("INSERT INTO notes VALUES (1, 1)");
        project.script("V3__break.qail", "transform 99 -> notes.person\n");
        assertThat(project.failure()).hasMessageContaining("notes_person_fkey");
        assertThat(project.count("SELECT person FROM notes")).isOne();
    }

    @Test
    void aTransformOfATextWhoseCollationIgnoresCaseChangesTheCase() {
        TestProject project = new TestProject(databases.fresh());
        project.database()
                .execute("CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        project.script("V1__c.qail", "table t {\n id int primary_key\n a text collate public.ci\n}\n");
        project.migrate();
        project.database().execute("INSERT INTO t VALUES (1, 'Ab')");
        project.script("V2__t.qail", "transform lower(a) -> t.a\n");
        assertThat(project.migrate().applied().get(0).recordsAtRisk()).isOne();
        assertThat(project.value("SELECT a COLLATE \"C\" FROM t", String.class)).isEqualTo("ab");
    }

    @Test
    void aSqlBlockCannotCommitHalfAMigration() {
        TestProject project = project()
                .script("V2__c.qail", "sql $$ UPDATE people SET name = 'gone'; COMMIT $$ confirm\ndrop people.age\n");
        assertThat(project.failure()).hasMessageContaining("a sql block cannot use COMMIT");
        assertThat(project.count("SELECT count(*) FROM people WHERE name = 'gone'"))
                .isZero();
    }

    /** S1: what a sql block changes before a transform is not known when the values are counted. */
    @Test
    void aTransformBehindASqlBlockCountsEveryValue() {
        TestProject project = project().script("V2__norm.qail", """
                        sql $$ CREATE OR REPLACE FUNCTION norm(text) RETURNS text LANGUAGE sql AS 'SELECT upper($1)' $$ confirm
                        transform norm(name) -> people.name
                        """);
        project.database().execute("CREATE FUNCTION norm(text) RETURNS text LANGUAGE sql AS 'SELECT $1'");
        HistoryEntry entry = project.migrate().applied().get(0);
        assertThat(project.count("SELECT count(*) FROM people WHERE name = upper(name)"))
                .isEqualTo(3);
        assertThat(entry.recordsAtRisk()).isEqualTo(3);
        assertThat(entry.impact())
                .anySatisfy(impact ->
                        assertThat(impact.reason()).contains("a sql block of the same migration runs before"));
    }

    private TestProject sourceAndTotals() {
        TestProject project = new TestProject(databases.fresh()).script("V1__create.qail", """
                table src {
                  id int primary_key
                  v  int
                }
                table dst {
                  id    int primary_key
                  total int
                }
                """);
        project.migrate();
        project.database().execute("INSERT INTO src VALUES (1, 10)", "INSERT INTO dst VALUES (1, 10)");
        return project;
    }

    /** S1. */
    @Test
    void aTransformThatReadsATableThatTheSameVersionTransformsCountsEveryValue() {
        TestProject project = sourceAndTotals().script("V2__sum.qail", """
                        transform v + 1 -> src.v
                        transform (select sum(v) from src) -> dst.total
                        """);
        HistoryEntry entry = project.migrate().applied().get(0);
        assertThat(project.count("SELECT total FROM dst")).isEqualTo(11);
        assertThat(entry.recordsAtRisk()).isEqualTo(2);
        assertThat(project.count("SELECT value_json::int FROM _qail_data_snapshots WHERE table_name = 'dst'"))
                .isEqualTo(10);
    }

    /** S1. */
    @Test
    void aTransformByAFunctionThatReadsATransformedTableCountsEveryValue() {
        TestProject project =
                sourceAndTotals().script("V2__sum.qail", "transform v + 1 -> src.v\ntransform Total() -> dst.total\n");
        project.database()
                .execute("CREATE FUNCTION total() RETURNS int LANGUAGE sql STABLE AS 'SELECT sum(v)::int FROM src'");
        HistoryEntry entry = project.migrate().applied().get(0);
        assertThat(project.count("SELECT total FROM dst")).isEqualTo(11);
        assertThat(entry.recordsAtRisk()).isEqualTo(2);
    }

    @Test
    void aTransformThatReadsATableThatNothingChangesIsCountedExactly() {
        TestProject project =
                sourceAndTotals().script("V2__sum.qail", "transform (select sum(v) from src) -> dst.total\n");
        assertThat(project.migrate().applied().get(0).recordsAtRisk()).isZero();
    }

    /** S1: the server itself updates what points at a key. */
    @Test
    void aTransformOfAKeyCountsWhatFollowsItByForeignKeys() {
        TestProject project = new TestProject(databases.fresh()).script("V1__create.qail", """
                table p {
                  code text primary_key
                }
                table c {
                  id   int primary_key
                  code text unique references p(code) on_update cascade
                }
                table g {
                  id   int primary_key
                  code text references c(code) on_update set_null
                }
                table other {
                  id   int primary_key
                  code text references p(code)
                }
                """);
        project.migrate();
        project.database()
                .execute(
                        "INSERT INTO p VALUES ('a')",
                        "INSERT INTO c VALUES (1, 'a'), (2, NULL)",
                        "INSERT INTO g VALUES (7, 'a'), (8, 'a'), (9, NULL)");
        project.script("V2__upper.qail", "transform upper(code) -> p.code\n");
        HistoryEntry entry = project.migrate().applied().get(0);
        assertThat(entry.recordsAtRisk()).isEqualTo(4);
        assertThat(project.database()
                        .jdbc()
                        .sql("SELECT table_name || ' ' || column_name || ' ' || row_id || ' ' || (value_json #>> '{}')"
                                + " FROM _qail_data_snapshots WHERE table_name <> 'p' ORDER BY id")
                        .query(String.class)
                        .list())
                .containsExactly("c code 1 a", "g code 7 a", "g code 8 a");
        assertThat(entry.impact())
                .extracting(Impact::object, Impact::records)
                .containsExactly(tuple("p.code", 1L), tuple("c.code", 1L), tuple("g.code", 2L));
        assertThat(entry.impact())
                .allSatisfy(impact -> assertThat(impact.tableBytes()).isPositive());
    }

    @Test
    void aKeyThatFollowsATransformedOneIsNoRowId() {
        TestProject project = new TestProject(databases.fresh()).script("V1__create.qail", """
                table p {
                  code text primary_key
                }
                table c {
                  code text primary_key references p(code) on_update cascade
                  mail text not_null unique
                  note text
                }
                """);
        project.migrate();
        project.database().execute("INSERT INTO p VALUES ('a')", "INSERT INTO c VALUES ('a', 'a@b.c', 'kept')");
        project.script("V2__x.qail", "transform upper(code) -> p.code\ndrop c.note\n");
        project.migrate();
        assertThat(project.count("SELECT count(*) FROM _qail_data_snapshots s JOIN c ON c.mail = s.row_id"
                        + " WHERE s.table_name = 'c' AND s.column_name = 'note' AND s.value_json = '\"kept\"'"))
                .isOne();
    }

    @Test
    void aColumnDroppedByHandDoesNotKeepOthersFromBeingCountedAndBackedUp() {
        TestProject project = project().script("V2__drop.qail", "drop people.age\n");
        project.database().execute("ALTER TABLE people DROP price");
        assertThat(project.migrate().applied().get(0).recordsAtRisk()).isEqualTo(2);
        assertThat(project.count("SELECT count(*) FROM _qail_data_snapshots WHERE column_name = 'age'"))
                .isEqualTo(2);
    }

    @Test
    void aDroppedSequenceLeavesItsLastValueInTheHistory() {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__create.qail", "sequence invoice_no { start 1000 }\nsequence unused\n");
        project.migrate();
        project.database().execute("SELECT nextval('invoice_no')", "SELECT nextval('invoice_no')");
        project.script("V2__drop.qail", "drop sequence invoice_no\ndrop sequence unused\n");
        HistoryEntry entry = project.migrate().applied().get(0);
        assertThat(entry.recordsAtRisk()).isZero();
        assertThat(entry.impact())
                .extracting(Impact::object, Impact::reason)
                .containsExactly(
                        tuple("invoice_no", "its last_value is 1001; a sequence that comes back begins anew"),
                        tuple("unused", "no value was taken from it"));
    }

    /** S32. */
    @Test
    void aPasswordInASqlBlockIsInNoImpact() {
        TestProject project = project()
                .script(
                        "V2__role.qail",
                        "sql $$ DO 'BEGIN RETURN; ALTER ROLE nobody PASSWORD ''hunter2secret''; END' $$ confirm\n");
        assertThat(project.migrate().applied().get(0).impact())
                .extracting(Impact::object)
                .singleElement()
                .asString()
                .contains("PASSWORD '***'")
                .doesNotContain("hunter2");
    }
}
