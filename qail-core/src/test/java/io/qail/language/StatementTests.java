package io.qail.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.qail.error.SourcePosition;
import io.qail.schema.CheckConstraint;
import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.DataType;
import io.qail.schema.Deferrability;
import io.qail.schema.Expression;
import io.qail.schema.Identity;
import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.PrimaryKey;
import io.qail.schema.Sequence;
import io.qail.schema.SequenceOptions;
import io.qail.schema.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StatementTests {

    private static final SourcePosition START = new SourcePosition("test.qail", 1, 1);
    private static final ObjectName USERS = ObjectName.of("public", "users");

    private static Statement parse(String text) {
        List<Statement> statements =
                QailParser.parse(new SourceFile("test.qail", text), "public").statements();
        assertThat(statements).hasSize(1);
        return statements.get(0);
    }

    private static Statement.DeclareTable table(String text) {
        return (Statement.DeclareTable) parse(text);
    }

    private static Statement.AlterColumn alter(String text) {
        return (Statement.AlterColumn) parse(text);
    }

    @Test
    void serialIsAnIntegerWithASequenceThatItsColumnOwns() {
        Statement.DeclareTable declaration = table("table \"Users\" { id bigserial primary_key }");
        ObjectName name = ObjectName.of("public", "Users");
        ObjectName sequence = ObjectName.of("public", "Users_id_seq");
        assertThat(declaration.table().columns())
                .containsExactly(Column.of("id", DataType.builtIn("bigint"))
                        .withNotNull(true)
                        .withDefault(new Expression("nextval('public.\"Users_id_seq\"'::regclass)")));
        assertThat(declaration.sequences())
                .containsExactly(new Sequence(
                        sequence, "bigint", SequenceOptions.defaults("bigint"), new Sequence.Owner(name, "id")));
    }

    @Test
    void columnsOfAPrimaryKeyAndIdentityColumnsAreNotNull() {
        assertThat(table("table t { a int, b int primary_key, c int primary_key, d int generated_identity }")
                        .table()
                        .columns())
                .extracting(Column::notNull)
                .containsExactly(false, true, true, true);
        assertThat(table("table t { a int, b int, primary_key (b, a) }").table().columns())
                .allMatch(Column::notNull);
    }

    @Test
    void severalPrimaryKeyColumnsAreOneCompositeKey() {
        assertThat(table("table t { b int primary_key\n a int primary_key }")
                        .table()
                        .constraints())
                .containsExactly(new PrimaryKey("t_pkey", List.of("b", "a"), List.of(), Deferrability.NOT_DEFERRABLE));
    }

    /** The names that PostgreSQL 15 gave the same constraints. */
    @Test
    void unnamedConstraintsGetThePostgresNames() {
        assertThat(table("""
                table t {
                  a int
                  b int
                  c text check (c <> '')
                  d int check (d > a)
                  e int check (1 > 0) references x
                  check (a > 0)
                  check (a > b)
                  check (b > 0)
                  unique (a, b)
                  unique (a) include (b)
                  unique (a)
                  foreign_key (a, b) references x(a, b)
                  exclude using gist (int4range(a, b) with &&, int4range(a, b) with =)
                  exclude using btree ((a + b) with =, b with =)
                }""").table().constraints())
                .extracting(Constraint::name)
                .containsExactly(
                        "t_a_b_fkey",
                        "t_a_b_key",
                        "t_a_b_key1",
                        "t_a_check",
                        "t_a_key",
                        "t_b_check",
                        "t_c_check",
                        "t_check",
                        "t_check1",
                        "t_check2",
                        "t_e_fkey",
                        "t_expr_b_excl",
                        "t_int4range_int4range1_excl");
    }

    @Test
    void aWrittenNameIsNeverTakenByAnUnnamedConstraint() {
        assertThat(table("table t { a int unique, b int constraint t_a_key unique }")
                        .table()
                        .constraints())
                .extracting(Constraint::name, Constraint::columns)
                .containsExactly(tuple("t_a_key", List.of("b")), tuple("t_a_key1", List.of("a")));
    }

    @Test
    void theSpellingsOfSqlMeanTheSame() {
        String qail = """
                table t {
                  a integer default 5 not_null primary_key
                  b timestamptz generated_stored(now())
                  c int generated_by_default_identity (start 5 increment 2)
                  d text nullable constraint ck check (d <> '') no_inherit constraint uq unique nulls_not_distinct
                  e int references users(id) on_update set_null on_delete no_action initially_deferred match_full
                  foreign_key (e) references users (id) name fk
                }""";
        String sql = """
                TABLE t
                {
                  a INTEGER DEFAULT 5 NOT NULL PRIMARY KEY,
                  b TIMESTAMP WITH TIME ZONE GENERATED ALWAYS AS (now()) STORED,
                  c INT GENERATED BY DEFAULT AS IDENTITY (START WITH 5 INCREMENT BY 2)
                  d TEXT NULL CONSTRAINT ck CHECK (d <> '') NO INHERIT CONSTRAINT uq UNIQUE NULLS NOT DISTINCT
                  e INT REFERENCES (users.id) ON UPDATE SET NULL ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED MATCH FULL
                  CONSTRAINT fk FOREIGN KEY (e) REFERENCES users (id)
                }""";
        assertThat(table(sql).table()).isEqualTo(table(qail).table());
    }

    @Test
    void expressionsStayAsTheyAreWritten() {
        Statement.DeclareTable declaration = table("""
                table t {
                  a text default 'it''s, -- no comment' || E'\\'' not_null
                  b int default (1 +  -- one
                    2) # 3
                  c timestamptz default now() at time zone 'utc'::text, d text[] default array['a, b', '}'] unique
                  e bool default (a is not null)
                  f uuid default UUID ( )
                  g "unique" default 'x'::unique, h int default 1-- here
                }""");
        assertThat(declaration.table().columns())
                .extracting(
                        column -> Objects.requireNonNull(column.defaultValue()).text())
                .containsExactly(
                        "'it''s, -- no comment' || E'\\''",
                        "(1 +  -- one\n    2) # 3",
                        "now() at time zone 'utc'::text",
                        "array['a, b', '}']",
                        "(a is not null)",
                        "gen_random_uuid()",
                        "'x'::unique",
                        "1");
    }

    @Test
    void commentsOfEveryKindAreLeftOut() {
        assertThat(table("""
                # a whole line
                table t { -- the table
                  /* two
                     lines /* nested */ */
                  a int /* in between */ not_null -- the column
                  # b int
                }""").table().columns())
                .containsExactly(Column.of("a", DataType.builtIn("integer")).withNotNull(true));
    }

    @Test
    void lineEndsMakeNoDifference() {
        String text = "table t {\n  a int check (a > 0\n    and a < 9)\n}\n";
        assertThat(table(text.replace("\n", "\r\n")).table())
                .isEqualTo(table(text).table());
    }

    @Test
    void everyClauseOfAnIndexIsRead() {
        Statement.DeclareIndex declaration = (Statement.DeclareIndex) parse("""
                unique index concurrently uq on billing.users using btree
                  (lower(email) collate "C" text_pattern_ops desc nulls last, (a || b), name nulls first)
                  include (id) nulls not distinct
                  where (deleted_at is null) and b = ' -> '
                """);
        Index index = declaration.index();
        assertThat(index.name()).isEqualTo(ObjectName.of("billing", "uq"));
        assertThat(index.sql())
                .isEqualTo("CREATE UNIQUE INDEX CONCURRENTLY uq ON billing.users USING btree"
                        + " ((lower(email)) COLLATE pg_catalog.\"C\" text_pattern_ops DESC NULLS LAST, (a || b), name NULLS FIRST)"
                        + " INCLUDE (id) NULLS NOT DISTINCT WHERE ((deleted_at is null) and b = ' -> ')");
        assertThat(((Statement.DeclareIndex) parse("index i on t (a) where (a > 0)"))
                        .index()
                        .where())
                .isEqualTo(new Expression("a > 0"));
    }

    @Test
    void labelsOfAnEnumKeepTheirCase() {
        assertThat(((Statement.DeclareEnum) parse("enum status { ACTIVE, inactive\n \"very happy\", 'it''s' }"))
                        .type()
                        .labels())
                .containsExactly("ACTIVE", "inactive", "very happy", "it's");
    }

    @Test
    void optionsOfASequenceAreConcrete() {
        assertThat(((Statement.DeclareSequence) parse("sequence s { as int increment by -2 no maxvalue cycle }"))
                        .sequence())
                .isEqualTo(new Sequence(
                        ObjectName.of("public", "s"),
                        "integer",
                        new SequenceOptions(-1, -2, Integer.MIN_VALUE, -1, 1, true),
                        null));
        assertThat(((Statement.DeclareSequence) parse("sequence s { minvalue 5 }"))
                        .sequence()
                        .options()
                        .start())
                .isEqualTo(5);
    }

    @Test
    void renamesTransformsAndDropsAreRead() {
        assertThat(parse("rename users -> accounts"))
                .isEqualTo(new Statement.RenameTable(START, USERS, ObjectName.of("public", "accounts")));
        assertThat(parse("rename table billing.a -> billing.b"))
                .isEqualTo(
                        new Statement.RenameTable(START, ObjectName.of("billing", "a"), ObjectName.of("billing", "b")));
        assertThat(parse("rename users.mail -> users.\"E Mail\""))
                .isEqualTo(new Statement.RenameColumn(START, USERS, "mail", "E Mail"));
        assertThat(parse("transform data -> 'a' ->> 'b' -> users.email"))
                .isEqualTo(new Statement.Transform(START, new Expression("data -> 'a' ->> 'b'"), USERS, "email"));
        assertThat(parse("drop users.email confirm"))
                .isEqualTo(new Statement.Drop(START, ObjectAddress.column(USERS, "email"), true));
        assertThat(parse("drop users")).isEqualTo(new Statement.Drop(START, ObjectAddress.table(USERS), false));
        assertThat(parse("drop table confirm"))
                .isEqualTo(new Statement.Drop(START, ObjectAddress.table(ObjectName.of("public", "table")), true));
        assertThat(parse("drop type s.mood"))
                .isEqualTo(new Statement.Drop(
                        START, ObjectAddress.of(ObjectKind.ENUM, ObjectName.of("s", "mood")), false));
        assertThat(parse("drop extension hstore confirm"))
                .isEqualTo(new Statement.Drop(
                        START, ObjectAddress.of(ObjectKind.EXTENSION, ObjectName.global("hstore")), true));
    }

    @Test
    void commentsOnEveryKindAreRead() {
        assertThat(parse("comment on users \"a \"\"b\"\"\""))
                .isEqualTo(new Statement.DeclareComment(START, ObjectAddress.table(USERS), "a \"b\""));
        assertThat(parse("comment on users.email is null"))
                .isEqualTo(new Statement.DeclareComment(START, ObjectAddress.column(USERS, "email"), null));
        assertThat(parse("comment on index \"x\""))
                .isEqualTo(new Statement.DeclareComment(
                        START, ObjectAddress.table(ObjectName.of("public", "index")), "x"));
        assertThat(parse("comment on index i $$x$$"))
                .isEqualTo(new Statement.DeclareComment(START, ObjectAddress.index(ObjectName.of("public", "i")), "x"));
        assertThat(parse("comment on constraint ck on users E'a\\nb'"))
                .isEqualTo(new Statement.DeclareComment(START, ObjectAddress.constraint(USERS, "ck"), "a\nb"));
        assertThat(parse("comment on schema billing ''"))
                .isEqualTo(new Statement.DeclareComment(
                        START, ObjectAddress.of(ObjectKind.SCHEMA, ObjectName.global("billing")), null));
    }

    @Test
    void anAddedColumnHasTheGrammarOfATable() {
        Statement.AddColumn add = (Statement.AddColumn) parse("add users.boss int references users on_delete set_null");
        assertThat(add.table()).isEqualTo(USERS);
        assertThat(add.column()).isEqualTo(Column.of("boss", DataType.builtIn("integer")));
        assertThat(add.constraints()).extracting(Constraint::name).containsExactly("users_boss_fkey");
        assertThat(((Statement.AddColumn) parse("add billing.t.id serial")).sequence())
                .isNotNull();
        assertThat(parse("alter users add boss int references users on_delete set_null"))
                .isEqualTo(add);
    }

    @Test
    void theShortFormOfAnAddedColumnIsRead() {
        assertThat(parse("alter users add nick:varchar(20):not_null:unique"))
                .isEqualTo(parse("add users.nick varchar(20) not_null unique"));
        assertThat(parse("alter users add id:uuid:pk")).isEqualTo(parse("add users.id uuid primary_key"));
    }

    @Test
    void anAlteredColumnHoldsOnlyWhatIsWritten() {
        Statement.AlterColumn type = alter("alter users.email varchar(80)");
        assertThat(type.type()).isEqualTo(new DataType(null, "character varying", "(80)", 0));
        assertThat(type.notNull()).isNull();
        assertThat(type.dropDefault()).isFalse();
        assertThat(type.constraints()).isEmpty();

        Statement.AlterColumn options = alter("alter billing.t.c nullable no_default unique check (c > 0)");
        assertThat(options.table()).isEqualTo(ObjectName.of("billing", "t"));
        assertThat(options.type()).isNull();
        assertThat(options.notNull()).isFalse();
        assertThat(options.dropDefault()).isTrue();
        assertThat(options.constraints()).extracting(Constraint::name).containsExactly("t_c_key", "t_c_check");

        assertThat(alter("alter t.c type text").type()).isEqualTo(DataType.builtIn("text"));
        assertThat(alter("alter t.c no_identity no_generated"))
                .returns(true, Statement.AlterColumn::dropIdentity)
                .returns(true, Statement.AlterColumn::dropGenerated);
        assertThat(alter("alter t.c bigint generated_identity").identity())
                .isEqualTo(new Identity(true, SequenceOptions.defaults("bigint")));
    }

    @Test
    void constraintsAreAddedAndDroppedByName() {
        assertThat(parse("alter users add constraint ck check(age > 0)"))
                .isEqualTo(new Statement.AddConstraint(
                        START, USERS, new CheckConstraint("ck", new Expression("age > 0"), false)));
        assertThat(((Statement.AddConstraint) parse("alter s.users add foreign_key (a, b) references t(a, b)"))
                        .constraint()
                        .name())
                .isEqualTo("users_a_b_fkey");
        assertThat(parse("alter users drop constraint ck"))
                .isEqualTo(new Statement.Drop(START, ObjectAddress.constraint(USERS, "ck"), false));
    }

    @Test
    void theRangeOfAKeyIsMarkedAndAColumnMayHaveTheNameOfTheMark() {
        assertThat(table("table t { a int, period daterange, primary_key (a, period without overlaps),"
                                + " unique (a, period), foreign_key (a, period period) references u(a, period b),"
                                + " foreign_key (a, period) references u(a, b) }")
                        .table()
                        .constraints())
                .extracting(Constraint::definition)
                .containsExactly(
                        "FOREIGN KEY (a, PERIOD period) REFERENCES public.u(a, PERIOD b)",
                        "FOREIGN KEY (a, period) REFERENCES public.u(a, b)",
                        "UNIQUE (a, period)",
                        "PRIMARY KEY (a, period WITHOUT OVERLAPS)");
    }

    @Test
    void rowsAreLoadedFromAFileBesideTheScript() {
        assertThat(parse("copy users (id, \"E Mail\") from 'users.csv.gz'"))
                .isEqualTo(new Statement.CopyFrom(START, USERS, List.of("id", "E Mail"), "users.csv.gz"));
    }

    @Test
    void rawSqlHasAnUndoAndAConfirmation() {
        assertThat(parse("sql $$ select 1; $$")).isEqualTo(new Statement.RawSql(START, " select 1; ", null, false));
        assertThat(parse("sql $a$ do $$ x $$ $a$\nundo $$ y $$\nconfirm"))
                .isEqualTo(new Statement.RawSql(START, " do $$ x $$ ", " y ", true));
    }

    @Test
    void whatBelongsToThePlatformIsReadPast() {
        assertThat(QailParser.parse(
                                new SourceFile(
                                        "test.qail",
                                        "bucket avatars {\n public true\n}\nqueue q a b\ntopic t\nschema s"),
                                "public")
                        .statements())
                .containsExactly(
                        new Statement.NotManaged(START, "bucket", "avatars"),
                        new Statement.NotManaged(new SourcePosition("test.qail", 4, 1), "queue", "q"),
                        new Statement.NotManaged(new SourcePosition("test.qail", 5, 1), "topic", "t"),
                        new Statement.DeclareSchema(new SourcePosition("test.qail", 6, 1), "s"));
    }

    @Test
    void columnsKnowTheirPlace() {
        assertThat(table("table t {\n  a int, b int\n\n  c int\n}").columnPositions())
                .containsEntry("a", new SourcePosition("test.qail", 2, 3))
                .containsEntry("b", new SourcePosition("test.qail", 2, 10))
                .containsEntry("c", new SourcePosition("test.qail", 4, 3));
    }

    @Test
    void headLinesNameWhatAScriptDependsOn() {
        String text =
                "-- migration: x\n\n-- Depends: 1, 2.10\n# author: me\n--depends:3\ntable t { a int }\n-- depends: 9\n";
        assertThat(QailParser.parse(new SourceFile("f", text), "public").depends())
                .containsExactly("1", "2.10", "3");
    }
}
