package io.qail.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Declarative schemas: what they lead to, and what they must not do without a word. */
class DeclaredPlanTests {

    private static final String USERS = "table users { id int primary_key\n email text unique }";

    @Test
    void theSameSchemaAgainIsAnEmptyPlan() {
        assertThat(Scripts.declare(USERS, USERS).isEmpty()).isTrue();
    }

    @Test
    void aRenamedColumnKeepsItsValuesAndItsKeyFollows() {
        // S12
        assertThat(Scripts.declare(
                                USERS,
                                "table users { id int primary_key\n mail text unique }\nrename users.email -> users.mail")
                        .statements())
                .containsExactly(
                        "ALTER TABLE public.users RENAME COLUMN email TO mail",
                        "ALTER TABLE public.users RENAME CONSTRAINT users_email_key TO users_mail_key");
    }

    @Test
    void aRenamedTableMakesRoomForANewOneOfItsName() {
        assertThat(Scripts.declare(
                                "table users { id int primary_key }",
                                "table accounts { id int primary_key }\ntable visitors { id int primary_key }\nrename users -> accounts")
                        .statements())
                .containsExactly(
                        "ALTER TABLE public.users RENAME TO accounts",
                        "ALTER TABLE public.accounts RENAME CONSTRAINT users_pkey TO accounts_pkey",
                        "CREATE TABLE public.visitors (\n    id integer NOT NULL,\n    CONSTRAINT visitors_pkey PRIMARY KEY (id)\n)");
    }

    @Test
    void aHintThatIsDoneOrWhoseTableIsNewStaysSilent() {
        String done =
                "table accounts { id int\n mail text }\nrename users -> accounts\nrename accounts.email -> accounts.mail";
        assertThat(Scripts.declare("table accounts { id int\n mail text }", done)
                        .isEmpty())
                .isTrue();
        assertThat(Scripts.declare("", done).statements()).hasSize(1);
    }

    @Test
    void aStaleDropNeverDropsWhatTheSchemaDeclares() {
        // S13
        assertThat(Scripts.declare(USERS, USERS + "\ndrop users.email confirm\ndrop users confirm\ndrop gone confirm")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void aConfirmedDropDropsWhatHoldsValues() {
        assertThat(Scripts.declare(
                                "domain d integer\ntype t { a int }\nmaterialized view m $$ select 1 as a $$",
                                "drop domain d confirm\ndrop type t confirm\ndrop materialized view m confirm")
                        .statements())
                .containsExactly("DROP MATERIALIZED VIEW public.m", "DROP TYPE public.t", "DROP DOMAIN public.d");
    }

    @Test
    void aConfirmedDropDrops() {
        assertThat(Scripts.declare(USERS, "table users { id int primary_key }\ndrop users.email confirm")
                        .statements())
                .containsExactly(
                        "ALTER TABLE public.users DROP CONSTRAINT users_email_key",
                        "ALTER TABLE public.users DROP COLUMN email");
    }

    @Test
    void aTransformCountsOnlyWhileItsColumnIsOnTheWay() {
        String next = "table t { a bigint }\ntransform a * 2 -> t.a";
        assertThat(Scripts.declare("table t { a int }", next).statements())
                .containsExactly("ALTER TABLE public.t ALTER COLUMN a TYPE bigint USING a * 2");
        assertThat(Scripts.declare("table t { a bigint }", next).isEmpty()).isTrue();
    }

    @Test
    void aTypeThatIsNotLookedUpYetIsNoChangeAndRepeatsNoTransform() {
        String bare = "table t { a citext }\ntransform lower(a) -> t.a";
        assertThat(Scripts.declare("table t { a public.citext }", bare).isEmpty())
                .isTrue();
        assertThat(Scripts.declare("table t { a citext }", "table t { a public.citext }")
                        .isEmpty())
                .isTrue();
        assertThat(Scripts.declare("table t { a int }", bare).statements()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rename t -> w\nrename t.a -> t.c",
                "rename t -> w\nrename w.a -> w.c",
                "rename t.a -> t.c\nrename t -> w",
                "rename w.a -> w.c\nrename t -> w",
            })
    void aColumnIsRenamedUnderAnyNameThatTheFileGivesItsTable(String renames) {
        // S12
        String next = "table w { c int }\n" + renames;
        assertThat(Scripts.declare("table t { a int }", next).statements())
                .hasSize(2)
                .anyMatch(sql -> sql.endsWith(" RENAME COLUMN a TO c"))
                .contains("ALTER TABLE public.t RENAME TO w");
        assertThat(Scripts.declare("table w { c int }", next).isEmpty()).isTrue();
        assertThat(Scripts.declare("table w { c int }", "table t { a int }\n" + next)
                        .statements())
                .hasSize(1);
    }

    @Test
    void aRenameMayStayBesideTheDropOfItsTable() {
        assertThat(Scripts.declare("table u { a int }", "table u { a int }\nrename t.a -> t.c\ndrop t confirm")
                        .isEmpty())
                .isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void whatDoesNotFitIsSaid(String name, String base, String next, String findings) {
        assertThat(Scripts.findings(() -> Scripts.declare(base, next))).isEqualTo(findings.strip());
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(
                        "lost objects that hold values",
                        "domain d integer\ntype t { a int }\nmaterialized view m $$ select 1 as a $$\nview v $$ select 1 as a $$",
                        "",
                        """
                        1: the domain d is no longer declared; that alone drops nothing | write the line
                            drop domain d confirm
                        1: the type t is no longer declared; that alone drops nothing | write the line
                            drop type t confirm
                        1: the materialized view m is no longer declared; that alone drops nothing | write the line
                            drop materialized view m confirm
                        """),
                Arguments.of(
                        "a table that is there shall be partitioned",
                        "table t { day date }\ntable u partition_by range (day) { day date\n n int }",
                        "table t partition_by range (day) { day date }\ntable u partition_by list (n) { day date\n n int }",
                        """
                        1: the table t is not partitioned and shall be partitioned by RANGE (day), which PostgreSQL cannot change in a table that is there | rename it (`rename t -> t_old`), declare the new table beside it, and move the rows in a version of their own
                        2: the table u is partitioned by RANGE (day) and shall be partitioned by LIST (n), which PostgreSQL cannot change in a table that is there | rename it (`rename u -> u_old`), declare the new table beside it, and move the rows in a version of their own
                        """),
                Arguments.of("a lost column", USERS, "table users { id int primary_key }", """
                        1: the column users.email is no longer declared; that alone drops nothing | write the line
                            drop users.email confirm
                        """),
                Arguments.of(
                        "a lost column beside a new one",
                        USERS,
                        "table users { id int primary_key\n mail text unique }",
                        """
                        1: the column users.email is no longer declared; that alone drops nothing | write one of the lines
                            rename users.email -> users.mail
                            drop users.email confirm
                        """),
                Arguments.of(
                        "a lost column beside two new ones",
                        USERS,
                        "table users { id int primary_key\n a text\n b text }",
                        """
                        1: the column users.email is no longer declared; that alone drops nothing | write the line
                            drop users.email confirm
                        """),
                Arguments.of(
                        "a lost table beside a new one",
                        USERS,
                        "table people { id int primary_key\n email text unique }",
                        """
                        1: the table users is no longer declared; that alone drops nothing | write one of the lines
                            rename users -> people
                            drop users confirm
                        """),
                Arguments.of(
                        "other lost objects",
                        "schema s\nenum e { a }\nsequence q {}\nextension \"citext\"",
                        "table t { a int }",
                        """
                        1: the enum e is no longer declared; that alone drops nothing | write the line
                            drop enum e confirm
                        1: the sequence q is no longer declared; that alone drops nothing | write the line
                            drop sequence q confirm
                        1: the extension citext is no longer declared; that alone drops nothing | write the line
                            drop extension citext confirm
                        1: the schema s is no longer declared; that alone drops nothing | write the line
                            drop schema s confirm
                        """),
                Arguments.of(
                        "a rename with a typo (S12)",
                        USERS,
                        "table users { id int primary_key\n mail text unique }\nrename users.emial -> users.mail",
                        """
                        1: the column users.email is no longer declared; that alone drops nothing | write one of the lines
                            rename users.email -> users.mail
                            drop users.email confirm
                        3: there is no column users.emial to rename | did you mean `email`?
                        """),
                Arguments.of("a table rename with a typo (S12)", USERS, USERS + "\nrename usrs -> people", """
                        3: there is no table usrs to rename | did you mean `users`?
                        """),
                Arguments.of(
                        "a rename of a column of no table (S12)",
                        USERS,
                        USERS + "\nrename usrs.email -> usrs.mail",
                        """
                        3: there is no column usrs.email to rename | did you mean `users`?
                        """),
                Arguments.of(
                        "a rename that the renamed table does not follow (S12)",
                        "table t { a int }",
                        "table w { a int }\nrename t -> w\nrename t.a -> t.c",
                        """
                        3: the rename contradicts the column w.a, which is there as well | remove one of the two
                        """),
                Arguments.of(
                        "a rename of the table of a schema without the word",
                        "schema bill\ntable bill.a { id int }",
                        "schema bill\ntable bill.b { id int }\nrename bill.a -> bill.b",
                        """
                        1: the table bill.a is no longer declared; that alone drops nothing | write one of the lines
                            rename table bill.a -> bill.b
                            drop table bill.a confirm
                        3: there is no column bill.a to rename | for the table of a schema write: rename table bill.a -> bill.b
                        """),
                Arguments.of(
                        "a rename of what is still declared",
                        USERS,
                        USERS.replace("}", "\n mail text }") + "\nrename users.email -> users.mail",
                        """
                        4: the rename contradicts the column users.email, which is there as well | remove one of the two
                        """),
                Arguments.of(
                        "a drop without confirm", USERS, "table users { id int primary_key }\ndrop users.email", """
                        1: the column users.email is no longer declared; that alone drops nothing | write the line
                            drop users.email confirm
                        2: a drop in a declarative schema needs a confirmation | drop users.email confirm
                        """),
                Arguments.of(
                        "a verb of versioned scripts", USERS, USERS + "\nadd users.age int\nsql $$ SELECT 1 $$", """
                        3: this statement belongs into a versioned script, not into the schema that shall be | write the change into the table itself, or use versioned scripts V1__….qail
                        4: this statement belongs into a versioned script, not into the schema that shall be | write the change into the table itself, or use versioned scripts V1__….qail
                        """));
    }
}
