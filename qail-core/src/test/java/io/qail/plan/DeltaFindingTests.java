package io.qail.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What does not fit in a versioned script. */
class DeltaFindingTests {

    private static final String BASE = """
            enum mood { sad, ok }
            sequence numbers {}
            table users { id int primary_key
              email text unique
              feeling mood
              no int default nextval('numbers'::regclass) }
            table orders { id int primary_key
              user_id int references users(id)
              total int
              double int generated_stored(total * 2) }
            schema bill
            table bill.a { id int }
            """;

    @ParameterizedTest(name = "{0}")
    @MethodSource("findings")
    void whatDoesNotFitIsSaid(String delta, String findings) {
        assertThat(Scripts.findings(() -> Scripts.delta(BASE, delta))).isEqualTo(findings);
    }

    static Stream<Arguments> findings() {
        return Stream.of(
                Arguments.of(
                        "alter users attach partition orders default",
                        "1: the table users is not partitioned | only `partition_by` in the table that is made makes it so"),
                Arguments.of("alter users detach partition orders", "1: the table orders is no partition of users"),
                Arguments.of("enable_rls usrs", "1: there is no table usrs | did you mean `users`?"),
                Arguments.of("type address { street text, city text }\nadd users.home address[]", """
                        no finding, but the plan
                        CREATE TYPE public.address AS (street text, city text);
                        ALTER TABLE public.users ADD COLUMN home public.address[];
                        """),
                Arguments.of(
                        "table users { id int }",
                        "1: the table users exists already | in a versioned script `add` and `alter` change a table that is there"),
                Arguments.of(
                        "add users.email text",
                        "1: the column users.email exists already | change it: alter users.email …"),
                Arguments.of("drop users.emial", "1: the table users has no column emial | did you mean `email`?"),
                Arguments.of(
                        "drop bill.a",
                        "1: there is no table bill | for the table of a schema write: drop table bill.a"),
                Arguments.of(
                        "rename bill.a -> bill.b",
                        "1: there is no table bill | for the table of a schema write: rename table bill.a -> bill.b"),
                Arguments.of(
                        "sql $$ SELECT 1 $$\nsql $$ SELECT 1; COMMIT $$",
                        "2: a sql block cannot use COMMIT: it would end the transaction of the migration | a version is migrated in one transaction, and QAIL commits it once everything is verified"),
                Arguments.of("drop usrs", "1: there is no table usrs | did you mean `users`?"),
                Arguments.of("alter usrs.email not_null", "1: there is no table usrs | did you mean `users`?"),
                Arguments.of(
                        "rename users.mail -> users.address",
                        "1: the table users has no column mail | did you mean `email`?"),
                Arguments.of("rename users -> orders", "1: the table orders exists already"),
                Arguments.of(
                        "drop orders.total\ndrop orders.double\nadd orders.total bigint",
                        "3: the column orders.total is dropped and added in the same version | convert it with `alter` and `transform`, or use two versions"),
                Arguments.of(
                        "drop orders\ntable orders { id int }",
                        "2: the table orders is dropped and made in the same version | change it with `add`, `alter` and `drop`, or use two versions"),
                Arguments.of(
                        "drop orders.user_id\nrename orders.total -> orders.user_id",
                        "2: the name orders.user_id is that of a column that the same version drops | renames come first: drop the old column in an earlier version"),
                Arguments.of(
                        "drop users",
                        "1: the foreign key orders_user_id_fkey of orders points at what is dropped here | drop it as well: alter orders drop constraint orders_user_id_fkey"),
                Arguments.of(
                        "drop enum mood",
                        "1: the column users.feeling has the type that is dropped here | give the column another type, or drop it"),
                Arguments.of(
                        "drop sequence numbers",
                        "1: the default of users.no uses the sequence that is dropped here | write `alter users.no no_default` as well"),
                Arguments.of(
                        "drop orders.total",
                        "1: the generated column orders.double is computed from the column that is dropped here | drop it as well, or alter its expression"),
                Arguments.of(
                        "alter users.id nullable",
                        "1: the column users.id cannot be nullable: it belongs to the primary key"),
                Arguments.of(
                        "alter users add constraint users_email_key check(id > 0)",
                        "1: the table users has a constraint users_email_key already | give the new one a name of its own, or drop the old one first"),
                Arguments.of(
                        "drop index users_email_key",
                        "1: there is no index users_email_key | it belongs to a constraint: alter users drop constraint users_email_key"),
                Arguments.of(
                        "transform 1 -> orders.double",
                        "1: the column orders.double is generated; nothing can be written to it"),
                Arguments.of(
                        "transform 1 -> orders.totl", "1: the table orders has no column totl | did you mean `total`?"),
                Arguments.of(
                        "add orders.x int references users(no)",
                        "1: a foreign key must reference a primary key or unique key, and users(no) is none | add `unique (no)` to table users"),
                Arguments.of(
                        "add orders.x int references userz",
                        "1: the referenced table userz is not declared | did you mean `users`?"),
                Arguments.of("index ix on orders (totl)", "1: table orders has no column totl | did you mean `total`?"),
                Arguments.of(
                        "alter orders add constraint uq unique (totl)",
                        "1: table orders has no column totl | did you mean `total`?"),
                Arguments.of(
                        "rename users -> people\ntable users { id int primary_key }",
                        "2: the name users_pkey is taken by a constraint | choose another name"),
                Arguments.of("comment on userz \"x\"", "1: there is no table userz to comment on"));
    }

    /** S13: the values of an attribute would go out of every row, and nothing could count or keep them. */
    @Test
    void anAttributeDoesNotGoWhileAColumnHoldsIt() {
        String base = """
                type address { street text, city text }
                type home { at address }
                table users { id int primary_key\n lives home[] }
                """;
        String finding = ": the type address loses city, and the column users.lives holds values of it, which would be"
                + " lost without a count | declare a new type, convert the column with `transform`, and drop the"
                + " old type";
        assertThat(Scripts.findings(() -> Scripts.delta(base, "type address { street text }")))
                .isEqualTo("1" + finding);
        assertThat(Scripts.findings(() -> Scripts.declare(base, base.replace(", city text", ""))))
                .isEqualTo("1" + finding);
        String unused = "type address { street text, city text }";
        assertThat(Scripts.delta(unused, "type address { street text }").statements())
                .containsExactly("ALTER TYPE public.address DROP ATTRIBUTE city");
    }

    @Test
    void aTypeThatAColumnHoldsDoesNotChangeElsewhereThanAtItsEnd() {
        String base = "type address { street text, city text }\ntable users { id int primary_key\n lives address }\n";
        assertThat(Scripts.findings(() -> Scripts.delta(base, "type address { street varchar(9), city text }")))
                .isEqualTo("1: the attributes of the type address change elsewhere than at their end, and the column"
                        + " users.lives holds values of it, which PostgreSQL does not convert | declare a new type, convert"
                        + " the column with `transform`, and drop the old type");
        assertThat(Scripts.findings(() -> Scripts.declare(base, base.replace("street text", "street varchar(9)"))))
                .contains("change elsewhere than at their end");
    }

    @Test
    void everyFindingIsReportedInTheOrderOfTheFile() {
        assertThat(Scripts.findings(
                        () -> Scripts.delta(BASE, "drop nothing\nadd users.email int\nadd users.x int\ndrop users.y")))
                .containsSubsequence("1: ", "2: ", "4: ");
    }

    @Test
    void aForeignKeyDroppedInTheSameVersionLetsItsTableGo() {
        assertThat(Scripts.delta(BASE, "drop users\ndrop orders").statements())
                .contains("DROP TABLE public.users", "DROP TABLE public.orders");
    }
}
