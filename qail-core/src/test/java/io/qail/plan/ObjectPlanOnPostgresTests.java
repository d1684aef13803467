package io.qail.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.catalog.Catalog;
import io.qail.schema.Column;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.test.EnabledOnPostgres;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ways between schemas with views, routines, triggers and the like, and back, on a real server. */
@PostgresTest
class ObjectPlanOnPostgresTests {

    private static final String BASE = """
            enum mood { sad, ok }
            domain positive integer check (value > 0) check_name ck_pos
            type address { street text, city text }
            table users {
              id bigint primary_key
              email varchar(20) not_null
              feeling mood
              age positive
              home address
              name text
            }
            table orders { id bigint primary_key
              user_id bigint references users(id)
              total numeric(10,2) default 0 }
            function plain(a integer) returns integer language sql immutable $$ select a + 1 $$
            function standard() returns bigint language sql return (select count(*) from users where email is not null)
            function touch() returns trigger language plpgsql $$ begin new.name = lower(new.name); return new; end $$
            view active (id, email) $$ select id, email from users where name is not null $$
            view of_active $$ select count(*) as n from active $$
            view everything $$ select * from users $$
            view grouped $$ select u.id, u.name, count(*) as n from users u join orders o on o.user_id = u.id group by u.id $$
            materialized view totals $$ select user_id, sum(total) as total from orders group by user_id $$
            index totals_user on totals (user_id)
            trigger trg on users before insert or update of email when (new.email is not null) for_each_row execute touch()
            policy tenant on users for select using (email = current_user)
            statistics st (ndistinct, dependencies) on email, name from users
            aggregate total(integer) { sfunc = int4pl, stype = integer, initcond = '0' }
            grant select on active to public
            grant select (email) on users to public
            grant select on users to public
            revoke execute on function plain(integer) from public
            comment on view active "who is here"
            comment on column active.email "where"
            comment on trigger users.trg "a trigger"
            comment on policy users.tenant "a policy"
            comment on function plain(integer) "adds"
            comment on domain positive "above zero"
            comment on constraint positive.ck_pos "the check"
            comment on type address "where"
            comment on materialized view totals "sums"
            comment on index totals_user "by user"
            """;

    private final TestDatabase database;

    ObjectPlanOnPostgresTests(TestDatabase database) {
        this.database = database;
    }

    @Test
    void fromNothingAndBack() throws SQLException {
        wayAndBack("nothing", Schema.EMPTY, Change.to(Scripts.schema(BASE)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            value = {
                "retype ! alter users.email varchar(80)",
                "enlarge ! add users.nick text",
                "rename table ! rename users -> people",
                "enum value added ! enum mood { sad, ok, great }",
                "enum replaced ! enum mood { ok, sad }",
                "enum value used ! enum mood { sad, ok, great } \\n alter users.feeling default 'great'",
                "view replaced ! view active $$ select id, email, name from users $$",
                "view option ! view active (id, email) security_barrier $$ select id, email from users where name is not null $$",
                "function replaced ! function plain(a integer) returns integer language sql immutable $$ select a + 2 $$",
                "function returns other ! function plain(a integer) returns bigint language sql immutable $$ select 2::bigint $$",
                "trigger disabled ! trigger trg on users before insert or update of email when (new.email is not null) for_each_row disabled execute touch()",
                "policy altered ! policy tenant on users for select using (email <> current_user)",
                "domain altered ! domain positive integer default 5 not_null check (value > 1) check_name ck_one",
                "type attribute ! type address { street text, city text, zip text }",
                "grants ! grant insert on users to public \\n revoke select on active from public \\n grant execute on function plain(integer) to public",
                "column grant stays ! revoke select on users from public",
                "table grant goes for one of columns ! revoke select on users from public \\n grant select (email, name) on users to public",
                "column dropped ! drop view everything \\n drop users.name \\n view active (id, email) $$ select id, email from users $$ \\n view grouped $$ select id from users $$ \\n function touch() returns trigger language plpgsql $$ begin return new; end $$",
                "rls ! enable_rls users \\n force_rls users",
                "parameters ! alter users set (fillfactor = 70) \\n alter orders set unlogged",
                "drops ! drop view of_active \\n drop view active \\n drop trigger users.trg \\n drop function touch \\n drop policy users.tenant \\n drop statistics st \\n drop materialized view totals \\n drop aggregate total",
                "key changed ! alter users drop constraint users_pkey \\n alter orders drop constraint orders_user_id_fkey \\n alter users add constraint pk primary_key (id) \\n view grouped $$ select 1 as one $$",
                "function in default ! function fresh() returns numeric language sql $$ select 1.0 $$ \\n alter orders.total default fresh()",
                "index by function ! index by_plain on orders ((plain(id::integer)))",
                "tables dropped ! drop view grouped \\n drop materialized view totals \\n drop orders",
            })
    void aDeltaLeadsThereAndBack(String name, String delta) throws SQLException {
        Schema base = Scripts.schema(BASE);
        wayAndBack(name, base, Planner.fold(base, Scripts.file(delta.replace("\\n", "\n")), "public"));
    }

    @Test
    void whatCallsAFunctionGoesWhileTheFunctionIsMadeAnew() throws SQLException {
        Schema base = Scripts.schema("""
                function fine(a integer) returns boolean language sql immutable $$ select a > 0 $$
                table goes { id integer default 1
                  g boolean default fine(2)
                  check (fine(id)) name ck_goes }
                index by_goes on goes (fine(id))
                table stays { id integer
                  d boolean default fine(3)
                  g boolean generated_stored(fine(id)) }
                comment on goes "soon gone"
                comment on constraint goes.ck_goes "its check"
                comment on index by_goes "its index"
                """);
        wayAndBack("remade", base, Planner.fold(base, Scripts.file("""
                drop goes
                drop stays.d
                drop stays.g
                function fine(b integer) returns boolean language sql immutable $$ select b > 1 $$
                """), "public"));
    }

    @Test
    void parametersOfTheToastTableSurviveAColumnThatMakesItSuperfluousForAWhile() throws SQLException {
        Schema base = Scripts.schema("""
                table notes with (toast.autovacuum_enabled = false) { id integer
                  body text }
                """);
        wayAndBack("toast", base, Planner.fold(base, Scripts.file("""
                alter notes.body varchar(20)
                add notes.more text
                """), "public"));
    }

    private static final String PARTITIONED = """
            table days partition_by range (day) {
              day date not_null
              n integer default 1
              primary_key (day)
              check (n > 0) name ck_n
            }
            index days_n on days (n)
            table d24 partition_of days for values from ('2024-01-01') to ('2025-01-01')
            table d25 partition_of days for values from ('2025-01-01') to ('2026-01-01')
            table d27 with (fillfactor = 70) {
              day date not_null
              n integer default 1
              primary_key (day)
              check (n > 0) name ck_n
            }
            index d27_n_idx on d27 (n)
            table base { a integer, b text }
            table heir inherits (base) { c integer }
            view of24 $$ select n from d24 $$
            """;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            value = {
                "detach ! alter days detach partition d24",
                "attach ! alter days attach partition d27 for values from ('2027-01-01') to ('2028-01-01')",
                "reset ! alter d27 reset (fillfactor) \\n alter d27 set unlogged",
                "partition dropped ! drop d25",
                "everything dropped ! drop view of24 \\n drop d24 \\n drop d25 \\n drop days",
                "retype ! alter days.n bigint",
                "column added ! add days.m integer default 3",
                "heir dropped ! drop heir",
                "own column after the parent's ! drop base.a \\n add heir.a integer",
                "parent's column after the own ! drop heir.c \\n add base.c integer",
                "new partition ! table d26 partition_of days for values from ('2026-01-01') to ('2027-01-01')",
                "renamed parent ! rename days -> tage",
            })
    void partitionsMoveThereAndBack(String name, String delta) throws SQLException {
        Schema base = Scripts.schema(PARTITIONED);
        wayAndBack(name, base, Planner.fold(base, Scripts.file(delta.replace("\\n", "\n")), "public"));
    }

    @Test
    @EnabledOnPostgres(min = 18)
    void keysOfRangesComeAndGo() throws SQLException {
        Schema base = Scripts.schema("""
                extension "btree_gist"
                table rooms { id int
                  open daterange
                  primary_key (id, open) }
                """);
        wayAndBack("ranges", base, Planner.fold(base, Scripts.file("""
                alter rooms drop constraint rooms_pkey
                alter rooms add constraint rooms_pkey primary_key (id, open without_overlaps)
                table bookings { room int
                  during daterange
                  foreign_key (room, period during) references rooms(id, period open) }
                """), "public"));
    }

    private void wayAndBack(String name, Schema base, Change change) throws SQLException {
        Plan plan = Planner.plan(base, change);
        assertThat(plan.statements()).as(name).isNotEmpty();
        String description = name + "\n" + plan.describe("public") + "\n-- back\n"
                + plan.inverse().describe("public");
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(false);
            run(connection, description, Planner.plan(Schema.EMPTY, Change.to(change.target())));
            Schema target = read(connection);
            connection.rollback();
            run(connection, description, Planner.plan(Schema.EMPTY, Change.to(base)));
            Schema before = read(connection);
            run(connection, description, plan);
            assertSame(description, read(connection), target);
            run(connection, description, plan.inverse());
            assertSame(description, read(connection), before);
            connection.rollback();
        }
    }

    private static void run(Connection connection, String description, Plan plan) {
        for (String sql : plan.statements()) {
            try (var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new AssertionError(
                        String.valueOf(e.getMessage()).replace('\n', ' ') + " <<" + sql.replace('\n', ' ') + ">>\nin "
                                + description,
                        e);
            }
        }
    }

    private static Schema read(Connection connection) {
        return Catalog.read(connection, new TreeSet<>(List.of("public")), "public")
                .schema();
    }

    private static void assertSame(String description, Schema actual, Schema expected) {
        Schema a = inOrder(actual);
        Schema e = inOrder(expected);
        assertThat(a.tables()).as(description).isEqualTo(e.tables());
        assertThat(a.objects()).as(description).isEqualTo(e.objects());
        assertThat(a.grants()).as(description).isEqualTo(e.grants());
        assertThat(a.comments()).as(description).isEqualTo(e.comments());
        assertThat(a).as(description).isEqualTo(e);
    }

    private static Schema inOrder(Schema schema) {
        SchemaBuilder builder = schema.toBuilder();
        builder.tables.replaceAll((name, table) -> table.withColumns(table.columns().stream()
                .map(column -> column.withNotNullName(null))
                .sorted(Comparator.comparing(Column::name))
                .toList()));
        return builder.build();
    }
}
