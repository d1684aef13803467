package io.qail.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.impact.Impact;
import io.qail.impact.ImpactAnalysis;
import io.qail.impact.ImpactReport;
import io.qail.plan.Change;
import io.qail.plan.Plan;
import io.qail.plan.Planner;
import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Table;
import io.qail.schema.TableOptions;
import io.qail.test.MigrationTransaction;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions and inheritance: every row of a tree of tables is counted and copied once. */
@PostgresTest
class TableTreeTests {

    private static final ObjectName DAYS = ObjectName.of("public", "days");
    private static final ObjectName DAY1 = ObjectName.of("public", "day1");
    private static final ObjectName DAY2 = ObjectName.of("public", "day2");
    private static final ObjectName PARENT = ObjectName.of("public", "parent");
    private static final ObjectName CHILD = ObjectName.of("public", "child");

    private final MigrationTransaction transaction;

    TableTreeTests(TestDatabase database) throws SQLException {
        this.transaction = new MigrationTransaction(database);
    }

    @BeforeEach
    void createTables() throws SQLException {
        Snapshots.createTables(transaction.connection(), "public");
        transaction.execute(
                "CREATE TABLE days (id int, day int, note text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)",
                "CREATE TABLE day1 PARTITION OF days FOR VALUES FROM (1) TO (2)",
                "CREATE TABLE day2 PARTITION OF days FOR VALUES FROM (2) TO (3) PARTITION BY LIST (id)",
                "CREATE TABLE day2_all PARTITION OF day2 DEFAULT",
                "CREATE TABLE day3 PARTITION OF days FOR VALUES FROM (3) TO (4)",
                "INSERT INTO days SELECT n, 1 + n % 3, CASE WHEN n % 2 = 0 THEN 'note ' || n END"
                        + " FROM generate_series(1, 30) n");
        transaction.execute(
                "CREATE TABLE parent (id int PRIMARY KEY, v text, code text)",
                "CREATE TABLE child (extra text) INHERITS (parent)",
                "CREATE TABLE keeper (v text) INHERITS (parent)",
                "CREATE TABLE grandchild () INHERITS (child)",
                "INSERT INTO parent VALUES (1, 'p1', 'a'), (2, NULL, 'b')",
                "INSERT INTO child VALUES (1, 'c1', 'a', 'x'), (1, 'c2', 'b', 'y'), (3, NULL, 'c', 'z')",
                "INSERT INTO keeper VALUES (1, 'k1', 'a')",
                "INSERT INTO grandchild VALUES (1, 'g1', 'a', 'x')");
    }

    @AfterEach
    void rollback() throws SQLException {
        transaction.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rowsOfADroppedPartitionedTableAreThereOnce(boolean withItsPartitions) throws SQLException {
        Plan plan = plan(days(), target -> {
            target.tables.remove(DAYS);
            if (withItsPartitions) {
                target.tables.remove(DAY1);
                target.tables.remove(DAY2);
            }
        });
        assertThat(count(plan)).isEqualTo(30);
        SnapshotManifest manifest = take(plan);
        assertThat(manifest.records()).isEqualTo(30);
        assertThat(distinctIds("id")).isEqualTo(30);
    }

    @Test
    void rowsOfAPartitionThatThePlanDropsAreItsOwn() throws SQLException {
        Plan plan = plan(days(), target -> {
            target.tables.remove(DAYS);
            target.tables.remove(DAY1);
            target.tables.remove(DAY2);
        });
        assertThat(records(plan)).containsExactly("days 30");
    }

    @Test
    void onlyADroppedPartitionIsAtRiskWhereTheTableStays() throws SQLException {
        Plan plan = plan(days(), target -> target.tables.remove(DAY2));
        assertThat(records(plan)).containsExactly("day2 10");
        assertThat(take(plan).records()).isEqualTo(10);
    }

    @Test
    void aPartitionThatStaysKeepsItsRows() throws SQLException {
        Plan plan = plan(days(), target -> {
            target.tables.remove(DAYS);
            target.tables.remove(DAY2);
            target.tables.put(
                    DAY1,
                    new Table(
                            DAY1,
                            List.of(
                                    Column.of("id", DataType.builtIn("integer")),
                                    Column.of("day", DataType.builtIn("integer")),
                                    Column.of("note", DataType.builtIn("text"))),
                            List.of()));
        });
        assertThat(records(plan)).contains("days 20");
        assertThat(count(plan)).isEqualTo(20);
    }

    @Test
    void aColumnOfAPartitionedTableIsCopiedWithTheRowsOfAllPartitions() throws SQLException {
        Plan plan = plan(days(), target -> target.tables.computeIfPresent(DAYS, (n, t) -> t.withoutColumn("note")));
        assertThat(records(plan)).containsExactly("days 15");
        SnapshotManifest manifest = take(plan);
        assertThat(manifest.records()).isEqualTo(15);
        assertThat(manifest.items()).singleElement().satisfies(item -> {
            assertThat(item.table()).isEqualTo("days");
            assertThat(item.keyColumns()).containsExactly("id", "day");
        });
    }

    @Test
    void theLimitOfASnapshotSeesPartitions() throws SQLException {
        Plan plan = plan(days(), target -> target.tables.remove(DAYS));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> TakenSnapshot.of(
                        transaction.connection(),
                        request(plan),
                        new SnapshotOptions(java.nio.file.Path.of("unused"), null, 8192L, null),
                        ProgressListener.NONE))
                .hasMessageContaining("qail.snapshot.max-size");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatInheritsAColumnLosesItTooUnlessItHasItFromElsewhere(boolean known) throws SQLException {
        Plan plan =
                plan(family(known), target -> target.tables.computeIfPresent(PARENT, (n, t) -> t.withoutColumn("v")));
        assertThat(count(plan)).isEqualTo(4);
        SnapshotManifest manifest = take(plan);
        assertThat(manifest.items())
                .extracting(item -> item.table() + " " + item.rows() + " " + item.keyColumns())
                .containsExactlyInAnyOrder("parent 1 [id]", "child 2 []", "grandchild 1 []");
        assertThat(values()).containsExactly("c1", "c2", "g1", "p1");
        transaction.execute("ALTER TABLE parent DROP COLUMN v");
        assertThat(transaction.query("SELECT v FROM keeper")).isEqualTo("k1");
        assertThat(transaction.query("SELECT count(*) FROM pg_attribute WHERE attname = 'v'"
                        + " AND attrelid IN ('parent'::regclass, 'child'::regclass, 'grandchild'::regclass)"))
                .isEqualTo("0");
    }

    @Test
    void rowsThatShareTheKeyOfTheParentAreToldApartInTheirTables() throws SQLException {
        take(plan(family(true), target -> target.tables.computeIfPresent(PARENT, (n, t) -> t.withoutColumn("v"))));
        assertThat(transaction.query("SELECT count(DISTINCT (table_name, row_id)) FROM _qail_data_snapshots"))
                .isEqualTo("4");
    }

    @Test
    void aTypeChangeReachesEverythingThatInherits() throws SQLException {
        Plan plan = plan(
                family(false),
                target -> target.tables.computeIfPresent(
                        PARENT,
                        (n, t) -> t.changingColumn(
                                "v", column -> column.withType(new DataType(null, "character varying", "(1)", 0)))));
        ImpactReport report = ImpactAnalysis.count(transaction.connection(), plan, "public");
        assertThat(report.impacts().stream().mapToLong(Impact::rejected).sum()).isEqualTo(5);
    }

    @Test
    void aDroppedChildTakesNoRowsOfItsParent() throws SQLException {
        transaction.execute("DROP TABLE grandchild");
        Plan plan = plan(family(true), target -> target.tables.remove(CHILD));
        assertThat(records(plan)).containsExactly("child 3");
        assertThat(take(plan).items().get(0).columns())
                .extracting(SnapshotItem.ColumnType::name)
                .containsExactly("id", "v", "code", "extra");
    }

    @Test
    void aChildWithItsParentCountsOnce() throws SQLException {
        transaction.execute("DROP TABLE grandchild", "DROP TABLE keeper");
        Plan plan = plan(family(true), target -> {
            target.tables.remove(CHILD);
            target.tables.remove(PARENT);
        });
        assertThat(records(plan)).containsExactlyInAnyOrder("child 3", "parent 2");
        assertThat(take(plan).records()).isEqualTo(5);
    }

    @Test
    void tablesOfADroppedExtensionAreAtRisk() throws SQLException {
        transaction.execute(
                "CREATE EXTENSION citext",
                "CREATE TABLE config (k int PRIMARY KEY, v text)",
                "INSERT INTO config VALUES (1, 'a'), (2, 'b')",
                "ALTER EXTENSION citext ADD TABLE config");
        Plan plan = transaction.plan(target -> target.extensions.remove("citext"));
        assertThat(records(plan)).containsExactly("config 2");
        assertThat(take(plan).records()).isEqualTo(2);
        transaction.execute(plan.statements().toArray(String[]::new));
        assertThat(transaction.query("SELECT to_regclass('config') IS NULL")).isEqualTo("t");
    }

    private static Schema days() {
        SchemaBuilder schema = Schema.EMPTY.toBuilder();
        schema.tables.put(
                DAYS,
                new Table(
                                DAYS,
                                List.of(
                                        Column.of("id", DataType.builtIn("integer")),
                                        Column.of("day", DataType.builtIn("integer")),
                                        Column.of("note", DataType.builtIn("text"))),
                                List.of())
                        .withOptions(TableOptions.NONE.withPartitionBy("RANGE (day)")));
        partition(schema, DAY1, "FOR VALUES FROM (1) TO (2)");
        partition(schema, DAY2, "FOR VALUES FROM (2) TO (3)");
        return schema.build();
    }

    private static void partition(SchemaBuilder schema, ObjectName name, String bound) {
        schema.tables.put(
                name,
                new Table(name, List.of(), List.of())
                        .withOptions(TableOptions.NONE.withPartitionOf(new TableOptions.PartitionOf(DAYS, bound))));
    }

    private static Schema family(boolean childIsKnown) {
        SchemaBuilder schema = Schema.EMPTY.toBuilder();
        schema.tables.put(
                PARENT,
                new Table(
                        PARENT,
                        List.of(
                                Column.of("id", DataType.builtIn("integer")),
                                Column.of("v", DataType.builtIn("text")),
                                Column.of("code", DataType.builtIn("text"))),
                        List.of()));
        if (childIsKnown) {
            schema.tables.put(
                    CHILD,
                    new Table(CHILD, List.of(Column.of("extra", DataType.builtIn("text"))), List.of())
                            .withOptions(TableOptions.NONE.withInherits(List.of(PARENT))));
        }
        return schema.build();
    }

    private static Plan plan(Schema from, Consumer<SchemaBuilder> change) {
        SchemaBuilder target = from.toBuilder();
        change.accept(target);
        return Planner.plan(from, Change.to(target.build()));
    }

    private long count(Plan plan) throws SQLException {
        return ImpactAnalysis.count(transaction.connection(), plan, "public").recordsAtRisk();
    }

    private List<String> records(Plan plan) throws SQLException {
        return ImpactAnalysis.count(transaction.connection(), plan, "public").impacts().stream()
                .filter(impact -> impact.records() > 0)
                .map(impact -> impact.object().replaceAll("\\..*", "") + " " + impact.records())
                .toList();
    }

    private static SnapshotRequest request(Plan plan) {
        return new SnapshotRequest(42, "7", plan, plan.from(), plan.risks(), false, "here", "public");
    }

    private SnapshotManifest take(Plan plan) throws SQLException {
        return TakenSnapshot.of(
                        transaction.connection(), request(plan), SnapshotOptions.defaults(), ProgressListener.NONE)
                .manifest();
    }

    private long distinctIds(String column) throws SQLException {
        return Long.parseLong(
                transaction.query("SELECT count(DISTINCT value_json ->> '" + column + "') FROM _qail_data_snapshots"));
    }

    private List<String> values() throws SQLException {
        List<String> values = new ArrayList<>();
        try (var statement = transaction.connection().createStatement();
                var row = statement.executeQuery("SELECT value_json #>> '{}' FROM _qail_data_snapshots ORDER BY 1")) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        return values;
    }
}
