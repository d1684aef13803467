package io.qail.impact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qail.error.EnvironmentException;
import io.qail.error.SourcePosition;
import io.qail.plan.Plan;
import io.qail.schema.CheckConstraint;
import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.Deferrability;
import io.qail.schema.EnumType;
import io.qail.schema.Expression;
import io.qail.schema.ForeignKey;
import io.qail.schema.Generated;
import io.qail.schema.Index;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectName;
import io.qail.schema.ReferentialAction;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import io.qail.schema.UniqueConstraint;
import io.qail.test.MigrationTransaction;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@PostgresTest
class ImpactAnalysisTests {

    private static final ObjectName USERS = ObjectName.of("public", "users");
    private static final SourcePosition HERE = new SourcePosition("V2__x.qail", 1, 1);

    private final MigrationTransaction transaction;

    ImpactAnalysisTests(TestDatabase database) throws SQLException {
        this.transaction = new MigrationTransaction(database);
    }

    @BeforeEach
    void createUsers() throws SQLException {
        transaction.execute("CREATE TABLE users (id bigint PRIMARY KEY, email text, name varchar(10), age integer)");
    }

    @AfterEach
    void rollback() throws SQLException {
        transaction.close();
    }

    @Test
    void theDocumentedExampleIsCountedAndPrintedDigitForDigit() throws SQLException {
        transaction.execute(
                "INSERT INTO users (id, email) SELECT n, CASE WHEN n <= 1234 THEN 'e' || n END"
                        + " FROM generate_series(1, 2000) n",
                "CREATE TABLE sessions (id int)",
                "INSERT INTO sessions SELECT generate_series(1, 5678)");
        ImpactReport report = count(target -> {
            target.tables.computeIfPresent(USERS, (name, table) -> table.withoutColumn("email"));
            target.tables.remove(ObjectName.of("public", "sessions"));
        });
        assertThat(ImpactReportText.render(report)).isEqualTo("""
                🚨 Migration Impact Analysis
                ━━━━━━━━━━━━━━━━━━━━━━━━━━━━
                  DROP COLUMN users.email → 1,234 values at risk
                  DROP TABLE  sessions    → 5,678 rows affected
                ━━━━━━━━━━━━━━━━━━━━━━━━━━━━
                  Total: 6,912 records at risk""");
    }

    @Test
    void valuesTooLongForAVarcharAreRejectedAndLostBlanksAreCounted() throws SQLException {
        insert("name", "abc", "abcdef", "abcde", "abc       ", null, "ab   ", "äöüßé", "äöüßéx");
        Impact impact = retype("name", type("character varying", "(5)"));
        assertThat(impact.records()).isEqualTo(1);
        assertThat(impact.rejected()).isEqualTo(2);
        assertThat(impact.reason()).contains("PostgreSQL rejects 2 values as character varying(5)");
    }

    @Test
    void lengthsOfCharArraysAndBitsAreKnownToo() throws SQLException {
        transaction.execute("ALTER TABLE users ADD a text[], ADD b varbit");
        insert("a", "{abc,abcdef}", "{abc}", "{NULL}", "{}");
        insert("b", "101", "10", "1011");
        assertThat(retype("a", new DataType(null, "character varying", "(5)", 1))
                        .rejected())
                .isEqualTo(1);
        assertThat(retype("b", type("bit", "(3)")).rejected()).isEqualTo(2);
        assertThat(retype("name", type("character", "(3)")).rejected()).isZero();
    }

    @Test
    void digitsThatANarrowerNumericDropsAreCounted() throws SQLException {
        transaction.execute("ALTER TABLE users ADD n numeric(10,4)");
        insert("n", "1.5", "1.25", "1.256", "1.2599", null, "NaN");
        assertThat(retype("n", type("numeric", "(10,2)")))
                .extracting(Impact::records, Impact::rejected)
                .containsExactly(2L, 0L);
        // NaN is no integer: the cast raises, and the values are looked at one by one.
        assertThat(retype("n", DataType.builtIn("integer")))
                .extracting(Impact::records, Impact::rejected)
                .containsExactly(4L, 1L);
    }

    @Test
    void theTimeOfDayIsLostInADate() throws SQLException {
        transaction.execute("ALTER TABLE users ADD t timestamptz");
        insert("t", "2024-01-01 00:00:00+00", "2024-01-01 00:00:01+00", "infinity");
        assertThat(retype("t", DataType.builtIn("date")).records()).isEqualTo(1);
    }

    @Test
    void jsonThatJsonbWritesDifferentlyIsCounted() throws SQLException {
        transaction.execute("ALTER TABLE users ADD j json");
        insert("j", "{\"a\": 1}", "{\"a\":1}", "{\"a\": 1, \"a\": 2}", "null");
        assertThat(retype("j", DataType.builtIn("jsonb")).records()).isEqualTo(2);
    }

    @Test
    void rejectedTextsAreCountedWhereTheCastRaises() throws SQLException {
        insert("email", "1", "007", "x", "", "99999999999", null, " 5");
        Impact impact = retype("email", DataType.builtIn("integer"));
        assertThat(impact.rejected()).isEqualTo(3);
        assertThat(impact.records()).isEqualTo(2);
        assertThat(impact.reason()).contains("the migration will fail");
        assertThat(transaction.query("SELECT count(*) FROM pg_class WHERE relname LIKE '_qail%'"))
                .isEqualTo("0");
    }

    @Test
    void otherCountsOfATableSurviveACastThatRaises() throws SQLException {
        insert("email", "1", "x", null);
        insert("name", "a");
        ImpactReport report = count(users(
                table -> table.changingColumn("email", column -> column.withType(DataType.builtIn("integer")))
                        .withoutColumn("name")));
        assertThat(of(report, "users.name").records()).isEqualTo(1);
        assertThat(of(report, "users.email").rejected()).isEqualTo(1);
    }

    @Test
    void aDomainRejectsByItsCheck() throws SQLException {
        transaction.execute("CREATE DOMAIN adult AS integer CHECK (value >= 18)");
        insert("age", "17", "18", null);
        Impact impact = retype("age", DataType.of(ObjectName.of("public", "adult")));
        assertThat(impact).extracting(Impact::records, Impact::rejected).containsExactly(0L, 1L);
    }

    @Test
    void aTransformOfATypeChangeIsAppliedUnderTheNewNames() throws SQLException {
        insert("email", "A", "b", "10");
        Plan plan = transaction.plan(
                List.of(
                        new Statement.RenameTable(HERE, USERS, ObjectName.of("public", "accounts")),
                        new Statement.RenameColumn(HERE, ObjectName.of("public", "accounts"), "email", "mail")),
                List.of(new Statement.Transform(
                        HERE, new Expression("ascii(accounts.mail)"), ObjectName.of("public", "accounts"), "mail")),
                target -> {
                    Table users = Objects.requireNonNull(target.tables.remove(USERS));
                    target.tables.put(
                            ObjectName.of("public", "accounts"),
                            users.withName(ObjectName.of("public", "accounts"))
                                    .changingColumn(
                                            "email",
                                            column -> column.withName("mail").withType(DataType.builtIn("integer"))));
                });
        Impact impact = of(ImpactAnalysis.count(transaction.connection(), plan, "public"), "users.email");
        assertThat(impact.records()).isEqualTo(3);
        assertThat(impact.reason()).contains("a cast back to text");
    }

    @Test
    void s13ATransformOntoAnExistingColumnCountsTheRowsThatItChanges() throws SQLException {
        insert("email", "A@x", "b@x", null, "C@x");
        Impact impact = of(
                ImpactAnalysis.count(
                        transaction.connection(), transform("lower(email)", "email", target -> {}), "public"),
                "users.email");
        assertThat(impact.records()).isEqualTo(2);
        assertThat(impact.unit()).isEqualTo("values");
    }

    @Test
    void aTransformThatReadsANewColumnCountsEveryRow() throws SQLException {
        insert("email", "a", "b");
        Plan plan = transform(
                "coalesce(nick, email)",
                "email",
                users(table -> table.withColumn(Column.of("nick", DataType.builtIn("text")))));
        Impact impact = of(ImpactAnalysis.count(transaction.connection(), plan, "public"), "users.email");
        assertThat(impact.records()).isEqualTo(2);
        assertThat(impact.reason()).contains("reads nick");
    }

    @Test
    void aTransformThatCannotBeComputedBeforeCountsEveryRow() throws SQLException {
        insert("email", "a", "b");
        Plan plan = transform("not_yet_there(email)", "email", target -> {});
        Impact impact = of(ImpactAnalysis.count(transaction.connection(), plan, "public"), "users.email");
        assertThat(impact.records()).isEqualTo(2);
        assertThat(impact.reason()).contains("cannot be computed before the migration", "not_yet_there");
    }

    @Test
    void aTypeThatTheSamePlanCreatesIsKnown() throws SQLException {
        insert("email", "sad", "ok", "angry", null);
        ObjectName mood = ObjectName.of("public", "mood");
        ImpactReport report = count(target -> {
            target.enums.put(mood, new EnumType(mood, List.of("sad", "ok")));
            users(table -> table.changingColumn("email", column -> column.withType(DataType.of(mood))))
                    .accept(target);
        });
        assertThat(of(report, "users.email"))
                .extracting(Impact::records, Impact::rejected)
                .containsExactly(0L, 1L);
        assertThat(transaction.query("SELECT to_regtype('mood') IS NULL")).isEqualTo("t");
    }

    @Test
    void rowsThatUseARemovedLabelAreRejected() throws SQLException {
        ObjectName mood = ObjectName.of("public", "mood");
        transaction.execute("CREATE TYPE mood AS ENUM ('sad', 'ok', 'angry')", "ALTER TABLE users ADD m mood");
        insert("m", "sad", "angry", "angry", null);
        ImpactReport report = count(target -> target.enums.put(mood, new EnumType(mood, List.of("ok", "sad"))));
        assertThat(of(report, "users.m"))
                .extracting(Impact::records, Impact::rejected)
                .containsExactly(0L, 2L);
    }

    @Test
    void aRowOfNullsIsAValue() throws SQLException {
        transaction.execute("CREATE TYPE pair AS (a int, b int)", "ALTER TABLE users ADD p pair");
        insert("p", "(,)", "(1,)", null);
        assertThat(of(count(users(table -> table.withoutColumn("p"))), "users.p")
                        .records())
                .isEqualTo(2);
    }

    @Test
    void manyColumnsAreCountedOneByOneAsSoonAsAnyRowHasANull() throws SQLException {
        transaction.execute(
                "CREATE TYPE pair AS (a int, b int)",
                "ALTER TABLE users ADD p pair, ADD n int NOT NULL DEFAULT 1",
                "INSERT INTO users SELECT n, 'e', 'n', n, '(,)' FROM generate_series(1, 300) n");
        Consumer<SchemaBuilder> fiveGone = users(table -> table.withoutColumn("email")
                .withoutColumn("name")
                .withoutColumn("age")
                .withoutColumn("p")
                .withoutColumn("n"));
        assertThat(count(fiveGone).impacts()).extracting(Impact::records).containsExactly(300L, 300L, 300L, 300L, 300L);
        for (String row : List.of("299", "1")) {
            transaction.execute("UPDATE users SET name = NULL, p = NULL WHERE id = " + row);
        }
        transaction.execute("UPDATE users SET email = NULL WHERE id = 7");
        ImpactReport report = count(fiveGone);
        assertThat(List.of("users.email", "users.name", "users.age", "users.p", "users.n"))
                .extracting(column -> of(report, column).records())
                .containsExactly(299L, 298L, 300L, 298L, 300L);
    }

    @Test
    void aColumnThatBecomesGeneratedLosesItsValues() throws SQLException {
        insert("email", "a");
        ImpactReport report = count(users(table -> table.changingColumn(
                "email", column -> column.withGenerated(new Generated(new Expression("'x'"), true)))));
        assertThat(of(report, "users.email").records()).isEqualTo(1);
    }

    @Test
    void s5RowLevelSecurityIsAnErrorAndNotAPartialCount() throws SQLException {
        insert("email", "a", "b");
        transaction.execute(
                "ALTER TABLE users ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE users FORCE ROW LEVEL SECURITY",
                "CREATE POLICY one ON users USING (id = 1)");
        assertThatThrownBy(() -> count(users(table -> table.withoutColumn("email"))))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("cannot read every row of users")
                .hasMessageContaining("row-level security");
    }

    @Test
    void s5TheOwnerWithoutForceSeesEveryRow() throws SQLException {
        insert("email", "a", "b");
        transaction.execute("ALTER TABLE users ENABLE ROW LEVEL SECURITY", "CREATE POLICY one ON users USING (id = 1)");
        assertThat(of(count(users(table -> table.withoutColumn("email"))), "users.email")
                        .records())
                .isEqualTo(2);
    }

    @Test
    void s14WhatGoesAlongOrStandsInTheWayIsNamed() throws SQLException {
        transaction.execute(
                "CREATE INDEX both_idx ON users (email, name)",
                "ALTER TABLE users ADD CONSTRAINT ck CHECK (email <> name)",
                "CREATE VIEW mails AS SELECT email FROM users");
        Impact impact = of(count(users(table -> table.withoutColumn("email"))), "users.email");
        assertThat(impact.reason()).contains("index public.both_idx", "ck on public.users", "view public.mails");
        assertThat(impact.reason()).contains("in the way: view public.mails");
    }

    @Test
    void s15S17MixedCaseNamesInOtherSchemasAreCounted() throws SQLException {
        ObjectName name = ObjectName.of("Other Schema", "My \"Table\"");
        transaction.execute(
                "CREATE SCHEMA \"Other Schema\"",
                "CREATE TABLE \"Other Schema\".\"My \"\"Table\"\"\" (\"Select\" text, \"a.b\" text)",
                "INSERT INTO \"Other Schema\".\"My \"\"Table\"\"\" VALUES ('x', '12'), ('y', NULL)");
        ImpactReport report = count(target -> target.tables.computeIfPresent(
                name,
                (n, table) -> table.withoutColumn("Select")
                        .changingColumn("a.b", column -> column.withType(DataType.builtIn("integer")))));
        assertThat(of(report, "\"Other Schema\".\"My \"\"Table\"\"\".\"Select\"")
                        .records())
                .isEqualTo(2);
        assertThat(of(report, "\"Other Schema\".\"My \"\"Table\"\"\".\"a.b\"").records())
                .isZero();
    }

    @Test
    void largeTablesAreEstimatedForDisplayOnly() throws SQLException {
        transaction.execute("INSERT INTO users (id, email) SELECT n, 'e' FROM generate_series(1, 1000) n");
        Plan plan = transaction.plan(users(table -> table.withoutColumn("email")));
        Impact shown = of(
                ImpactAnalysis.analyse(
                        transaction.connection(), plan, new ImpactOptions(10, ImpactOptions.DEFAULT_TIMEOUT), "public"),
                "users.email");
        assertThat(shown.estimated()).isTrue();
        assertThat(shown.records()).isEqualTo(1000);
        Impact counted = of(ImpactAnalysis.count(transaction.connection(), plan, "public"), "users.email");
        assertThat(counted.estimated()).isFalse();
    }

    @Test
    void theSizeOfTheTableIsKnownOfEverythingAtRiskAlsoAboveTheLimit() throws SQLException {
        transaction.execute(
                "INSERT INTO users (id, email) SELECT n, 'e' FROM generate_series(1, 1000) n",
                "CREATE TABLE sessions (id int)",
                "INSERT INTO sessions SELECT generate_series(1, 1000)");
        Plan plan = transaction.plan(target -> {
            target.tables.computeIfPresent(
                    USERS,
                    (name, table) -> table.withoutColumn("email")
                            .changingColumn("age", column -> column.withType(DataType.builtIn("smallint"))));
            target.tables.remove(ObjectName.of("public", "sessions"));
        });
        assertThat(ImpactAnalysis.analyse(
                                transaction.connection(),
                                plan,
                                new ImpactOptions(10, ImpactOptions.DEFAULT_TIMEOUT),
                                "public")
                        .impacts())
                .hasSize(3)
                .allSatisfy(impact -> assertThat(impact.tableBytes()).isGreaterThan(8000));
    }

    @Test
    void operationsThatOnlyLockAreListedWithTheirLock() throws SQLException {
        transaction.execute("INSERT INTO users (id) SELECT generate_series(1, 1000)");
        ImpactReport report = count(users(table ->
                table.changingColumn("age", column -> column.withNotNull(false).withType(DataType.builtIn("bigint")))));
        Impact impact = of(report, "users.age");
        assertThat(impact.records()).isZero();
        assertThat(impact.lock()).isEqualTo("ACCESS EXCLUSIVE");
        assertThat(impact.rewrites()).isTrue();
        assertThat(impact.tableBytes()).isPositive();
        assertThat(ImpactReportText.render(report)).doesNotContain("users.age");
    }

    @Test
    void rowsThatViolateANewConstraintAreForeseen() throws SQLException {
        transaction.execute(
                "CREATE TABLE parents (id bigint PRIMARY KEY)",
                "INSERT INTO parents VALUES (1)",
                "INSERT INTO users (id, email, age) VALUES (1, 'a', 5), (2, 'a', NULL), (3, 'b', -1), (4, NULL, 1)");
        ObjectName parents = ObjectName.of("public", "parents");
        Plan plan = transaction.plan(users(table -> table.changingColumn("age", column -> column.withNotNull(true))
                .withColumn(Column.of("added", DataType.builtIn("text")).withNotNull(true))
                .withConstraint(new CheckConstraint("ck", new Expression("age > 0"), false))
                .withConstraint(
                        new UniqueConstraint("uq", List.of("email"), List.of(), false, Deferrability.NOT_DEFERRABLE))
                .withConstraint(new ForeignKey(
                        "fk",
                        List.of("id"),
                        parents,
                        List.of("id"),
                        ReferentialAction.NO_ACTION,
                        ReferentialAction.NO_ACTION,
                        false,
                        Deferrability.NOT_DEFERRABLE))));
        ImpactReport report =
                ImpactAnalysis.analyse(transaction.connection(), plan, ImpactOptions.defaults(), "public");
        assertThat(of(report, "users.age").rejected()).isEqualTo(1);
        assertThat(of(report, "users.added").rejected()).isEqualTo(4);
        assertThat(of(report, "users.ck").rejected()).isEqualTo(1);
        assertThat(of(report, "users.uq").rejected()).isEqualTo(1);
        assertThat(of(report, "users.fk").rejected()).isEqualTo(3);
        assertThat(report.recordsAtRisk()).isZero();
        assertThat(ImpactReportText.render(report)).contains("users.fk    → 3 rejected: the migration will fail");
        assertThat(ImpactAnalysis.count(transaction.connection(), plan, "public")
                        .impacts())
                .allMatch(impact -> impact.rejected() == 0);
    }

    @Test
    void nothingIsForeseenAboutAColumnThatTheSamePlanFills() throws SQLException {
        insert("email", "a", null);
        Plan plan = transform(
                "coalesce(email, '')",
                "email",
                users(table -> table.changingColumn("email", column -> column.withNotNull(true))));
        assertThat(ImpactAnalysis.analyse(transaction.connection(), plan, ImpactOptions.defaults(), "public")
                        .impacts())
                .allMatch(impact -> impact.rejected() == 0);
    }

    @Test
    void operationsOnTablesThatThePlanMakesAreNotListed() throws SQLException {
        ObjectName made = ObjectName.of("public", "made");
        ImpactReport report = count(target -> {
            target.tables.put(made, new Table(made, List.of(Column.of("id", DataType.builtIn("integer"))), List.of()));
            ObjectName index = ObjectName.of("public", "made_id_idx");
            target.indexes.put(
                    index,
                    new Index(
                            index,
                            made,
                            false,
                            false,
                            "btree",
                            List.of(IndexKey.column("id")),
                            List.of(),
                            false,
                            null));
        });
        assertThat(report.impacts()).isEmpty();
    }

    @Test
    void aNotNullThatOldRowsMayViolateDoesNotCountThem() throws SQLException {
        insert("email", "a", null);
        assumeTrue(transaction.connection().getMetaData().getDatabaseMajorVersion() >= 18);
        transaction.execute(
                "UPDATE users SET age = id",
                "ALTER TABLE users ADD CONSTRAINT later NOT NULL email NOT VALID",
                "ALTER TABLE users ALTER age SET NOT NULL");
        ImpactReport report = count(
                users(table -> table.withoutColumn("email").withoutColumn("age").withoutColumn("name")));
        assertThat(of(report, "users.email").records()).isEqualTo(1);
        assertThat(of(report, "users.age").records()).isEqualTo(2);
    }

    @Test
    void rowsThatWillBeRefusedAreShownByTheirKeysAndNowhereElse() throws SQLException {
        transaction.execute(
                "INSERT INTO users (id, email, age) SELECT n, 'e' || n % 7, nullif(n, 8) FROM generate_series(1, 14) n");
        Plan plan = transaction.plan(users(table -> table.changingColumn("age", column -> column.withNotNull(true))
                .withConstraint(new CheckConstraint("ck", new Expression("id < 9"), false))
                .withConstraint(
                        new UniqueConstraint("uq", List.of("email"), List.of(), false, Deferrability.NOT_DEFERRABLE))));
        ImpactReport report =
                ImpactAnalysis.analyse(transaction.connection(), plan, ImpactOptions.defaults(), "public");
        assertThat(ImpactAnalysis.examples(transaction.connection(), plan, report, ImpactOptions.defaults(), "public"))
                .containsExactlyInAnyOrder(
                        new ExampleKeys("SET NOT NULL", "users.age", List.of("id = 8")),
                        new ExampleKeys(
                                "ADD CONSTRAINT",
                                "users.ck",
                                List.of("id = 10", "id = 11", "id = 12", "id = 13", "id = 14")),
                        new ExampleKeys(
                                "ADD CONSTRAINT",
                                "users.uq",
                                List.of("email = e0", "email = e1", "email = e2", "email = e3", "email = e4")));
        assertThat(report.toString() + ImpactReportText.render(report) + ImpactReportText.renderReasons(report))
                .doesNotContain("e0", "id =");
    }

    @Test
    void aReportThatTakesTooLongIsAnEstimateOrSaysSoAndADecisionWaits() throws SQLException {
        transaction.execute(
                "CREATE FUNCTION slow(int) RETURNS text LANGUAGE sql IMMUTABLE"
                        + " AS 'SELECT pg_sleep(0.01)::text || $1 || $1'",
                "INSERT INTO users (id, email, age) SELECT n, n, n FROM generate_series(1, 60) n",
                "ANALYZE users");
        Plan plan = transaction.plan(users(table ->
                table.withConstraint(new CheckConstraint("ck", new Expression("slow(age) IS NOT NULL"), false))));
        ImpactOptions brief = new ImpactOptions(1000, Duration.ofMillis(200));
        assertThat(of(ImpactAnalysis.analyse(transaction.connection(), plan, brief, "public"), "users.ck")
                        .reason())
                .contains("not found out in time");
        assertThat(transaction.query("SHOW statement_timeout")).isEqualTo("0");
        Plan slow = transform("md5(repeat(age::text, 3000000))", "email", target -> {});
        Impact shown = of(ImpactAnalysis.analyse(transaction.connection(), slow, brief, "public"), "users.email");
        assertThat(shown.estimated()).isTrue();
        assertThat(shown.records()).isEqualTo(60);
        assertThat(shown.reason()).contains("takes longer than qail.impact.timeout");
        Impact decided = of(ImpactAnalysis.count(transaction.connection(), slow, "public"), "users.email");
        assertThat(decided.estimated()).isFalse();
        assertThat(decided.records()).isEqualTo(60);
    }

    @Test
    void whatKeepsWritersWaitingIsExpectedToTakeTimeByTheSizeOfTheTable() throws SQLException {
        transaction.execute(
                "INSERT INTO users (id, email) SELECT n, repeat('e', 100) FROM generate_series(1, 20000) n",
                "ANALYZE users");
        ImpactReport report = count(users(table -> table.withoutColumn("email")
                .changingColumn("age", column -> column.withType(DataType.builtIn("bigint")))));
        long bytes = of(report, "users.age").tableBytes();
        assertThat(of(report, "users.age").expectedPause()).isEqualTo(Math.round(bytes / 60e3));
        assertThat(of(report, "users.email").expectedPause()).isEqualTo(133);
        assertThat(report.expectedPause()).isEqualTo(133 + Math.round(bytes / 60e3));
    }

    @Test
    void sqlIsListedAsUnanalysed() throws SQLException {
        Plan plan = transaction.plan(
                List.of(), List.of(new Statement.RawSql(HERE, "DELETE FROM users", null, true)), target -> {});
        ImpactReport report = ImpactAnalysis.count(transaction.connection(), plan, "public");
        assertThat(report.unanalysed()).isTrue();
        assertThat(ImpactReportText.render(report)).contains("SQL DELETE FROM users → not analysed");
    }

    private void insert(String column, @Nullable String... values) throws SQLException {
        String type = transaction.query("SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                + " WHERE attrelid = 'users'::regclass AND attname = '" + column + "'");
        try (var statement = transaction
                .connection()
                .prepareStatement("INSERT INTO users (id, " + column
                        + ") SELECT coalesce(max(id), 0) + 1, CAST(? AS text)::" + type + " FROM users")) {
            for (@Nullable String value : values) {
                statement.setString(1, value);
                statement.executeUpdate();
            }
        }
    }

    private Impact retype(String column, DataType type) throws SQLException {
        return of(count(users(table -> table.changingColumn(column, old -> old.withType(type)))), "users." + column);
    }

    private Plan transform(String expression, String column, Consumer<SchemaBuilder> change) {
        return transaction.plan(
                List.of(), List.of(new Statement.Transform(HERE, new Expression(expression), USERS, column)), change);
    }

    private ImpactReport count(Consumer<SchemaBuilder> change) throws SQLException {
        return ImpactAnalysis.count(transaction.connection(), transaction.plan(change), "public");
    }

    private static Consumer<SchemaBuilder> users(UnaryOperator<Table> change) {
        return target -> target.tables.computeIfPresent(USERS, (name, table) -> change.apply(table));
    }

    private static DataType type(String name, String modifier) {
        return new DataType(null, name, modifier, 0);
    }

    private static Impact of(ImpactReport report, String object) {
        return report.impacts().stream()
                .filter(impact -> impact.object().equals(object))
                .max(Comparator.comparingLong(impact -> impact.records() + impact.rejected()))
                .orElseThrow(() -> new AssertionError(object + " in " + report));
    }
}
