package io.qail.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.schema.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects that stand for themselves: from text to the schema, and to the one canonical text. */
class ObjectStatementTests {

    private static Schema read(String text) {
        return SchemaReader.toSchema(
                List.of(QailParser.parse(new SourceFile("schema.qail", text), "public")), "public");
    }

    private static String canonical(String text) {
        Schema schema = read(text);
        String canonical = QailFormatter.format(schema, "public");
        assertThat(read(canonical)).isEqualTo(schema);
        return canonical;
    }

    @Test
    void everyKindOfObjectHasOneCanonicalText() {
        String text = """
                enum mood { sad, ok }

                domain positive_int integer collate "C" default 1 not_null check (value > 0) check_name ck_pos

                type address {
                  street text
                  city text collate "C"
                }

                table days partition_by range (day) {
                  day date not_null
                  nr integer
                }

                table days_2024 partition_of days for values from ('2024-01-01') to ('2025-01-01')

                table days_rest partition_of days default

                table heir inherits (users) {
                  more text
                }

                table seats {
                  a integer
                  b integer
                  primary_key (a, b) name seats_pkey
                }

                table users unlogged with (fillfactor = 70) {
                  id integer primary_key
                  email text constraint nn_mail not_null
                  name text
                  boss integer references users(id) on_delete set_null
                  a integer
                  b integer
                  foreign_key (a, b) references seats(a, b) name fk_seat on_delete set_null (b)
                  enable_rls
                  force_rls
                }

                index ix on users (name) with (fillfactor = 80) where (a > 0)

                statistics st (mcv, ndistinct) on name, lower(email) from users target 500

                view active_users (a, b) check_option local security_invoker $$
                select id, name from users
                $$

                materialized view totals with (fillfactor = 70) $$
                select count(*) as n from users
                $$

                function f(a integer, inout b text, variadic c integer[] default '{}') returns setof record language plpgsql window immutable strict leakproof security_definer parallel safe cost 10 rows 5 support s set search_path = x, public transform for type hstore $$ begin return; end $$

                function g(a integer) returns table (x integer, y text) language sql $$ select 1, 'a' $$

                function h(a integer) returns integer language sql return a + 1

                function k() returns integer language sql begin atomic
                  select case when true then 1 end;
                end

                function touch() returns trigger language plpgsql $$ begin return new; end $$

                procedure p(a integer) language sql $$ select 1 $$

                aggregate total(integer) { initcond = '0', sfunc = int4pl, stype = integer }

                constraint trigger later on users after insert from seats initially_deferred for_each_row execute touch()
                trigger trg on users before insert or update of email, name for_each_row when (new.name is not null) execute touch('arg') disabled

                policy tenant on users restrictive for select to app, other using (name = current_user) with_check (true)

                grant usage on enum mood to app
                grant insert, select on table users to public with_grant_option
                grant select (email, name), update (name) on table users to app
                revoke execute on function f(integer, text, integer[]) from public
                grant execute on function f(integer, text, integer[]) to app
                alter default privileges for role r in schema public grant select on tables to app

                comment on column active_users.a "a column of a view"
                comment on function f(integer, text, integer[]) "it's"
                comment on trigger users.trg "t"
                comment on policy users.tenant "p"
                """;
        assertThat(canonical(text)).isEqualTo(text);
    }
}
