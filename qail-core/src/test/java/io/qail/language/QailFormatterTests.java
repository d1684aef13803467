package io.qail.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.SourcePosition;
import io.qail.schema.DataType;
import io.qail.schema.Expression;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class QailFormatterTests {

    private static final SourcePosition SOMEWHERE = new SourcePosition("schema", 1, 1);
    private static final ObjectName USERS = ObjectName.of("public", "users");

    private static Schema read(String text) {
        return SchemaReader.toSchema(
                List.of(QailParser.parse(new SourceFile("schema.qail", text), "public")), "public");
    }

    /** {@code -Dqail.test.schemas=10000} for more of them. */
    @Test
    void aThousandRandomSchemasComeBackEqualAndFormatToTheSameText() {
        int schemas = Integer.getInteger("qail.test.schemas", 1000);
        for (long seed = 0; seed < schemas; seed++) {
            Schema schema = RandomObjects.addTo(RandomSchemas.schema(seed), seed);
            String text = QailFormatter.format(schema, "public");
            Schema back = read(text);
            assertThat(back).as("seed %d:%n%s", seed, text).isEqualTo(schema);
            assertThat(QailFormatter.format(back, "public")).as("seed %d", seed).isEqualTo(text);
        }
    }

    @Test
    void randomSchemasComeBackUnderAnotherDefaultSchema() {
        for (long seed = 0; seed < 100; seed++) {
            Schema schema = RandomSchemas.schema(seed);
            String text = QailFormatter.format(schema, "elsewhere");
            assertThat(SchemaReader.read(text, "elsewhere"))
                    .as("seed %d:%n%s", seed, text)
                    .isEqualTo(schema);
        }
    }

    @Test
    void aTypeMayLieInASchemaThatIsNamedLikeAWordOfTheLanguage() {
        String text = """
                schema serial

                enum serial.mood { sad, ok }

                table t {
                  a serial.mood
                  b serial.mood[] not_null
                }
                """;
        assertThat(QailFormatter.format(read(text), "public")).isEqualTo(text);
    }

    @Test
    void anEmptySchemaIsAnEmptyText() {
        assertThat(QailFormatter.format(Schema.EMPTY, "public")).isEmpty();
        assertThat(read("")).isEqualTo(Schema.EMPTY);
    }

    @Test
    void writesOneCanonicalText() {
        Schema schema = read("""
                comment on users.mood 'how they feel'
                unique INDEX concurrently uq_mail ON users USING btree (lower(email) DESC, id) where deleted_at is null
                TABLE users
                {
                  id bigserial PRIMARY KEY, email str NOT NULL UNIQUE default 'a,b' collate "C"
                  mood mood[] null
                  boss i64 references users on delete set null check(boss > 0) check_name ck_boss
                  deleted_at timestamptz(3)
                  check (id <> boss)
                }
                enum mood { sad, ok, "very happy" }
                table billing.invoices { id int generated_identity (start 10) primary_key
                                         n "String" }
                schema billing
                sequence nr { increment -1 cache 5 as int owned_by users.id }
                extension pgcrypto version '1.3' schema public
                """);
        assertThat(QailFormatter.format(schema, "public")).isEqualTo("""
                schema billing

                extension pgcrypto schema public version "1.3"

                enum mood { sad, ok, "very happy" }

                sequence nr { as integer increment -1 cache 5 owned_by users.id }

                table billing.invoices {
                  id integer generated_identity (start 10) primary_key
                  n "String"
                }

                table users {
                  id bigserial primary_key
                  email text collate "C" default 'a,b' not_null unique
                  mood mood[]
                  boss bigint references users(id) on_delete set_null
                  deleted_at timestamp(3) with time zone
                  check (boss > 0) name ck_boss
                  check (id <> boss) name users_check
                }

                unique index concurrently uq_mail on users (lower(email) desc, id) where (deleted_at is null)

                comment on column users.mood "how they feel"
                """);
    }

    @Test
    void hintsStandBehindTheIndexesAndComeBackEqual() {
        List<Statement> hints = List.of(
                new Statement.RenameTable(SOMEWHERE, USERS, ObjectName.of("public", "confirm")),
                new Statement.RenameColumn(SOMEWHERE, ObjectName.of("billing", "t"), "a b", "->"),
                new Statement.Transform(SOMEWHERE, new Expression("data -> 'a' -> 'b'"), USERS, "b"),
                new Statement.Transform(SOMEWHERE, new Expression("(a\n+ b)"), USERS, "c"),
                new Statement.Drop(SOMEWHERE, ObjectAddress.column(USERS, "email"), true),
                new Statement.Drop(SOMEWHERE, ObjectAddress.table(ObjectName.of("public", "confirm")), false),
                new Statement.Drop(SOMEWHERE, ObjectAddress.constraint(USERS, "ck"), false),
                new Statement.CopyFrom(SOMEWHERE, USERS, List.of("id", "E Mail"), "it's.csv.gz"),
                new Statement.RawSql(SOMEWHERE, "DO $$ begin end $$", "select '$sql$' $", true),
                new Statement.RawSql(SOMEWHERE, "select 1$", null, false));
        String text = QailFormatter.format(Schema.EMPTY, hints, "public");
        assertThat(QailParser.parse(new SourceFile("schema", text), "public").statements())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("position")
                .isEqualTo(hints);
        assertThat(SchemaReader.read(text, "public")).isEqualTo(Schema.EMPTY);
    }

    @Test
    void anotherStatementIsNoHint() {
        List<Statement> statements = List.of(new Statement.DeclareSchema(SOMEWHERE, "billing"));
        assertThatThrownBy(() -> QailFormatter.format(Schema.EMPTY, statements, "public"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTypeThatIsNoEnumOfTheDefaultSchemaKeepsItsSchema() {
        Schema schema = read("""
                table t {
                  a citext
                  b public.citext
                  c "Weird ""Type""\"(3)[]
                  d public."int4"
                  e public.geometry(Point, 4326)
                  f "unique"
                }
                """);
        assertThat(Objects.requireNonNull(schema.tables().get(ObjectName.of("public", "t")))
                        .columns())
                .extracting(column -> column.type())
                .containsExactly(
                        new DataType(null, "citext", "", 0),
                        new DataType("public", "citext", "", 0),
                        new DataType(null, "Weird \"Type\"", "(3)", 1),
                        new DataType("public", "int4", "", 0),
                        new DataType("public", "geometry", "(Point,4326)", 0),
                        new DataType(null, "unique", "", 0));
        assertThat(read(QailFormatter.format(schema, "public"))).isEqualTo(schema);
        assertThat(Types.unresolved(schema)).containsExactly("Weird \"Type\"", "citext", "unique");
    }
}
