package io.qail.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.MigrationException;
import io.qail.error.SourcePosition;
import io.qail.plan.Plan;
import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.Expression;
import io.qail.schema.ObjectName;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import io.qail.test.MigrationTransaction;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots in the database: what is copied, under which key, and how it is found again. */
@PostgresTest
class SnapshotTests {

    private static final ObjectName T = ObjectName.of("public", "t");
    private static final SourcePosition HERE = new SourcePosition("V2__x.qail", 1, 1);

    private final TestDatabase database;
    private final MigrationTransaction transaction;

    SnapshotTests(TestDatabase database) throws SQLException {
        this.database = database;
        this.transaction = new MigrationTransaction(database);
    }

    @BeforeEach
    void createTables() throws SQLException {
        Snapshots.createTables(transaction.connection(), "public");
    }

    @AfterEach
    void rollback() throws SQLException {
        transaction.close();
    }

    @Test
    void aColumnIsStoredUnderItsPrimaryKeyWithoutNulls() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'a'), (2, NULL), (3, '')");
        SnapshotItem item = onlyItem(take(drop("v")));
        assertThat(rows()).containsExactly("1=\"a\"", "3=\"\"");
        assertThat(item.type()).isEqualTo(SnapshotType.DROP_COLUMN);
        assertThat(item.table()).isEqualTo("t");
        assertThat(item.column()).isEqualTo("v");
        assertThat(item.rows()).isEqualTo(2);
        assertThat(item.values()).isEqualTo(2);
        assertThat(item.keyColumns()).containsExactly("id");
        assertThat(item.columns())
                .containsExactly(
                        new SnapshotItem.ColumnType("id", "integer"), new SnapshotItem.ColumnType("v", "text"));
        assertThat(transaction.query("SELECT migration_version || snapshot_type || table_name || column_name"
                        + " FROM _qail_data_snapshots LIMIT 1"))
                .isEqualTo("7DROP_COLUMNtv");
    }

    @Test
    void s13NullsOfAColumnWithADefaultAreStored() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v text DEFAULT 'x')", "INSERT INTO t VALUES (1, 'a'), (2, NULL)");
        SnapshotItem item = onlyItem(take(drop("v")));
        assertThat(rows()).containsExactly("1=\"a\"", "2=null");
        assertThat(item.rows()).isEqualTo(2);
        assertThat(item.values()).isEqualTo(1);
    }

    @Test
    void aRowOfNullsIsNotTakenForNull() throws SQLException {
        transaction.execute(
                "CREATE TYPE pair AS (a int, b int)",
                "CREATE TABLE t (id int PRIMARY KEY, v pair)",
                "INSERT INTO t VALUES (1, '(,)'), (2, NULL)");
        take(drop("v"));
        assertThat(rows()).containsExactly("1=\"(,)\"");
    }

    @Test
    void s4ACompositeKeyIsAJsonArrayOfTexts() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (a text, b int, v int, PRIMARY KEY (b, a))",
                "INSERT INTO t VALUES ('x\"y,]', 1, 10), ('', 2, 20)");
        assertThat(onlyItem(take(drop("v"))).keyColumns()).containsExactly("b", "a");
        assertThat(rows()).containsExactly("[\"1\", \"x\\\"y,]\"]=10", "[\"2\", \"\"]=20");
    }

    @Test
    void s4ANaturalKeyIsItsText() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (a text NOT NULL UNIQUE, v int)",
                "INSERT INTO t VALUES ('it''s \"[{,\\\n', 1), ('', 2)");
        take(drop("v"));
        assertThat(rows()).containsExactly("=2", "it's \"[{,\\\n=1");
    }

    @Test
    void s4AKeyThatThePlanTouchesIsLeftForAnother() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (id int PRIMARY KEY, code varchar(5) NOT NULL UNIQUE, v int)",
                "INSERT INTO t VALUES (1, 'a', 10)");
        SnapshotManifest manifest = take(plan(table ->
                table.withoutColumn("v").changingColumn("id", column -> column.withType(DataType.builtIn("bigint")))));
        assertThat(onlyItem(manifest).keyColumns()).containsExactly("code");
        assertThat(rows()).containsExactly("a=10");
    }

    @Test
    void s4ARenamedKeyServes() throws SQLException {
        transaction.execute("CREATE TABLE t (id int PRIMARY KEY, v int)", "INSERT INTO t VALUES (1, 10)");
        ObjectName renamed = ObjectName.of("public", "renamed");
        Plan plan = transaction.plan(
                List.of(
                        new Statement.RenameTable(HERE, T, renamed),
                        new Statement.RenameColumn(HERE, renamed, "id", "nr")),
                List.of(),
                target -> {
                    Table table = Objects.requireNonNull(target.tables.remove(T));
                    target.tables.put(
                            renamed,
                            table.withName(renamed)
                                    .changingColumn("id", column -> column.withName("nr"))
                                    .withConstraints(table.constraints().stream()
                                            .map(constraint -> constraint.withColumnRenamed("id", "nr"))
                                            .toList())
                                    .withoutColumn("v"));
                });
        SnapshotItem item = onlyItem(take(plan));
        assertThat(item.table()).isEqualTo("t");
        assertThat(item.keyColumns()).containsExactly("id");
        assertThat(rows()).containsExactly("1=10");
    }

    @Test
    void s4WithoutAKeyRowsAreKnownByAHashAndDuplicatesByNumber() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (a text, b text, v int)",
                "INSERT INTO t VALUES ('x', NULL, 1), ('x', NULL, 2), ('x', '', 3), (NULL, 'x', 4), ('x,', '', 5),"
                        + " ('x', ',', 6)");
        SnapshotItem item = onlyItem(take(drop("v")));
        assertThat(item.keyColumns()).isEmpty();
        assertThat(item.columns()).extracting(SnapshotItem.ColumnType::name).containsExactly("a", "b", "v");
        assertThat(transaction.query("SELECT count(DISTINCT row_id) FROM _qail_data_snapshots"))
                .isEqualTo("6");
        assertThat(transaction.query("SELECT count(*) FROM _qail_data_snapshots WHERE row_id ~ '^[0-9a-f]{64}#2$'"))
                .isEqualTo("1");
        assertThat(transaction.query("SELECT row_id FROM _qail_data_snapshots WHERE value_json = '3'"))
                .isEqualTo(transaction.query("SELECT encode(sha256('(x,\"\")'), 'hex')"));
    }

    @Test
    void s4AKeyReadsTheSameInAnyTimeZone() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (at timestamptz PRIMARY KEY, v int)",
                "INSERT INTO t VALUES ('2024-07-01 12:00:00+02', 1)");
        take(drop("v"));
        assertThat(rows()).containsExactly("2024-07-01 10:00:00+00=1");
    }

    @Test
    void onlyKeysThatHoldForEveryRowServe() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (a int UNIQUE, b int NOT NULL, c int NOT NULL, d int NOT NULL UNIQUE DEFERRABLE, v int)",
                "CREATE UNIQUE INDEX ON t (b) WHERE b > 0",
                "CREATE UNIQUE INDEX ON t (abs(c))",
                "CREATE UNIQUE INDEX good ON t (b, c) INCLUDE (v)",
                "INSERT INTO t VALUES (NULL, 1, 2, 3, 4)");
        assertThat(onlyItem(take(plan(table -> table.withoutColumn("a")))).keyColumns())
                .containsExactly("b", "c");
    }

    @Test
    void aDroppedTableIsStoredRowByRowWithoutWhatIsComputed() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \"V w\" text,"
                        + " g int GENERATED ALWAYS AS (id + 1) STORED)",
                "INSERT INTO t (\"V w\") VALUES ('a'), (NULL)");
        SnapshotItem item = onlyItem(take(transaction.plan(target -> target.tables.remove(T))));
        assertThat(rows()).containsExactly("1={\"id\": 1, \"V w\": \"a\"}", "2={\"id\": 2, \"V w\": null}");
        assertThat(item.type()).isEqualTo(SnapshotType.DROP_TABLE);
        assertThat(item.column()).isNull();
        assertThat(item.values()).isEqualTo(2);
        assertThat(item.columns()).extracting(SnapshotItem.ColumnType::name).containsExactly("id", "V w");
        assertThat(transaction.query("SELECT column_name IS NULL FROM _qail_data_snapshots LIMIT 1"))
                .isEqualTo("t");
    }

    @Test
    void aTableWithoutColumnsOrKeyIsStoredToo() throws SQLException {
        transaction.execute("CREATE TABLE t ()", "INSERT INTO t DEFAULT VALUES", "INSERT INTO t DEFAULT VALUES");
        assertThat(onlyItem(take(transaction.plan(target -> target.tables.remove(T))))
                        .rows())
                .isEqualTo(2);
    }

    @Test
    void aColumnOfMoreThanFiftyPairsIsNoLimit() throws SQLException {
        StringBuilder columns = new StringBuilder("id int PRIMARY KEY");
        for (int i = 0; i < 300; i++) {
            columns.append(", c").append(i).append(" int DEFAULT ").append(i);
        }
        transaction.execute("CREATE TABLE t (" + columns + ")", "INSERT INTO t VALUES (1)");
        take(transaction.plan(target -> target.tables.remove(T)));
        assertThat(transaction.query("SELECT value_json ->> 'c299' FROM _qail_data_snapshots"))
                .isEqualTo("299");
    }

    @Test
    void aTypeChangeStoresTheValuesThatDoNotComeBack() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v numeric(10,4))",
                "INSERT INTO t VALUES (1, 1.5), (2, 1.2345), (3, NULL)");
        SnapshotItem item = onlyItem(take(plan(table ->
                table.changingColumn("v", column -> column.withType(new DataType(null, "numeric", "(10,2)", 0))))));
        assertThat(item.type()).isEqualTo(SnapshotType.ALTER_TYPE);
        assertThat(rows()).containsExactly("2=1.2345");
    }

    @Test
    void s13ATransformStoresTheRowsThatItChangesNullsIncluded() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v text, w text)",
                "INSERT INTO t VALUES (1, 'A', ''), (2, 'a', ''), (3, NULL, 'x'), (4, NULL, NULL)");
        SnapshotItem item = onlyItem(take(transform("coalesce(lower(v), w)")));
        assertThat(rows()).containsExactly("1=\"A\"", "3=null");
        assertThat(item.values()).isEqualTo(1);
    }

    @Test
    void aTransformThatCannotBeComputedBeforeStoresEveryRow() throws SQLException {
        transaction.execute("CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'A'), (2, NULL)");
        take(transform("not_yet_there(v)"));
        assertThat(rows()).containsExactly("1=\"A\"", "2=null");
    }

    @Test
    void aWayBackThatRaisesStoresEveryRow() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v date)", "INSERT INTO t VALUES (1, '2024-01-01'), (2, NULL)");
        Plan plan = transaction.plan(
                List.of(),
                List.of(new Statement.Transform(HERE, new Expression("to_char(v, 'Day')"), T, "v")),
                table(t -> t.changingColumn("v", column -> column.withType(DataType.builtIn("text")))));
        take(plan);
        assertThat(rows()).containsExactly("1=\"2024-01-01\"", "2=null");
    }

    @Test
    void aDroppedTableCoversItsColumns() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "CREATE TABLE u (id int PRIMARY KEY, a int, b int)",
                "INSERT INTO t VALUES (1, 'a')",
                "INSERT INTO u VALUES (1, 2, 3)");
        SnapshotManifest manifest = take(transaction.plan(target -> {
            target.tables.remove(T);
            target.tables.computeIfPresent(
                    ObjectName.of("public", "u"),
                    (name, table) -> table.withoutColumn("a").withoutColumn("b"));
        }));
        assertThat(manifest.items())
                .extracting(item -> item.table() + "." + item.column())
                .containsExactlyInAnyOrder("u.a", "u.b", "t.null");
        assertThat(manifest.records()).isEqualTo(3);
    }

    @Test
    void aColumnThatSomebodyAddedMeanwhileIsCopiedWithItsTable() throws SQLException {
        transaction.execute("CREATE TABLE t (id int PRIMARY KEY)");
        Plan plan = transaction.plan(target -> target.tables.remove(T));
        transaction.execute("ALTER TABLE t ADD late text", "INSERT INTO t VALUES (1, 'x')");
        take(plan);
        assertThat(rows()).containsExactly("1={\"id\": 1, \"late\": \"x\"}");
    }

    @Test
    void s15S17MixedCaseNamesInOtherSchemasAreCopied() throws SQLException {
        ObjectName name = ObjectName.of("Other Schema", "My \"T\"");
        transaction.execute(
                "CREATE SCHEMA \"Other Schema\"",
                "CREATE TABLE \"Other Schema\".\"My \"\"T\"\"\" (\"The Key\" int PRIMARY KEY, \"Select\" text)",
                "INSERT INTO \"Other Schema\".\"My \"\"T\"\"\" VALUES (1, 'x')");
        SnapshotItem item = onlyItem(take(transaction.plan(
                target -> target.tables.computeIfPresent(name, (n, table) -> table.withoutColumn("Select")))));
        assertThat(item.table()).isEqualTo("\"Other Schema\".\"My \"\"T\"\"\"");
        assertThat(item.column()).isEqualTo("Select");
        assertThat(rows()).containsExactly("1=\"x\"");
    }

    @Test
    void s5RowLevelSecurityIsAnErrorAndNotAPartialCopy() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t VALUES (1, 'a'), (2, 'b')",
                "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE t FORCE ROW LEVEL SECURITY",
                "CREATE POLICY one ON t USING (id = 1)");
        Plan plan = drop("v");
        assertThatThrownBy(() -> take(plan))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("row-level security");
    }

    @Test
    void s1ASnapshotThatLacksRowsIsAnError() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t VALUES (1, 'a'), (2, 'b')",
                "CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN IF NEW.row_id = ''1'' THEN RETURN NULL; END IF; RETURN NEW; END'",
                "CREATE TRIGGER skip BEFORE INSERT ON _qail_data_snapshots FOR EACH ROW EXECUTE FUNCTION skip()");
        Plan plan = drop("v");
        assertThatThrownBy(() -> take(plan))
                .isInstanceOf(MigrationException.class)
                .hasMessage("The snapshot of t.v has 1 records, and the table has 2");
    }

    @Test
    void s3AValueThatJsonbCannotHoldIsACleanRefusalThatNamesTheRow() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t VALUES (1, 'a'), (2, repeat('x', 268435456))");
        Plan plan = drop("v");
        assertThatThrownBy(() -> take(plan))
                .isInstanceOf(MigrationException.class)
                .hasMessage("A value of t.v is larger than JSONB can hold; the row is id = 2")
                .extracting(e -> ((MigrationException) e).action())
                .asString()
                .contains("qail.backup-mode=file");
        assertThat(transaction.query("SELECT count(*) FROM _qail_data_snapshots"))
                .isEqualTo("0");
    }

    @Test
    void moreRecordsOrBytesThanAllowedAreRefusedBeforeTheCopy() throws SQLException {
        transaction.execute("CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'a'), (2, 'b')");
        Plan plan = drop("v");
        assertThatThrownBy(() -> take(plan, new SnapshotOptions(Path.of("unused"), 1L, null, null)))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("would have 2 records, more than the 1 that qail.snapshot.max-records allows");
        assertThatThrownBy(() -> take(plan, new SnapshotOptions(Path.of("unused"), null, 10L, null)))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("qail.snapshot.max-size");
        assertThat(transaction.query("SELECT count(*) FROM _qail_data_snapshots"))
                .isEqualTo("0");
        assertThat(take(plan, new SnapshotOptions(Path.of("unused"), 2L, 1_000_000L, null))
                        .records())
                .isEqualTo(2);
    }

    @Test
    void s6SnapshotsOfOneVersionAreKeptApart() throws SQLException {
        transaction.execute("CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'a')");
        SnapshotManifest first = take(drop("v"));
        transaction.execute("UPDATE t SET v = 'b'", "INSERT INTO t VALUES (2, 'c')");
        SnapshotManifest second = take(drop("v"));
        assertThat(second.id()).isGreaterThan(first.id());
        assertThat(values(first)).containsExactly("\"a\"");
        assertThat(values(second)).containsExactly("\"b\"", "\"c\"");
        assertThat(Snapshots.list(transaction.connection(), "public")).containsExactly(first, second);
        assertThat(Snapshots.find(transaction.connection(), "public", second.id()))
                .contains(second);
        assertThat(second.migrationId()).isEqualTo(42);
        assertThat(second.store()).isEqualTo("database");
        assertThat(second.location()).isEqualTo("_qail_data_snapshots");
        assertThat(second.database()).isEqualTo(database.name());
    }

    @Test
    void aPurgeTakesOneSnapshotAndSaysWhatItEnds() throws SQLException {
        transaction.execute("CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'a')");
        SnapshotManifest first = take(drop("v"));
        SnapshotManifest second = take(drop("v"));
        Purge purge = Snapshots.purge(transaction.connection(), "public", first.id(), SnapshotOptions.defaults(), true);
        assertThat(purge.consequences())
                .singleElement()
                .asString()
                .startsWith("Migration 7 (id 42) can no longer be rolled back with its data: snapshot " + first.id()
                        + " of 1 records");
        assertThat(values(first)).isEmpty();
        assertThat(values(second)).containsExactly("\"a\"");
        assertThat(Snapshots.purge(transaction.connection(), "public", first.id(), SnapshotOptions.defaults(), true)
                        .snapshots())
                .isEmpty();
    }

    @Test
    void aPurgeByRetentionTakesTheOldOnes() throws SQLException {
        transaction.execute("CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'a')");
        SnapshotManifest old = take(drop("v"));
        transaction.execute("UPDATE _qail_snapshots SET created_at = created_at - interval '31 days'");
        SnapshotManifest young = take(drop("v"));
        Purge purge = Snapshots.purge(
                transaction.connection(),
                "public",
                Duration.ofDays(30),
                Instant.now(),
                SnapshotOptions.defaults(),
                true);
        assertThat(purge.snapshots()).extracting(SnapshotManifest::id).containsExactly(old.id());
        assertThat(Snapshots.list(transaction.connection(), "public")).containsExactly(young);
    }

    @Test
    void withoutTablesThereAreNoSnapshots() throws SQLException {
        try (MigrationTransaction fresh = new MigrationTransaction(database.fresh())) {
            assertThat(Snapshots.list(fresh.connection(), "public")).isEmpty();
            assertThat(Snapshots.find(fresh.connection(), "public", 1)).isEmpty();
        }
    }

    @Test
    void s33DefaultPrivilegesDoNotOpenTheTablesAndLaterGrantsStay() throws SQLException {
        try (MigrationTransaction fresh = new MigrationTransaction(database.fresh())) {
            fresh.execute(
                    "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
                    "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO pg_monitor",
                    "ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO PUBLIC");
            Snapshots.createTables(fresh.connection(), "public");
            String foreign = "SELECT count(*) FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a"
                    + " WHERE c.relname LIKE '\\_qail%' AND a.grantee <> c.relowner";
            assertThat(fresh.query(foreign)).isEqualTo("0");
            fresh.execute("GRANT SELECT ON _qail_snapshots TO pg_monitor");
            Snapshots.createTables(fresh.connection(), "public");
            assertThat(fresh.query(foreign)).isEqualTo("1");
        }
    }

    @Test
    void theTableIsTheDocumentedOne() throws SQLException {
        assertThat(transaction.query("SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod)"
                        + " || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END, ', ' ORDER BY attnum) FROM pg_attribute"
                        + " WHERE attrelid = '_qail_data_snapshots'::regclass AND attnum > 0"))
                .isEqualTo("id bigint NOT NULL, migration_version character varying(255) NOT NULL,"
                        + " table_name character varying(255) NOT NULL, column_name character varying(255),"
                        + " row_id text NOT NULL, value_json jsonb NOT NULL,"
                        + " snapshot_type character varying(50) NOT NULL, created_at timestamp with time zone,"
                        + " snapshot_id bigint NOT NULL");
    }

    @Test
    void whatNoSchemaKeepsOfADroppedTableStandsInTheManifest() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v text)",
                "INSERT INTO t (v) VALUES ('a'), ('b')",
                "ALTER TABLE t SET (fillfactor = 70)",
                "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER g BEFORE UPDATE OF v ON t FOR EACH ROW EXECUTE FUNCTION f()",
                "ALTER TABLE t DISABLE TRIGGER g",
                "GRANT SELECT ON t TO PUBLIC",
                "GRANT UPDATE (v) ON t TO pg_monitor WITH GRANT OPTION",
                "CREATE POLICY p ON t FOR SELECT TO pg_monitor USING (id > 0)",
                "ALTER TABLE t ENABLE ROW LEVEL SECURITY");
        List<String> dependents =
                take(transaction.plan(target -> target.tables.remove(T))).dependents();
        // Positions of sequences are statements; everything else is the state of an object, as data.
        assertThat(dependents)
                .anySatisfy(entry -> assertThat(entry).contains("pg_catalog.setval("))
                .anySatisfy(
                        entry -> assertThat(entry).contains("\"kind\" : \"TABLE\"", "fillfactor=70", "row security"))
                .anySatisfy(entry -> assertThat(entry).contains("\"kind\" : \"COLUMN\"", "pg_monitor"));
    }

    @Test
    void progressIsReportedByObject() throws SQLException {
        transaction.execute("CREATE TABLE t (id int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'a'), (2, 'b')");
        List<String> heard = new ArrayList<>();
        Plan plan = drop("v");
        TakenSnapshot.of(
                transaction.connection(),
                request(plan),
                SnapshotOptions.defaults(),
                (object, records) -> heard.add(object + " " + records));
        assertThat(heard).containsExactly("t.v 2");
    }

    @Test
    void aTableOfManyPagesIsCopiedInRangesWithoutALossAtTheirBorders() throws SQLException {
        transaction.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v text)",
                "INSERT INTO t SELECT n, repeat('x', 500) FROM generate_series(1, 5000) n",
                "DELETE FROM t WHERE id % 7 = 0");
        List<Long> heard = new ArrayList<>();
        SnapshotRequest request = request(drop("v"));
        SnapshotRun run = new SnapshotRun(
                transaction.connection(),
                request,
                SnapshotOptions.defaults(),
                new DatabaseSnapshotStore(100),
                (object, records) -> heard.add(records));
        SnapshotManifest manifest = run.takeRecords().manifest();
        assertThat(heard).hasSizeGreaterThan(2).isSorted();
        assertThat(manifest.records()).isEqualTo(5000 - 714);
        assertThat(transaction.query("SELECT count(DISTINCT row_id) FROM _qail_data_snapshots"))
                .isEqualTo("4286");
    }

    private SnapshotManifest take(Plan plan) throws SQLException {
        return take(plan, SnapshotOptions.defaults());
    }

    private SnapshotManifest take(Plan plan, SnapshotOptions options) throws SQLException {
        return TakenSnapshot.of(transaction.connection(), request(plan), options, ProgressListener.NONE)
                .manifest();
    }

    private static SnapshotRequest request(Plan plan) {
        return new SnapshotRequest(42, "7", plan, plan.from(), plan.risks(), false, "here", "public");
    }

    private Plan drop(String column) {
        return plan(table -> table.withoutColumn(column));
    }

    private Plan plan(UnaryOperator<Table> change) {
        return transaction.plan(table(change));
    }

    private Plan transform(String expression) {
        return transaction.plan(
                List.of(), List.of(new Statement.Transform(HERE, new Expression(expression), T, "v")), target -> {});
    }

    private static Consumer<SchemaBuilder> table(UnaryOperator<Table> change) {
        return target -> target.tables.computeIfPresent(T, (name, table) -> {
            Table changed = change.apply(table);
            List<String> columns = changed.columns().stream().map(Column::name).toList();
            return changed.withConstraints(changed.constraints().stream()
                    .filter(constraint -> columns.containsAll(constraint.columns()))
                    .toList());
        });
    }

    private static SnapshotItem onlyItem(SnapshotManifest manifest) {
        assertThat(manifest.items()).hasSize(1);
        return manifest.items().get(0);
    }

    private List<String> rows() throws SQLException {
        return strings(
                "SELECT row_id || '=' || value_json FROM _qail_data_snapshots ORDER BY row_id COLLATE \"C\"", null);
    }

    private List<String> values(SnapshotManifest manifest) throws SQLException {
        SnapshotItem item = manifest.items().get(0);
        return strings(
                "SELECT value_json::text FROM _qail_data_snapshots WHERE id BETWEEN " + item.firstId() + " AND "
                        + item.lastId() + " AND snapshot_id = ? ORDER BY id",
                manifest.id());
    }

    private List<String> strings(String sql, @Nullable Long argument) throws SQLException {
        try (var statement = transaction.connection().prepareStatement(sql)) {
            if (argument != null) {
                statement.setLong(1, argument);
            }
            List<String> strings = new ArrayList<>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    strings.add(row.getString(1));
                }
            }
            return strings;
        }
    }
}
