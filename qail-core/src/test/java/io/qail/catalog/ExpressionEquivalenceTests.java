package io.qail.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.EnvironmentException;
import io.qail.schema.CheckConstraint;
import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.ExclusionConstraint;
import io.qail.schema.Expression;
import io.qail.schema.Extension;
import io.qail.schema.Generated;
import io.qail.schema.Index;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Table;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked // a missing object fails the test either way
@PostgresTest
class ExpressionEquivalenceTests {

    private static final ObjectName T = ObjectName.of("public", "t");

    private final TestDatabase template;

    ExpressionEquivalenceTests(TestDatabase template) {
        this.template = template;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "total >= 0                                 | total numeric",
                "t.total>=0 and t.total is not null         | total numeric",
                "mail ~~ '%@%'                              | mail text",
                "mail like '%@%'                            | mail varchar(20)",
                "state in ('a', 'b')                        | state text",
                "'a' = any (state)                           | state text[]",
                "at > '2020-01-01 00:00+00'                 | at timestamptz",
                "doc ? 'key'                                | doc jsonb",
                "length(trim(both from mail)) > 1           | mail text",
                "t is not null and t.* is distinct from null | a int, b text",
                "TOTAL > 1 and U&\"b\\0061\" > 1              | total int, ba int, c int",
                "a>1                                        | a int, \"b\"\"c\" int",
                "total between 1 and 2 or not total = 5     | total int",
                "\"A b\" <> '{d}' and \"A b\" <> E'\\\\x'   | \"A b\" text"
            })
    void aCheckInOtherWordsIsTheLiveOne(String check, String column) throws SQLException {
        Schema live = live("CREATE TABLE t (" + column + ", CONSTRAINT ck CHECK (" + check + "\n))");
        assertThat(live.tables().get(T).constraints()).noneMatch(ck -> ck.equals(check("ck", check)));
        Schema declared = change(live, table -> table.withConstraints(List.of(check("ck", check))));
        assertThat(inLiveWords(declared, live)).isEqualTo(live);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "varchar(9)   | 'x'",
                "text         | lower('X')",
                "numeric(9,2) | '0'",
                "bigint       | 1 + 2",
                "timestamptz  | current_timestamp",
                "timestamptz  | '2020-01-01 12:00+00'",
                "date         | 'today'::text::date",
                "boolean      | 1 is not null and 2 > 1",
                "jsonb        | '{}'",
                "text[]       | array['a', 'b']",
                "uuid         | gen_random_uuid ( )",
                "bigint       | nextval('numbers')",
                "mood         | 'ok'",
                "interval     | interval '1 day'",
                "bytea        | '\\x00'"
            })
    void aDefaultInOtherWordsIsTheLiveOne(String type, String expression) throws SQLException {
        Schema live = live(
                "CREATE TYPE mood AS ENUM ('ok')",
                "CREATE SEQUENCE numbers",
                "CREATE TABLE t (a " + type + " DEFAULT (" + expression + "))");
        Schema declared =
                change(live, table -> table.changingColumn("a", a -> a.withDefault(new Expression(expression))));
        assertThat(declared).isNotEqualTo(live);
        assertThat(inLiveWords(declared, live)).isEqualTo(live);
    }

    @Test
    void generatedColumnsIndexesAndExclusionsInOtherWordsAreTheLiveOnes() throws SQLException {
        Schema live = live(
                """
                CREATE TABLE t (mail text, nr int, doc text, gone timestamptz, during tstzrange,
                    search tsvector GENERATED ALWAYS AS (to_tsvector('english', doc)) STORED,
                    CONSTRAINT x EXCLUDE USING gist (tstzrange(gone, gone, '[]') WITH &&, during WITH &&)
                        WHERE (gone > '2020-01-01 00:00+00'))
                """,
                "CREATE UNIQUE INDEX i ON t (lower(mail) text_ops, nr DESC, (mail||doc) COLLATE \"C\") INCLUDE (doc) WHERE gone is null and nr>0");
        SchemaBuilder declared = change(
                live,
                table -> table.changingColumn(
                        "search",
                        column -> column.withGenerated(
                                new Generated(new Expression("to_tsvector('english', doc)"), true))))
                .toBuilder();
        declared.indexes.put(
                ObjectName.of("public", "i"),
                new Index(
                        ObjectName.of("public", "i"),
                        T,
                        true,
                        true,
                        "btree",
                        List.of(
                                new IndexKey(null, new Expression("lower( mail )"), null, "text_ops", false, false),
                                new IndexKey("nr", null, null, "int4_ops", true, true),
                                new IndexKey(
                                        null,
                                        new Expression("mail||doc"),
                                        ObjectName.of("pg_catalog", "C"),
                                        null,
                                        false,
                                        false)),
                        List.of("doc"),
                        false,
                        new Expression("gone is null and nr>0")));
        ExclusionConstraint x =
                (ExclusionConstraint) live.tables().get(T).constraint("x").orElseThrow();
        declared.tables.put(
                T,
                declared.tables
                        .get(T)
                        .withConstraints(List.of(new ExclusionConstraint(
                                "x",
                                "gist",
                                List.of(
                                        new ExclusionConstraint.Element(
                                                IndexKey.expression(new Expression("tstzrange(gone,gone,'[]')")), "&&"),
                                        x.elements().get(1)),
                                new Expression("gone > '2020-01-01 00:00+00'"),
                                x.deferrability()))));
        assertThat(inLiveWords(declared.build(), live)).isEqualTo(live);
    }

    @Test
    void onlyTheColumnsThatATextNamesAreNeeded_S15() throws SQLException {
        Schema live = live(
                "CREATE TABLE t (\"a\"\"b\" int, \"C d\" int, rest text)",
                "CREATE INDEX i ON t ((\"a\"\"b\"+1)) INCLUDE (\"a\"\"b\", \"C d\") WHERE \"C d\">0");
        SchemaBuilder declared = live.toBuilder();
        declared.indexes.replaceAll((name, index) -> index.withExpressions(
                List.of(IndexKey.expression(new Expression("\"a\"\"b\"+1"))), new Expression("\"C d\">0")));
        assertThat(declared.build()).isNotEqualTo(live);
        assertThat(inLiveWords(declared.build(), live)).isEqualTo(live);
    }

    @Test
    void whatMeansSomethingElseStaysAsDeclared() throws SQLException {
        Schema live = live(
                "CREATE TABLE t (a int DEFAULT 1, b text DEFAULT 'x', c int, d text COLLATE \"C\","
                        + " CONSTRAINT c1 CHECK (a > 0), CONSTRAINT c2 CHECK (a > b::int))",
                "CREATE INDEX i ON t (lower(b)) WHERE a > 0");
        Schema declared = change(
                live,
                table -> table.changingColumn("a", a -> a.withDefault(new Expression("1 + 0")))
                        .changingColumn("b", b -> b.withDefault(new Expression("'y'")))
                        .changingColumn("c", c -> c.withDefault(new Expression("7")))
                        .changingColumn("d", d -> d.withCollation(ObjectName.of("pg_catalog", "POSIX")))
                        .withConstraints(List.of(check("c1", "a > 1"), check("c2", "a>b::int"))));
        Table result = inLiveWords(declared, live).tables().get(T);
        assertThat(result.columns()).isEqualTo(declared.tables().get(T).columns());
        assertThat(result.constraint("c1")).hasValue(check("c1", "a > 1"));
        assertThat(result.constraint("c2")).isEqualTo(live.tables().get(T).constraint("c2"));
    }

    @Test
    void oneTextThatPostgresRefusesDoesNotHideTheOthers() throws SQLException {
        Schema live = live(
                "CREATE TABLE t (a varchar(3) DEFAULT 'x', b int, CONSTRAINT c1 CHECK (b > 0), CONSTRAINT c2 CHECK (b < 9))");
        Schema declared = change(
                live,
                table -> table.changingColumn("a", a -> a.withDefault(new Expression("'x'")))
                        .withConstraints(List.of(check("c1", "b>0"), check("c2", "absent < 9"))));
        Table result = inLiveWords(declared, live).tables().get(T);
        assertThat(result.columns()).isEqualTo(live.tables().get(T).columns());
        assertThat(result.constraint("c1")).isEqualTo(live.tables().get(T).constraint("c1"));
        assertThat(result.constraint("c2")).hasValue(check("c2", "absent < 9"));
    }

    @Test
    void tablesOfOneNameInTwoSchemasAndMixedCaseAreKeptApart_S15_S17() throws SQLException {
        TestDatabase database = template.fresh();
        database.execute(
                "CREATE SCHEMA \"Other\"",
                "CREATE TABLE \"Other\".\"T\" (\"A\" varchar(5) DEFAULT 'x', CONSTRAINT c CHECK (\"A\" <> ''))",
                "CREATE TABLE public.\"T\" (\"A\" varchar(5) DEFAULT 'y', CONSTRAINT c CHECK (\"A\" <> 'n'))",
                "CREATE INDEX i ON \"Other\".\"T\" ((\"A\" || 'x'))",
                "CREATE INDEX i ON public.\"T\" ((\"A\" || 'y'))");
        Schema live = read(database, "Other");
        SchemaBuilder declared = live.toBuilder();
        declared.tables.replaceAll((name, table) -> {
            boolean other = name.schema().equals("Other");
            return table.changingColumn("A", a -> a.withDefault(new Expression(other ? "'x'" : "'y'")))
                    .withConstraints(List.of(check("c", other ? "\"A\" <> ''" : "\"A\" <> 'n'")));
        });
        declared.indexes.replaceAll((name, index) -> index.withExpressions(
                List.of(IndexKey.expression(
                        new Expression(name.schema().equals("Other") ? "\"A\"||'x'" : "\"A\"||'y'"))),
                null));
        try (Connection connection = database.connection()) {
            assertThat(ExpressionEquivalence.inLiveWords(connection, declared.build(), live, "Other"))
                    .isEqualTo(live);
        }
    }

    @Test
    void userTextIsReadUnderTheDefaultSchemaAndPublic_S17() throws SQLException {
        TestDatabase database = template.fresh();
        database.execute(
                "CREATE SCHEMA app",
                "CREATE FUNCTION app.twice(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1 * 2'",
                "CREATE FUNCTION public.thrice(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1 * 3'",
                "CREATE TABLE app.t (a int, CONSTRAINT c CHECK (app.twice(a) < public.thrice(a)))");
        Schema live = read(database, "app");
        SchemaBuilder declared = live.toBuilder();
        declared.tables.replaceAll((name, table) -> table.withConstraints(List.of(check("c", "twice(a) < thrice(a)"))));
        try (Connection connection = database.connection()) {
            assertThat(ExpressionEquivalence.inLiveWords(connection, declared.build(), live, "app"))
                    .isEqualTo(live);
        }
    }

    @Test
    void whatTheDeclarationLeavesOpenIsAsItIsThere() throws SQLException {
        Schema live = live("CREATE TABLE t (a text COMPRESSION pglz, b text)", "CREATE INDEX i ON t (a)").toBuilder()
                .build();
        SchemaBuilder withExtension = live.toBuilder();
        withExtension.extensions.put("hstore", new Extension("hstore", "public", "1.8"));
        SchemaBuilder declared = withExtension.build().toBuilder();
        declared.extensions.put("hstore", new Extension("hstore", null, null));
        declared.indexes.replaceAll((name, index) -> index.withConcurrently(true));
        declared.tables.replaceAll((name, table) -> table.changingColumn("a", a -> a.withCompression(null))
                .changingColumn(
                        "b", b -> b.withStorage("extended").withCollation(ObjectName.of("pg_catalog", "default"))));
        assertThat(inLiveWords(declared.build(), withExtension.build())).isEqualTo(withExtension.build());
    }

    @Test
    void aTypeInOtherWordsIsTheLiveOne() throws SQLException {
        Schema live = live("CREATE TABLE t (a numeric(12), b timestamp(3), c int)");
        Schema declared = change(
                live,
                table -> table.changingColumn("a", a -> a.withType(new DataType(null, "numeric", "(12)", 0)))
                        .changingColumn("b", b -> b.withType(new DataType(null, "timestamp", "(3)", 0)))
                        .changingColumn("c", c -> c.withType(new DataType("public", "absent", "", 0))));
        Table result = inLiveWords(declared, live).tables().get(T);
        assertThat(result.column("a")).isEqualTo(live.tables().get(T).column("a"));
        assertThat(result.column("b")).isEqualTo(live.tables().get(T).column("b"));
        assertThat(result.column("c")).hasValue(Column.of("c", new DataType("public", "absent", "", 0)));
    }

    @Test
    void aRunningTransactionGoesOnAsItWas() throws SQLException {
        try (Connection connection = template.fresh().connection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("CREATE TABLE t (a varchar(3) DEFAULT 'x', CONSTRAINT c CHECK (a <> ''))");
            Schema live = Catalog.read(connection, "public").schema();
            Schema declared = change(
                    live,
                    table -> table.changingColumn("a", a -> a.withDefault(new Expression("'x'")))
                            .withConstraints(List.of(check("c", "absent(a)"))));
            Schema result = ExpressionEquivalence.inLiveWords(connection, declared, live, "public");
            assertThat(result.tables().get(T).columns())
                    .isEqualTo(live.tables().get(T).columns());
            try (var rows = statement.executeQuery("SELECT current_setting('search_path'), count(*) FROM t")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("\"$user\", public");
            }
            assertThat(Catalog.read(connection, "public").schema()).isEqualTo(live);
            connection.rollback();
        }
    }

    @Test
    void aMissingPrivilegeIsNamedWithItsGrant_S35() throws SQLException {
        TestDatabase database = template.fresh();
        database.execute("CREATE TABLE t (a varchar(3) DEFAULT 'x')");
        Schema live = read(database, "public");
        Schema declared = change(live, table -> table.changingColumn("a", a -> a.withDefault(new Expression("'x'"))));
        database.execute("REVOKE TEMPORARY ON DATABASE " + database.name() + " FROM PUBLIC, " + database.user());
        try (Connection connection = database.connection()) {
            assertThatThrownBy(() -> ExpressionEquivalence.inLiveWords(connection, declared, live, "public"))
                    .isInstanceOfSatisfying(
                            EnvironmentException.class,
                            e -> assertThat(e.action())
                                    .isEqualTo("Grant it: GRANT TEMPORARY ON DATABASE " + database.name() + " TO "
                                            + database.user()));
            assertThat(ExpressionEquivalence.inLiveWords(connection, live, live, "public"))
                    .isEqualTo(live);
        }
    }

    private TestDatabase current;

    private Schema live(String... statements) throws SQLException {
        current = template.fresh();
        current.execute(statements);
        return read(current, "public");
    }

    private Schema inLiveWords(Schema declared, Schema live) throws SQLException {
        try (Connection connection = current.connection()) {
            return ExpressionEquivalence.inLiveWords(connection, declared, live, "public");
        }
    }

    private static Schema read(TestDatabase database, String defaultSchema) throws SQLException {
        try (Connection connection = database.connection()) {
            return Catalog.read(connection, defaultSchema).schema();
        }
    }

    private static Schema change(Schema schema, UnaryOperator<Table> change) {
        SchemaBuilder builder = schema.toBuilder();
        builder.tables.computeIfPresent(T, (name, table) -> change.apply(table));
        return builder.build();
    }

    private static CheckConstraint check(String name, String expression) {
        return new CheckConstraint(name, new Expression(expression), false);
    }
}
