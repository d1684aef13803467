package io.qail.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qail.error.ScriptException;
import io.qail.schema.DataType;
import io.qail.schema.ForeignKey;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaReaderTests {

    private static List<ParsedFile> parse(String... modules) {
        return IntStream.range(0, modules.length)
                .mapToObj(i -> QailParser.parse(new SourceFile("m" + (i + 1) + ".qail", modules[i]), "public"))
                .toList();
    }

    private static Schema read(String... modules) {
        return SchemaReader.toSchema(parse(modules), "public");
    }

    private static List<String> errors(String... modules) {
        List<ParsedFile> files = parse(modules);
        ScriptException thrown =
                catchThrowableOfType(ScriptException.class, () -> SchemaReader.toSchema(files, "public"));
        assertThat(thrown).as("an error in: %s", Arrays.toString(modules)).isNotNull();
        return thrown.diagnostics().stream()
                .map(error -> error.position() + " " + error.message()
                        + (error.suggestion() == null ? "" : " (" + error.suggestion() + ")"))
                .toList();
    }

    private static Table table(Schema schema, String name) {
        return Objects.requireNonNull(schema.tables().get(ObjectName.of("public", name)));
    }

    @Test
    void theOrderOfModulesHasNoMeaning() {
        String users = "table users { id int primary_key, mood mood }";
        String orders =
                "table orders { id int primary_key, user_id int references users }\nindex i on orders (user_id)";
        String types = "enum mood { sad, ok }\ncomment on users.mood 'x'";
        assertThat(read(users, orders, types)).isEqualTo(read(types, orders, users));
    }

    @Test
    void indexesStandOnInheritedColumnsAndOnMaterializedViews() {
        Schema schema = read(
                "table days partition_by range (day) { day date }",
                "table days_old partition_of days default\nindex i on days_old (day)",
                "materialized view totals $$ select count(*) as n from days $$\nindex j on totals (n)");
        assertThat(schema.indexes()).hasSize(2);
    }

    /** S34: what no database could have ends in an answer all the same. */
    @Test
    void tablesThatInheritFromEachOtherAreRead() {
        Schema schema = SchemaReader.read("table a inherits (b) { x int }\ntable b inherits (a) { y int }", "public");
        assertThat(schema.allColumns(table(schema, "a")))
                .extracting(column -> column.name())
                .contains("x", "y");
    }

    @Test
    void aForeignKeyWithoutColumnsPointsAtThePrimaryKey() {
        Schema schema =
                read("table a { x int, y int, b int, c int, foreign_key (b, c) references a\n primary_key (y, x) }");
        assertThat(table(schema, "a")
                        .constraint("a_b_c_fkey")
                        .map(ForeignKey.class::cast)
                        .orElseThrow()
                        .targetColumns())
                .containsExactly("y", "x");
    }

    @Test
    void enumsOfTheDefaultSchemaAreFoundByTheirBareName() {
        Schema schema = read(
                "table t { a mood, b mood[], c s.mood, d citext }", "enum mood { x }\nschema s\nenum s.mood { y }");
        assertThat(table(schema, "t").columns())
                .extracting(column -> column.type())
                .containsExactly(
                        new DataType("public", "mood", "", 0),
                        new DataType("public", "mood", "", 1),
                        new DataType("s", "mood", "", 0),
                        new DataType(null, "citext", "", 0));
        assertThat(Types.unresolved(schema)).containsExactly("citext");
    }

    @Test
    void whatIsDeclaredInTwoModulesNamesBothPlaces() {
        assertThat(errors("table t { a int }\nenum e { a }", "schema x\nenum e { a }\ntable t { b int }"))
                .containsExactly(
                        "m2.qail:2:1 e is declared twice, first at m1.qail:2:1 (leave one of the two out)",
                        "m2.qail:3:1 t is declared twice, first at m1.qail:1:1 (leave one of the two out)");
    }

    @Test
    void everyModuleMaySayWhichSchemasAndExtensionsItNeeds() {
        assertThat(read("schema s\nextension hstore", "schema s\nextension hstore")
                        .schemas())
                .containsExactly("s");
        assertThat(errors("extension hstore", "extension hstore version '1'")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    table t { a int references nope(x) } | m1.qail:1:11 the referenced table nope is not declared
                    table t { a int references usres(x) }, table users { x int primary_key } | m1.qail:1:11 the referenced table usres is not declared (did you mean `users`?)
                    table t { a int references t } | m1.qail:1:11 the referenced table t has no primary key (name the referenced columns)
                    table t { a int references t(b) } | m1.qail:1:11 table t has no column b (did you mean `a`?)
                    table t { a int, b int references t(a) } | m1.qail:1:18 a foreign key must reference a primary key or unique key, and t(a) is none (add `unique (a)` to table t)
                    table t { a int unique deferrable, b int references t(a) } | m1.qail:1:36 a foreign key must reference a primary key or unique key, and t(a) is none (add `unique (a)` to table t)
                    index i on nope (x) | m1.qail:1:1 the table nope of the index is not declared
                    table t { a int }, index i on t (b) include (c) | m1.qail:2:1 table t has no column b (did you mean `a`?)
                    table s.t { a int } | m1.qail:1:1 schema s is not declared (add the line `schema s`)
                    sequence s { owned_by t.a } | m1.qail:1:1 the column that owns the sequence does not exist: public.t.a
                    table t { a int }, index t on t (a) | m1.qail:2:1 the name t is taken by a table (choose another name)
                    table t { a int }, enum t { x } | m1.qail:2:1 the name t is taken by a table (choose another name)
                    table t { a int unique }, sequence t_a_key | m1.qail:1:11 the name t_a_key is taken by a sequence (choose another name)
                    comment on t.a 'x' | m1.qail:1:1 there is no column t.a to comment on
                    add t.a int | m1.qail:1:1 this statement belongs into a versioned script, not into the schema that shall be (write the change into the table itself, or use versioned scripts V1__….qail)
                    """)
    void whatTheWholeSchemaMustKeepToIsAnErrorAtItsPlace(String text, String error) {
        assertThat(errors(text.replace("}, ", "}\n"))).first().isEqualTo(error);
    }

    @Test
    void aUniqueIndexOverPlainColumnsIsAKeyToo() {
        String table = "table t { a int, b int references t(a) }\n";
        assertThat(read(table + "unique index i on t (a desc)").indexes()).hasSize(1);
        assertThat(errors(table + "unique index i on t (a) where a > 0")).hasSize(1);
        assertThat(errors(table + "unique index i on t ((a))")).hasSize(1);
    }

    @Test
    void hintsMayStayInTheFile() {
        assertThat(read("table t { a int }\nrename t.b -> t.a\ndrop t.c confirm\ntransform b -> t.a\nqueue q"))
                .isEqualTo(read("table t { a int }"));
    }

    @Test
    void canonicalTextIsReadBackWithoutChecks() {
        assertThat(SchemaReader.read("table s.t { a int references gone(x) }", "public")
                        .tables())
                .hasSize(1);
    }

    @Test
    void whatBelongsToATableNeedsIt() {
        String text = """
                table users { id int primary_key
                  name text }
                table part partition_of nowhere default
                table piece partition_of users default
                table heir inherits (user)
                function f() returns trigger language plpgsql $$ begin return new; end $$
                trigger a on user before insert for_each_row execute f()
                trigger b on users before update of nam for_each_row execute f()
                policy p on people using (true)
                statistics st on id, nam from users
                grant select on user to public
                grant update (nam) on users to public
                grant select on users to public
                """;
        assertThat(errors(text))
                .containsExactlyInAnyOrder(
                        "m1.qail:3:1 the table nowhere that it is a partition of is not declared",
                        "m1.qail:4:1 the table users is not divided into partitions"
                                + " (write `partition_by` behind the name of users)",
                        "m1.qail:5:1 the table \"user\" that it is an heir of is not declared (did you mean `users`?)",
                        "m1.qail:7:1 the table \"user\" of the trigger is not declared (did you mean `users`?)",
                        "m1.qail:8:1 table users has no column nam (did you mean `name`?)",
                        "m1.qail:9:1 the table people of the policy is not declared",
                        "m1.qail:10:1 table users has no column nam (did you mean `name`?)",
                        "m1.qail:11:1 there is no table or view \"user\" to grant privileges on (did you mean `users`?)",
                        "m1.qail:12:1 there is no column users.nam to grant privileges on");
    }

    @Test
    void aViewMustNotStandOnItself() {
        assertThat(errors(
                        "view self $$ select 1 as x union select x from self $$",
                        "view a $$ select * from public.b join c on true $$\nview b $$ select 1 from only \"a\" $$",
                        "view c $$ select 1 $$"))
                .containsExactlyInAnyOrder(
                        "m1.qail:1:1 the view stands on itself: self → self",
                        "m2.qail:1:1 the view stands on itself: a → b → a",
                        "m2.qail:2:1 the view stands on itself: b → a → b");
        read("""
                table t { created date }
                view created $$ select extract(year from created) as created, created is distinct from created as x from t $$
                view tree $$ with recursive tree(n) as (select 1 union select n + 1 from tree) select n from tree $$
                view of $$ select of.n from tree as of $$
                """);
    }

    @Test
    void aTypeAndATableCannotShareAName() {
        assertThat(errors(
                        "table a { id int }\nview b $$ select 1 $$",
                        "enum a { x }\ntype b { n int }\ndomain c int\nenum c { y }"))
                .containsExactlyInAnyOrder(
                        "m2.qail:1:1 the name a is taken by a table (choose another name)",
                        "m2.qail:2:1 the name b is taken by a view (choose another name)",
                        "m2.qail:3:1 the name c is taken by an enum (choose another name)");
    }
}
