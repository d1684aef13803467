package io.qail;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.history.BackupMode;
import io.qail.history.HistoryEntry;
import io.qail.history.LockOptions;
import io.qail.migrate.MigrationListener;
import io.qail.snapshot.SnapshotManifest;
import io.qail.snapshot.SnapshotOptions;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

@PostgresTest
class ReviewTests {

    private final TestDatabase databases;

    ReviewTests(TestDatabase databases) {
        this.databases = databases;
    }

    private TestProject project() {
        TestProject project = new TestProject(databases.fresh()).script("V1__create.qail", """
                table people {
                  id    bigint generated_by_default_identity primary_key
                  name  varchar(60) not_null
                  age   text
                  updated_at timestamptz default '2020-01-01'
                }
                table other {
                  id int primary_key
                  x int
                  y int
                }
                """);
        project.migrate();
        project.database().execute("INSERT INTO people (name, age) VALUES ('Ada', '36'), ('Alan', '41'), ('Grace', NULL)", "INSERT INTO other VALUES (1, 10, 20), (2, 5, 6)");
        return project;
    }

    private static List<Path> files(Path directory) throws Exception {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void a01ListenerThatFailsAfterTheCommitKeepsTheFiles() throws Exception {
        TestProject project = project().migrating(o -> o.withBackupMode(BackupMode.FILE)).script("V2__d.qail", "drop people.age\n");
        project.listening(new MigrationListener() {
            @Override
            public void versionMigrated(HistoryEntry entry) {
                throw new IllegalStateException("listener");
            }
        });
        try { project.migrate(); } catch (RuntimeException e) { System.out.println("a01 " + e); }
        assertThat(project.count("SELECT count(*) FROM _qail_migrations")).isEqualTo(2);
        assertThat(files(project.snapshots())).isNotEmpty();
    }

    @Test
    void a02ASnapshotDirectoryThatIsMountedElsewhereIsNoOrphan() throws Exception {
        TestProject project = project().migrating(o -> o.withBackupMode(BackupMode.FILE)).script("V2__d.qail", "drop people.age\n");
        project.migrate();
        Path moved = project.snapshots().resolveSibling("moved");
        Files.move(project.snapshots(), moved);
        project.with(o -> o.withSnapshots(new SnapshotOptions(moved, null, null, null)));
        project.migrate();
        assertThat(files(moved)).isNotEmpty().noneMatch(f -> f.toString().contains("orphan"));
    }

    @Test
    void a03CommitStillRunningWhenItsConnectionBroke() throws Exception {
        TestProject project = project().migrating(o -> o.withBackupMode(BackupMode.FILE)).script("V2__d.qail", "drop people.age\n");
        AtomicReference<Thread> late = new AtomicReference<>();
        AtomicBoolean snap = new AtomicBoolean();
        project.listening(new MigrationListener() {
            @Override
            public void snapshotTaken(SnapshotManifest s, Duration d) { snap.set(true); }
        });
        project.on(new DelegatingDataSource(project.database().dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection real = super.getConnection();
                return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, (p, m, a) -> {
                    if (m.getName().equals("commit") && snap.getAndSet(false)) {
                        Thread t = new Thread(() -> {
                            try { Thread.sleep(1500); real.commit(); real.close(); } catch (Exception e) { System.out.println("late " + e); }
                        });
                        late.set(t);
                        t.start();
                        throw new SQLException("An I/O error occurred while sending to the backend.", "08006");
                    }
                    if (late.get() != null && Stream.of("rollback", "close", "setAutoCommit", "isClosed", "getAutoCommit").anyMatch(m.getName()::equals) && a == null && !m.getName().startsWith("is")) {
                        if (m.getName().equals("close")) { return null; }
                    }
                    if (late.get() != null && m.getName().equals("rollback") && late.get().isAlive()) { throw new SQLException("closed", "08003"); }
                    try { return m.invoke(real, a); } catch (InvocationTargetException e) { throw e.getCause(); }
                });
            }
        });
        try { project.migrate(); } catch (RuntimeException e) { System.out.println("a03 " + e); }
        late.get().join();
        assertThat(project.count("SELECT count(*) FROM _qail_migrations")).isEqualTo(2);
        assertThat(files(project.snapshots())).isNotEmpty();
    }

    @Test
    void a04ACommaInTheNameOfATable() {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__c.qail", "table \"a, b\" {\n id int primary_key\n v text\n}\n")
                .script("V2__d.qail", "drop \"a, b\".v\n");
        assertThat(project.migrateVersions()).containsExactly("1", "2");
    }

    @Test
    void a05ReadersGoOnWhileALargeTableIsCounted() {
        TestProject project = project().script("V2__d.qail", "drop people.age\n").with(o -> o.withLocks(new LockOptions(Duration.ofSeconds(1), 3, Duration.ZERO)));
        project.database().execute("INSERT INTO people (name) SELECT 'x' FROM generate_series(1, 400000)");
        AtomicReference<String> modes = new AtomicReference<>();
        project.listening(new MigrationListener() {
            @Override
            public void snapshotTaken(SnapshotManifest s, Duration d) {
                modes.set(project.value("SELECT string_agg(mode, ',') FROM pg_locks WHERE relation = 'people'::regclass", String.class));
            }
        });
        project.migrate();
        assertThat(modes.get()).doesNotContain("AccessExclusive");
    }

    @Test
    void a06AConcurrentIndexOnAFunctionOfTheDefaultSchema() {
        TestDatabase db = databases.fresh();
        db.execute("CREATE SCHEMA app", "CREATE FUNCTION app.norm(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT $1'");
        TestProject project = new TestProject(db).migrating(o -> o.withDefaultSchema("app"))
                .script("V1__c.qail", "table t {\n id int primary_key\n v text\n}\n")
                .script("V2__i.qail", "index concurrently t_v on t (norm(v))\n");
        assertThat(project.migrateVersions()).containsExactly("1", "2");
    }

    @Test
    void a07AConcurrentIndexThatTakesLongerThanTheRolesStatementTimeout() {
        TestProject project = project();
        project.database().execute("CREATE FUNCTION slow(text) RETURNS text IMMUTABLE LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.5); RETURN $1; END'");
        project.script("V2__i.qail", "index concurrently t_v on people (slow(name))\n");
        PGSimpleDataSource ds = project.database().dataSource();
        ds.setOptions("-c statement_timeout=700");
        project.on(ds);
        assertThat(project.migrateVersions()).containsExactly("2");
    }

    private TestProject handMade(String script, String... sql) {
        TestProject project = project();
        project.database().execute(sql);
        return project.script("V2__x.qail", script);
    }

    private static final String TOUCH = "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.updated_at := now(); RETURN NEW; END'";
    private static final String TRG = "CREATE TRIGGER trg BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION touch()";

    @Test void b01RenameTableWithTrigger() { assertThat(handMade("rename people -> persons\n", TOUCH, TRG).migrateVersions()).containsExactly("2"); }
    @Test void b02RenameColumnWithTrigger() { assertThat(handMade("rename people.name -> people.full_name\n", TOUCH, TRG).migrateVersions()).containsExactly("2"); }
    @Test void b03DropTableWithHandMadeIndex() { assertThat(handMade("drop people\n", "CREATE INDEX hand ON people (name)").migrateVersions()).containsExactly("2"); }
    @Test void b04DropColumnWithHandMadeIndex() { assertThat(handMade("drop people.age\n", "CREATE INDEX hand ON people (age)").migrateVersions()).containsExactly("2"); }
    @Test void b05DropTableWithStatistics() { assertThat(handMade("drop other\n", "CREATE STATISTICS st ON x, y FROM other").migrateVersions()).containsExactly("2"); }
    @Test void b06DropColumnWithStatistics() { assertThat(handMade("drop other.y\n", "CREATE STATISTICS st ON x, y FROM other").migrateVersions()).containsExactly("2"); }
    @Test void b07DropTableWithTrigger() { assertThat(handMade("drop people\n", TOUCH, TRG).migrateVersions()).containsExactly("2"); }
    @Test void b08RetypeWithHandMadePartialIndex() { assertThat(handMade("alter people.age varchar(20)\n", "CREATE INDEX hand ON people (id) WHERE age <> ''").migrateVersions()).containsExactly("2"); }
    @Test void b09RetypeWithHandMadeCheck() { assertThat(handMade("alter people.age varchar(20)\n", "ALTER TABLE people ADD CONSTRAINT hand CHECK (age <> 'x')").migrateVersions()).containsExactly("2"); }
    @Test void b10RenameColumnWithHandMadeIndexAndCheck() { assertThat(handMade("rename people.name -> people.full_name\n", "CREATE INDEX hand ON people (lower(name)) WHERE name <> ''", "ALTER TABLE people ADD CONSTRAINT hand2 CHECK (name <> 'x')").migrateVersions()).containsExactly("2"); }
    @Test void b11DropColumnWithHandMadeCheck() { assertThat(handMade("drop people.age\n", "ALTER TABLE people ADD CONSTRAINT hand CHECK (age <> name)").migrateVersions()).containsExactly("2"); }
    @Test void b12AnotherColumnOfTheTableIsGoneByHand() { assertThat(handMade("drop people.age\n", "ALTER TABLE people DROP updated_at").migrateVersions()).containsExactly("2"); }
    @Test void b13RenameTableWithPolicy() { assertThat(handMade("rename people -> persons\n", "CREATE POLICY p ON people USING (true)").migrateVersions()).containsExactly("2"); }
    @Test void b14RenameTableWithNotValidOrNoInheritCheck() { assertThat(handMade("rename people -> persons\n", "ALTER TABLE people ADD CONSTRAINT hand CHECK (age <> 'x') NO INHERIT").migrateVersions()).containsExactly("2"); }
    @Test void b15RenameTableWithFunctionOfItsRowType() { assertThat(handMade("rename people -> persons\n", "CREATE FUNCTION f(people) RETURNS text LANGUAGE sql AS 'SELECT $1.name'").migrateVersions()).containsExactly("2"); }
    @Test void b16RenameTableWithViewBeside() { assertThat(handMade("rename people -> persons\n", "CREATE VIEW v AS SELECT name FROM people").migrateVersions()).containsExactly("2"); }
    @Test void b17AddColumnWithPartitionedAndViewBeside() { assertThat(handMade("add people.z int not_null default 7\n", "CREATE TABLE pt (d date) PARTITION BY RANGE (d)", "CREATE TABLE pt1 PARTITION OF pt DEFAULT", "CREATE VIEW v AS SELECT * FROM people").migrateVersions()).containsExactly("2"); }
    @Test void b18DropTableWithHandMadeOwnedSequence() { assertThat(handMade("drop other\n", "CREATE SEQUENCE sq OWNED BY other.x").migrateVersions()).containsExactly("2"); }
    @Test void b19RenameTableWithHandMadeForeignKey() { assertThat(handMade("rename people -> persons\n", "ALTER TABLE other ADD pid bigint CONSTRAINT hand REFERENCES people(id)").migrateVersions()).containsExactly("2"); }
    @Test void b20DropTableWithCommentsByHand() { assertThat(handMade("drop people\n", "COMMENT ON TABLE people IS 'x'", "COMMENT ON COLUMN people.age IS 'x'", "CREATE INDEX hand ON other(x)", "COMMENT ON CONSTRAINT people_pkey ON people IS 'y'").migrateVersions()).containsExactly("2"); }
    @Test void b21RetypeColumnWithHandMadePlainIndexAndComment() { assertThat(handMade("alter people.age varchar(20)\n", "CREATE INDEX hand ON people (age)", "COMMENT ON COLUMN people.age IS 'x'").migrateVersions()).containsExactly("2"); }
    @Test void b22DropPrimaryKeyConstraintReferencedByHand() { assertThat(handMade("alter people.name text\nadd people.\"Od d,x\" int default 3\n").migrateVersions()).containsExactly("2"); }

    @Test
    void c01AStaleTransformOfADeclarativeSchemaRunsOnce() {
        TestProject project = new TestProject(databases.fresh()).script("schema.qail", "table t {\n id int primary_key\n price int\n}\n");
        project.migrate();
        project.database().execute("INSERT INTO t VALUES (1, 10)");
        project.script("schema.qail", "table t {\n id int primary_key\n price int\n}\ntransform price * 2 -> t.price\n");
        project.migrate();
        project.script("schema.qail", "table t {\n id int primary_key\n price int\n note text\n}\ntransform price * 2 -> t.price\n");
        project.migrate();
        assertThat(project.count("SELECT price FROM t")).isEqualTo(20);
    }

    @Test
    void c02AnOlderInstanceOfADeclarativeSchemaDoesNotTakeTheNewerBack() {
        String v1 = "table t {\n id int primary_key\n price int\n}\n";
        TestProject project = new TestProject(databases.fresh()).script("schema.qail", v1);
        project.migrate();
        project.script("schema.qail", v1 + "index t_price on t (price)\n");
        project.migrate();
        project.script("schema.qail", v1);
        try { project.migrate(); } catch (RuntimeException e) { System.out.println("c02 " + e); }
        assertThat(project.exists("t_price")).isTrue();
    }

    @Test
    void c03AnOlderInstanceStartsBesideANewColumn() {
        String v1 = "table t {\n id int primary_key\n price int\n}\n";
        TestProject project = new TestProject(databases.fresh()).script("schema.qail", v1);
        project.migrate();
        project.script("schema.qail", "table t {\n id int primary_key\n price int\n note text\n}\n");
        project.migrate();
        project.script("schema.qail", v1);
        assertThat(project.migrateVersions()).isEmpty();
    }

    @Test
    void c04SwapOfTwoColumnsByHints() {
        TestProject project = new TestProject(databases.fresh()).script("schema.qail", "table t {\n id int primary_key\n a int\n b int\n}\n");
        project.migrate();
        project.database().execute("INSERT INTO t VALUES (1, 10, 20)");
        project.script("schema.qail", "table t {\n id int primary_key\n a int\n b int\n}\nrename t.a -> t.b\nrename t.b -> t.a\n");
        try { project.migrate(); System.out.println("c04 " + project.value("SELECT t::text FROM t", String.class)); } catch (RuntimeException e) { System.out.println("c04 " + e); }
    }

    @Test
    void c05StaleRenameHintAndTheOldNameComesBack() {
        TestProject project = new TestProject(databases.fresh()).script("schema.qail", "table t {\n id int primary_key\n a int\n}\n");
        project.migrate();
        project.database().execute("INSERT INTO t VALUES (1, 10)");
        project.script("schema.qail", "table t {\n id int primary_key\n b int\n}\nrename t.a -> t.b\n");
        project.migrate();
        project.script("schema.qail", "table t {\n id int primary_key\n b int\n a int\n}\nrename t.a -> t.b\n");
        project.migrate();
        project.database().execute("UPDATE t SET a = 77");
        project.script("schema.qail", "table t {\n id int primary_key\n b int\n a int\n c int\n}\nrename t.a -> t.b\n");
        project.migrate();
        assertThat(project.value("SELECT a || ' ' || b FROM t", String.class)).isEqualTo("77 10");
    }

    @Test
    void d01ATransformDoesNotFireTriggersThatOverwriteOtherColumns() {
        TestProject project = handMade("add people.first text\ntransform name -> people.first\n", TOUCH, TRG);
        project.migrate();
        assertThat(project.count("SELECT count(*) FROM people WHERE updated_at < '2021-01-01'")).isEqualTo(3);
    }

    @Test
    void d02AFunctionThatTheSameVersionReplacesBeforeTheTransform() {
        TestProject project = handMade("sql $$ CREATE OR REPLACE FUNCTION norm(text) RETURNS text LANGUAGE sql AS 'SELECT upper($1)' $$ confirm\ntransform norm(name) -> people.name\n",
                "CREATE FUNCTION norm(text) RETURNS text LANGUAGE sql AS 'SELECT $1'");
        HistoryEntry entry = project.migrate().applied().get(0);
        assertThat(project.count("SELECT count(*) FROM people WHERE name = upper(name)")).isEqualTo(3);
        assertThat(entry.recordsAtRisk()).isEqualTo(3);
    }

    @Test
    void d03ATransformThatReadsATableThatTheSameVersionTransforms() {
        TestProject project = new TestProject(databases.fresh()).script("V1__c.qail", "table src {\n id int primary_key\n v int\n}\ntable dst {\n id int primary_key\n total int\n}\n");
        project.migrate();
        project.database().execute("INSERT INTO src VALUES (1, 10)", "INSERT INTO dst VALUES (1, 10)");
        project.script("V2__x.qail", "transform v + 1 -> src.v\ntransform (select sum(v) from src) -> dst.total\n");
        HistoryEntry entry = project.migrate().applied().get(0);
        assertThat(project.count("SELECT total FROM dst")).isEqualTo(11);
        assertThat(entry.recordsAtRisk()).isEqualTo(2);
    }

    @Test
    void d04SqlThatCommits() {
        TestProject project = handMade("add people.z int\nsql $$ UPDATE people SET name = 'gone'; COMMIT; $$ confirm\nalter people.age int not_null\n");
        try { project.migrate(); } catch (RuntimeException e) { System.out.println("d04 " + e); }
        boolean history = project.count("SELECT count(*) FROM _qail_migrations") == 2;
        boolean changed = project.count("SELECT count(*) FROM people WHERE name = 'gone'") > 0;
        assertThat(changed).isEqualTo(history);
    }

    @Test
    void d05ASqlBlockThatSetsTheSearchPathDoesNotLeakIntoThePool() {
        TestProject project = handMade("sql $$ SELECT pg_catalog.set_config('search_path', '', false); SET lock_timeout = 1234 $$ confirm\nadd people.z int\n");
        SingleConnectionDataSource pool = new SingleConnectionDataSource();
        try {
            pool = new SingleConnectionDataSource(project.database().connection(), true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        String before = JdbcClient.create(pool).sql("SHOW search_path").query(String.class).single();
        project.on(pool).migrate();
        assertThat(JdbcClient.create(pool).sql("SHOW search_path").query(String.class).single()).isEqualTo(before);
        assertThat(JdbcClient.create(pool).sql("SHOW lock_timeout").query(String.class).single()).isEqualTo("0");
    }

    @Test
    void d06DropAndAddTheSameColumn() {
        TestProject project = handMade("drop people.age\nadd people.age text\n");
        try {
            HistoryEntry entry = project.migrate().applied().get(0);
            System.out.println("d06 risk " + entry.recordsAtRisk() + " left " + project.count("SELECT count(age) FROM people"));
        } catch (RuntimeException e) { System.out.println("d06 " + e); }
    }

    @Test
    void d07SerialColumnsAndTheirSequencesGo() {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__c.qail", "table t {\n id serial primary_key\n n bigserial\n}\ntable u {\n id serial primary_key\n}\n")
                .script("V2__d.qail", "drop t.n\n").script("V3__d.qail", "drop u\n").script("V4__d.qail", "rename t -> tt\nrename tt.id -> tt.key\n").script("V5__d.qail", "alter tt.key bigint\n");
        assertThat(project.migrateVersions()).containsExactly("1", "2", "3", "4", "5");
        assertThat(project.qail().info(true).drift()).isEmpty();
    }

    @Test
    void d08ARetypedColumnUnderAGeneratedColumnAndChecks() {
        TestProject project = new TestProject(databases.fresh())
                .script("V1__c.qail", "table t {\n id int primary_key\n a int check(a > 0)\n b int generated_stored(a * 2)\n}\nindex t_a on t (abs(a)) where a > 5\n")
                .script("V2__d.qail", "alter t.a bigint\n").script("V3__d.qail", "rename t.a -> t.\"A b\"\n").script("V4__d.qail", "alter t.\"A b\" numeric(12,2)\n");
        assertThat(project.migrateVersions()).containsExactly("1", "2", "3", "4");
        assertThat(project.qail().info(true).drift()).isEmpty();
    }

    @Test
    void d09AFailingCastQuotesNoValue() {
        TestProject project = handMade("alter people.age int\n", "UPDATE people SET age = 's3cret-value' WHERE id = 1");
        try { project.migrate(); } catch (RuntimeException e) {
            StringWriter w = new StringWriter();
            e.printStackTrace(new PrintWriter(w));
            assertThat(w.toString()).doesNotContain("s3cret-value");
        }
    }

    @Test
    void d10AFailedUniqueIndexLeavesNoInvalidOne() {
        TestProject project = handMade("unique index concurrently u on people (name)\n", "UPDATE people SET name = 'same'");
        try { project.migrate(); } catch (RuntimeException e) { System.out.println("d10 " + e); }
        assertThat(project.count("SELECT count(*) FROM pg_index WHERE NOT indisvalid")).isZero();
    }

    @Test
    void d11ADataSourceWithoutAutoCommitAndOneConnection() throws Exception {
        TestProject project = project();
        Connection c = project.database().connection();
        c.setAutoCommit(false);
        SingleConnectionDataSource pool = new SingleConnectionDataSource(c, true);
        project.on(pool).script("V2__a.qail", "add people.z int\ndrop people.age\n");
        assertThat(project.migrateVersions()).containsExactly("2");
        assertThat(c.getAutoCommit()).isFalse();
        project.qail().info(true);
        project.qail().plan();
        project.qail().repair();
        assertThat(c.getAutoCommit()).isFalse();
        assertThat(project.value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'", Long.class)).isZero();
    }

    @Test
    void d12ATransformOfAKeyThatCascadesIsCounted() {
        TestProject project = new TestProject(databases.fresh()).script("V1__c.qail", "table p {\n code text primary_key\n}\ntable c {\n id int primary_key\n code text references p(code) on_update cascade\n}\n");
        project.migrate();
        project.database().execute("INSERT INTO p VALUES ('a')", "INSERT INTO c VALUES (1, 'a'), (2, 'a')");
        project.script("V2__x.qail", "transform upper(code) -> p.code\n");
        HistoryEntry e = project.migrate().applied().get(0);
        assertThat(e.recordsAtRisk()).isEqualTo(3);
    }

    @Test
    void d13DropTableAndMakeItAnew() {
        TestProject project = handMade("drop other\ntable other {\n id int primary_key\n z int\n}\n");
        try {
            HistoryEntry entry = project.migrate().applied().get(0);
            System.out.println("d13 risk " + entry.recordsAtRisk() + " left " + project.count("SELECT count(*) FROM other"));
        } catch (RuntimeException e) { System.out.println("d13 " + e); }
    }

    @Test
    void d14ABeforeUpdateTriggerThatSkipsRowsDoesNotMakeATransformSilentlyIncomplete() {
        TestProject project = handMade("add people.years int\ntransform age::int -> people.years\ndrop people.age\n",
            "CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'", "CREATE TRIGGER skip BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION skip()");
        try { project.migrate(); } catch (RuntimeException e) { System.out.println("d14 " + e); return; }
        assertThat(project.count("SELECT coalesce(sum(years), 0) FROM people")).isEqualTo(77);
    }
}
