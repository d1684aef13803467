package io.qail.impact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qail.language.QailParser;
import io.qail.language.SourceFile;
import io.qail.plan.Plan;
import io.qail.plan.Planner;
import io.qail.schema.Schema;
import io.qail.test.MigrationTransaction;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every loss and every failure that the analysis promises to foresee: the report says it, and PostgreSQL, told the same by
 * hand, loses or refuses just that.
 */
@PostgresTest
class ForeseenTests {

    private final TestDatabase database;

    ForeseenTests(TestDatabase database) {
        this.database = database;
    }

    /**
     * @param have what is there
     * @param delta what the script says
     * @param foreseen what the report says
     * @param byHand what somebody would write by hand
     */
    record Loss(String name, String have, String delta, List<String> foreseen, String byHand, String lost) {
        @Override
        public String toString() {
            return name;
        }
    }

    record Failure(String name, int since, String have, String delta, String foreseen, String byHand, String state) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Loss loss(String name, String have, String delta, String foreseen, String byHand, String lost) {
        return new Loss(name, have, delta, List.of(foreseen.split("\n")), byHand, lost);
    }

    static Stream<Loss> losses() {
        String people = """
                CREATE TABLE t (id int PRIMARY KEY, a text, b numeric(8,3));
                INSERT INTO t VALUES (1, 'x', 1.5), (2, NULL, 2.125), (3, '', NULL), (4, 'Y', 4.001)""";
        String gone = "SELECT count(*) FROM before WHERE to_regclass('t') IS NULL";
        return Stream.of(
                loss("a dropped table", people, "drop t", "DROP TABLE t: 4 rows", "DROP TABLE t", gone),
                loss(
                        "a dropped partition",
                        """
                        CREATE TABLE t (id int, a text) PARTITION BY RANGE (id);
                        CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
                        CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) TO (20);
                        INSERT INTO t VALUES (1, 'a'), (2, 'b'), (11, 'c')""",
                        "drop t1",
                        "DROP TABLE t1: 2 rows",
                        "DROP TABLE t1",
                        "SELECT (SELECT count(*) FROM before) - (SELECT count(*) FROM t)"),
                loss(
                        "a partitioned table with its partitions",
                        """
                        CREATE TABLE t (id int, a text) PARTITION BY RANGE (id);
                        CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
                        INSERT INTO t VALUES (1, 'a'), (2, 'b')""",
                        "drop t\ndrop t1",
                        "DROP TABLE t: 2 rows",
                        "DROP TABLE t",
                        gone),
                loss(
                        "a dropped column",
                        people,
                        "drop t.a",
                        "DROP COLUMN t.a: 3 values",
                        "ALTER TABLE t DROP a",
                        "SELECT count(a) FROM before"),
                loss(
                        "a dropped column that a child table inherits",
                        """
                        CREATE TABLE t (id int, a text);
                        CREATE TABLE child () INHERITS (t);
                        INSERT INTO t VALUES (1, 'x'), (2, NULL);
                        INSERT INTO child VALUES (3, 'y'), (4, 'z')""",
                        "drop t.a",
                        "DROP COLUMN t.a: 1 value\nDROP COLUMN child.a: 2 values",
                        "ALTER TABLE t DROP a",
                        "SELECT count(a) FROM before"),
                loss(
                        "a column that becomes generated",
                        people,
                        "alter t.a text generated_stored('all the same')",
                        "DROP COLUMN t.a: 3 values",
                        "ALTER TABLE t DROP a; ALTER TABLE t ADD a text GENERATED ALWAYS AS ('all the same') STORED",
                        "SELECT count(a) FROM before"),
                loss(
                        "digits that a narrower type drops",
                        people,
                        "alter t.b numeric(8,2)",
                        "ALTER TYPE t.b: 2 values",
                        "ALTER TABLE t ALTER b TYPE numeric(8,2)",
                        "SELECT count(*) FROM before JOIN t USING (id) WHERE before.b <> t.b"),
                loss(
                        "blanks that varchar cuts",
                        """
                        CREATE TABLE t (id int, a text);
                        INSERT INTO t VALUES (1, 'ab'), (2, 'ab     '), (3, NULL)""",
                        "alter t.a varchar(3)",
                        "ALTER TYPE t.a: 1 value",
                        "ALTER TABLE t ALTER a TYPE varchar(3)",
                        "SELECT count(*) FROM before JOIN t USING (id) WHERE before.a <> t.a"),
                loss(
                        "what a type change by a transform replaces",
                        people,
                        "alter t.a int\ntransform length(a) -> t.a",
                        "ALTER TYPE t.a: 3 values",
                        "ALTER TABLE t ALTER a TYPE int USING length(a)",
                        "SELECT count(*) FROM before JOIN t USING (id) WHERE before.a IS DISTINCT FROM t.a::text"),
                loss(
                        "what a transform onto a column replaces",
                        people,
                        "transform upper(a) -> t.a",
                        "UPDATE t.a: 1 value",
                        "UPDATE t SET a = upper(a)",
                        "SELECT count(*) FROM before JOIN t USING (id) WHERE before.a IS DISTINCT FROM t.a"),
                loss(
                        "what follows a key that a transform changes",
                        """
                        CREATE TABLE k (id int PRIMARY KEY); INSERT INTO k VALUES (1), (2);
                        CREATE TABLE t (id int, k int CONSTRAINT fk REFERENCES k ON UPDATE CASCADE);
                        INSERT INTO t VALUES (1, 1), (2, 2), (3, NULL)""",
                        "transform id + 10 -> k.id",
                        "UPDATE k.id: 2 values\nUPDATE t.k: 2 values",
                        "UPDATE k SET id = id + 10",
                        "SELECT count(*) + (SELECT count(*) FROM k WHERE id > 10) FROM before JOIN t USING (id)"
                                + " WHERE before.k IS DISTINCT FROM t.k"),
                loss(
                        "a dropped sequence, of which the last value is said",
                        "CREATE SEQUENCE s; SELECT setval('s', 42); CREATE TABLE t ()",
                        "drop sequence s",
                        "DROP SEQUENCE s: 0 values, its last_value is 42; a sequence that comes back begins anew",
                        "DROP SEQUENCE s",
                        "SELECT count(*) FROM before"));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void whatIsLostIsWhatWasCounted(Loss loss) throws SQLException {
        try (MigrationTransaction transaction = new MigrationTransaction(database)) {
            transaction.execute(loss.have, "CREATE TABLE before AS TABLE t");
            Plan plan = plan(transaction, loss.delta);
            ImpactReport report = ImpactAnalysis.count(transaction.connection(), plan, "public");
            assertThat(report.impacts().stream().map(ForeseenTests::line)).containsAll(loss.foreseen);
            assertThat(ImpactAnalysis.analyse(transaction.connection(), plan, ImpactOptions.defaults(), "public")
                            .recordsAtRisk())
                    .isEqualTo(report.recordsAtRisk());
            transaction.execute(loss.byHand);
            assertThat(transaction.query(loss.lost)).isEqualTo(String.valueOf(report.recordsAtRisk()));
        }
    }

    private static Failure failure(
            String name, String have, String delta, String foreseen, String byHand, String state) {
        return new Failure(name, 14, have, delta, foreseen, byHand, state);
    }

    static Stream<Failure> failures() {
        String rows = """
                CREATE TABLE t (id int PRIMARY KEY, a text, b int);
                INSERT INTO t VALUES (1, 'x', 1), (2, NULL, -2), (3, 'x', NULL), (4, 'X', 4), (5, 'y', 5), (6, NULL, 5)""";
        String keys = """
                CREATE TABLE p (x int, y int, PRIMARY KEY (x, y)); INSERT INTO p VALUES (1, 1);
                CREATE TABLE t (x int, y int);
                INSERT INTO t VALUES (1, 1), (1, NULL), (NULL, NULL), (2, 2)""";
        return Stream.of(
                failure(
                        "NOT NULL over nulls",
                        rows,
                        "alter t.a not_null",
                        "SET NOT NULL t.a: 2 rejected",
                        "ALTER TABLE t ALTER a SET NOT NULL",
                        "23502"),
                failure(
                        "a column without a default that must not be null",
                        rows,
                        "add t.c int not_null",
                        "ADD COLUMN t.c: 6 rejected",
                        "ALTER TABLE t ADD c int NOT NULL",
                        "23502"),
                failure(
                        "a unique constraint over duplicates",
                        rows,
                        "alter t add constraint uq unique (a)",
                        "ADD CONSTRAINT t.uq: 1 rejected",
                        "ALTER TABLE t ADD CONSTRAINT uq UNIQUE (a)",
                        "23505"),
                new Failure(
                        "a unique constraint for which nulls are equal",
                        15,
                        rows,
                        "alter t add constraint uq unique (a) nulls_not_distinct",
                        "ADD CONSTRAINT t.uq: 2 rejected",
                        "ALTER TABLE t ADD CONSTRAINT uq UNIQUE NULLS NOT DISTINCT (a)",
                        "23505"),
                failure(
                        "a primary key over duplicates",
                        "CREATE TABLE t (a int NOT NULL); INSERT INTO t VALUES (1), (1), (2), (2), (3)",
                        "alter t add constraint pk primary_key (a)",
                        "ADD CONSTRAINT t.pk: 2 rejected",
                        "ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (a)",
                        "23505"),
                failure(
                        "a unique index over duplicates",
                        rows,
                        "unique index ix on t (b)",
                        "CREATE INDEX ix: 1 rejected",
                        "CREATE UNIQUE INDEX ix ON t (b)",
                        "23505"),
                failure(
                        "a unique index over an expression",
                        rows,
                        "unique index ix on t (lower(a), (b > 0))",
                        "CREATE INDEX ix: 1 rejected",
                        "CREATE UNIQUE INDEX ix ON t (lower(a), (b > 0))",
                        "23505"),
                failure(
                        "a partial unique index",
                        rows,
                        "unique index ix on t (a) where b is null or b = 1",
                        "CREATE INDEX ix: 1 rejected",
                        "CREATE UNIQUE INDEX ix ON t (a) WHERE b IS NULL OR b = 1",
                        "23505"),
                failure(
                        "a unique index of a collation",
                        rows,
                        "unique index ix on t (a collate \"C\")",
                        "CREATE INDEX ix: 1 rejected",
                        "CREATE UNIQUE INDEX ix ON t (a COLLATE \"C\")",
                        "23505"),
                failure(
                        "a check that rows violate",
                        rows,
                        "alter t add constraint ck check (b > 0)",
                        "ADD CONSTRAINT t.ck: 1 rejected",
                        "ALTER TABLE t ADD CONSTRAINT ck CHECK (b > 0)",
                        "23514"),
                failure(
                        "a foreign key without its parents",
                        keys,
                        "alter t add constraint fk foreign_key (x, y) references p(x, y)",
                        "ADD CONSTRAINT t.fk: 1 rejected",
                        "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (x, y) REFERENCES p",
                        "23503"),
                failure(
                        "a foreign key that is null as a whole or not at all",
                        keys,
                        "alter t add constraint fk foreign_key (x, y) references p(x, y) match_full",
                        "ADD CONSTRAINT t.fk: 2 rejected",
                        "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (x, y) REFERENCES p MATCH FULL",
                        "23503"),
                failure(
                        "a foreign key to the same table",
                        "CREATE TABLE t (id int PRIMARY KEY, up int); INSERT INTO t VALUES (1, 1), (2, 1), (3, 9)",
                        "alter t add constraint fk foreign_key (up) references t(id)",
                        "ADD CONSTRAINT t.fk: 1 rejected",
                        "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (up) REFERENCES t",
                        "23503"),
                failure(
                        "an exclusion that rows violate",
                        """
                        CREATE TABLE t (id int, during int4range, off boolean);
                        INSERT INTO t VALUES (1, '[1,5)', false), (2, '[4,7)', false), (3, '[7,9)', false), (4, NULL, false),
                            (5, '[1,9)', true)""",
                        "alter t add constraint ex exclude using gist (during with &&) where (not off)",
                        "ADD CONSTRAINT t.ex: 2 rejected",
                        "ALTER TABLE t ADD CONSTRAINT ex EXCLUDE USING gist (during WITH &&) WHERE (NOT off)",
                        "23P01"),
                failure(
                        "an exclusion over an expression",
                        "CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1, 5), (4, 9), (20, 21)",
                        "alter t add constraint ex exclude using gist (int4range(a, b) with &&)",
                        "ADD CONSTRAINT t.ex: 2 rejected",
                        "ALTER TABLE t ADD CONSTRAINT ex EXCLUDE USING gist (int4range(a, b) WITH &&)",
                        "23P01"),
                new Failure(
                        "ranges of one key that overlap",
                        18,
                        """
                        CREATE TABLE t (id int4range, during int4range);
                        INSERT INTO t VALUES ('[1,2)', '[1,5)'), ('[1,2)', '[4,7)'), ('[1,2)', '[7,9)'), ('[2,3)', '[1,9)')""",
                        "alter t add constraint uq unique (id, during without_overlaps)",
                        "ADD CONSTRAINT t.uq: 2 rejected",
                        "ALTER TABLE t ADD CONSTRAINT uq UNIQUE (id, during WITHOUT OVERLAPS)",
                        "23P01"),
                failure(
                        "texts that are no numbers",
                        rows,
                        "alter t.a int",
                        "ALTER TYPE t.a: 4 rejected",
                        "ALTER TABLE t ALTER a TYPE int USING a::int",
                        "22P02"),
                failure(
                        "texts that are too long",
                        "CREATE TABLE t (a text); INSERT INTO t VALUES ('abc'), ('abcd'), ('abc  ')",
                        "alter t.a varchar(3)",
                        "ALTER TYPE t.a: 1 value, 1 rejected",
                        "ALTER TABLE t ALTER a TYPE varchar(3)",
                        "22001"),
                failure(
                        "numbers that are too large",
                        "CREATE TABLE t (a int); INSERT INTO t VALUES (1), (40000), (50000)",
                        "alter t.a smallint",
                        "ALTER TYPE t.a: 2 rejected",
                        "ALTER TABLE t ALTER a TYPE smallint",
                        "22003"),
                failure(
                        "labels that rows use and that go",
                        """
                        CREATE TYPE mood AS ENUM ('sad', 'ok', 'angry'); CREATE TABLE t (m mood);
                        INSERT INTO t VALUES ('sad'), ('angry'), ('angry'), (NULL)""",
                        "enum mood { sad, ok }",
                        "ALTER TYPE t.m: 2 rejected",
                        "CREATE TYPE mood2 AS ENUM ('sad', 'ok'); ALTER TABLE t ALTER m TYPE mood2 USING m::text::mood2",
                        "22P02"),
                failure(
                        "values that a domain refuses",
                        "CREATE DOMAIN adult AS int CHECK (value >= 18); CREATE TABLE t (a int); INSERT INTO t VALUES (17), (18)",
                        "alter t.a adult",
                        "ALTER TYPE t.a: 1 rejected",
                        "ALTER TABLE t ALTER a TYPE adult",
                        "23514"),
                failure(
                        "a stricter domain",
                        """
                        CREATE DOMAIN age AS int; CREATE TABLE t (a age); CREATE TABLE u (id int, b age);
                        INSERT INTO t VALUES (17), (18), (NULL); INSERT INTO u VALUES (1, 3)""",
                        "domain age int check (value >= 18) check_name adult",
                        "ALTER DOMAIN age: 2 rejected",
                        "ALTER DOMAIN age ADD CONSTRAINT adult CHECK (VALUE >= 18)",
                        "23514"),
                failure(
                        "a domain that nulls violate",
                        "CREATE DOMAIN age AS int; CREATE TABLE t (a age); INSERT INTO t VALUES (17), (NULL)",
                        "domain age int not_null",
                        "ALTER DOMAIN age: 1 rejected",
                        "ALTER DOMAIN age SET NOT NULL",
                        "23502"),
                failure(
                        "a partition whose rows lie outside of its bounds",
                        """
                        CREATE TABLE t (id int, day date) PARTITION BY RANGE (day);
                        CREATE TABLE old (id int, day date);
                        INSERT INTO old VALUES (1, '2024-05-01'), (2, '2025-01-01'), (3, NULL), (4, '2023-12-31')""",
                        "alter t attach partition old for values from ('2024-01-01') to ('2025-01-01')",
                        "ATTACH PARTITION old: 3 rejected",
                        "ALTER TABLE t ATTACH PARTITION old FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
                        "23514"),
                failure(
                        "a partition by a list of an expression",
                        """
                        CREATE TABLE t (id int) PARTITION BY LIST ((id % 3));
                        CREATE TABLE old (id int);
                        INSERT INTO old VALUES (1), (4), (5), (6)""",
                        "alter t attach partition old for values in (1)",
                        "ATTACH PARTITION old: 2 rejected",
                        "ALTER TABLE t ATTACH PARTITION old FOR VALUES IN (1)",
                        "23514"),
                failure(
                        "a new partition that claims rows of the default partition",
                        """
                        CREATE TABLE t (id int, day date) PARTITION BY RANGE (day);
                        CREATE TABLE rest PARTITION OF t DEFAULT;
                        INSERT INTO t VALUES (1, '2024-05-01'), (2, '2025-01-01'), (3, NULL), (4, '2024-12-31')""",
                        "table t24 partition_of t for values from ('2024-01-01') to ('2025-01-01')",
                        "CREATE TABLE t24: 2 rejected",
                        "CREATE TABLE t24 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
                        "23514"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatIsRefusedWasForeseen(Failure failure) throws SQLException {
        assumeTrue(database.serverVersion() >= failure.since);
        try (MigrationTransaction transaction = new MigrationTransaction(database)) {
            transaction.execute(failure.have);
            Plan plan = plan(transaction, failure.delta);
            ImpactReport report =
                    ImpactAnalysis.analyse(transaction.connection(), plan, ImpactOptions.defaults(), "public");
            assertThat(report.impacts().stream().map(ForeseenTests::line)).contains(failure.foreseen);
            assertThat(ImpactReportText.render(report)).contains("rejected: the migration will fail");
            assertThat(refusal(transaction, failure.byHand)).as("by hand").isEqualTo(failure.state);
            assertThat(refusal(transaction, String.join(";", plan.statements())))
                    .as("the plan")
                    .isEqualTo(failure.state);
        }
    }

    private static String refusal(MigrationTransaction transaction, String sql) throws SQLException {
        var savepoint = transaction.connection().setSavepoint();
        SQLException e = catchThrowableOfType(SQLException.class, () -> transaction.execute(sql));
        transaction.connection().rollback(savepoint);
        return e == null ? "no refusal" : e.getSQLState();
    }

    private static Plan plan(MigrationTransaction transaction, String delta) {
        Schema live = transaction.live();
        return Planner.plan(
                live, Planner.fold(live, QailParser.parse(new SourceFile("V2__x.qail", delta), "public"), "public"));
    }

    private static String line(Impact impact) {
        String line = impact.action() + " " + impact.object() + ": ";
        if (impact.records() > 0 || impact.rejected() == 0) {
            String unit = impact.records() == 1
                    ? impact.unit().substring(0, impact.unit().length() - 1)
                    : impact.unit();
            line += String.format(Locale.ROOT, "%,d %s", impact.records(), unit);
        }
        if (impact.rejected() > 0) {
            line += (impact.records() > 0 ? ", " : "") + impact.rejected() + " rejected";
        }
        return impact.action().equals("DROP SEQUENCE") ? line + ", " + impact.reason() : line;
    }

    @Test
    void aStricterDomainIsFollowedThroughRenames() throws SQLException {
        try (MigrationTransaction transaction = new MigrationTransaction(database)) {
            transaction.execute(
                    "CREATE DOMAIN age AS int", "CREATE TABLE t (a age)", "INSERT INTO t VALUES (1), (20), (3)");
            Plan plan = plan(
                    transaction,
                    "rename t -> v\nrename v.a -> v.b\ndomain age int check (value >= 18) check_name adult");
            ImpactReport report =
                    ImpactAnalysis.analyse(transaction.connection(), plan, ImpactOptions.defaults(), "public");
            assertThat(report.impacts().stream().map(ForeseenTests::line)).contains("ALTER DOMAIN age: 2 rejected");
            assertThat(refusal(transaction, String.join(";", plan.statements())))
                    .isEqualTo("23514");
        }
    }
}
