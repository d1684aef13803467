package io.qail.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Versioned scripts and the exact SQL they become. */
class DeltaPlanTests {

    /** The same around every transform; what it does is for a database to show. */
    private static final Pattern SILENCED = Pattern.compile("DO \\$qail\\$\n.*?\n\\$qail\\$;\n", Pattern.DOTALL);

    private static final String USERS = """
            table users {
              id bigint generated_identity primary_key
              email varchar(40) not_null unique
              age int
            }
            """;

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aScriptBecomesExactlyThisSql(String name, String base, String delta, String sql) {
        assertThat(SILENCED.matcher(Scripts.delta(base, delta).describe("public"))
                        .replaceAll("DO …;\n"))
                .isEqualTo(sql);
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of("a new table", "", USERS, """
                        CREATE TABLE public.users (
                            id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
                            email character varying(40) NOT NULL,
                            age integer,
                            CONSTRAINT users_email_key UNIQUE (email),
                            CONSTRAINT users_pkey PRIMARY KEY (id)
                        );
                        """),
                Arguments.of("two tables that point at each other (S14)", "", """
                        table a { id int primary_key
                          b_id int references b }
                        table b { id int primary_key
                          a_id int references a(id) on_delete cascade }
                        """, """
                        CREATE TABLE public.a (
                            id integer NOT NULL,
                            b_id integer,
                            CONSTRAINT a_pkey PRIMARY KEY (id)
                        );
                        CREATE TABLE public.b (
                            id integer NOT NULL,
                            a_id integer,
                            CONSTRAINT b_pkey PRIMARY KEY (id)
                        );
                        ALTER TABLE public.a ADD CONSTRAINT a_b_id_fkey FOREIGN KEY (b_id) REFERENCES public.b(id);
                        ALTER TABLE public.b ADD CONSTRAINT b_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a(id) ON DELETE CASCADE;
                        """),
                Arguments.of("a serial column", "", "table t { id serial primary_key }", """
                        CREATE SEQUENCE public.t_id_seq AS integer;
                        CREATE TABLE public.t (
                            id integer DEFAULT nextval('public.t_id_seq'::regclass) NOT NULL,
                            CONSTRAINT t_pkey PRIMARY KEY (id)
                        );
                        ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id;
                        """),
                Arguments.of("a new column, filled before it is NOT NULL", USERS, """
                        add users.name text not_null default 'nobody'
                        transform split_part(email, '@', 1) -> users.name
                        """, """
                        ALTER TABLE public.users ADD COLUMN name text;
                        ALTER TABLE public.users ALTER COLUMN name SET DEFAULT 'nobody';
                        DO …;
                        UPDATE public.users SET name = split_part(email, '@', 1) WHERE (CASE WHEN (name) IS DISTINCT FROM NULL THEN pg_catalog.format('%s', (name)) END) COLLATE pg_catalog."C" IS DISTINCT FROM (CASE WHEN ((split_part(email, '@', 1))::text) IS DISTINCT FROM NULL THEN pg_catalog.format('%s', ((split_part(email, '@', 1))::text)) END) COLLATE pg_catalog."C";
                        DO …;
                        ALTER TABLE public.users ALTER COLUMN name SET NOT NULL;
                        """),
                Arguments.of("a column whose values move to another", USERS, """
                        add users.born int
                        transform 2026 - age -> users.born
                        drop users.age
                        """, """
                        ALTER TABLE public.users ADD COLUMN born integer;
                        DO …;
                        UPDATE public.users SET born = 2026 - age WHERE (born) IS DISTINCT FROM ((2026 - age)::integer);
                        DO …;
                        ALTER TABLE public.users DROP COLUMN age;
                        """),
                Arguments.of("a type change with a conversion of its own", USERS, """
                        alter users.age text default 'unknown'
                        transform age || ' years' -> users.age
                        """, """
                        ALTER TABLE public.users ALTER COLUMN age TYPE text USING age || ' years';
                        ALTER TABLE public.users ALTER COLUMN age SET DEFAULT 'unknown';
                        """),
                Arguments.of(
                        "a type change that no assignment cast covers",
                        "table t { a text default '1' }",
                        "alter t.a int default 1",
                        """
                        ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
                        ALTER TABLE public.t ALTER COLUMN a TYPE integer USING a::integer;
                        ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 1;
                        """),
                Arguments.of(
                        "a type change that an assignment cast covers",
                        "table t { a bigint }",
                        "alter t.a varchar(5)",
                        "ALTER TABLE public.t ALTER COLUMN a TYPE character varying(5);\n"),
                Arguments.of(
                        "a dropped column, with what stands on it named (S14)", """
                        table t { a int
                          b int
                          check (a + b > 0) name ck
                          unique (a, b) name uq }
                        index ix on t (b, a)
                        """,
                        "drop t.b", """
                        ALTER TABLE public.t DROP CONSTRAINT ck;
                        ALTER TABLE public.t DROP CONSTRAINT uq;
                        DROP INDEX public.ix;
                        ALTER TABLE public.t DROP COLUMN b;
                        """),
                Arguments.of("a foreign-key column and its parent table (S14)", """
                        table parent { id int primary_key }
                        table child { parent_id int references parent(id) }
                        """, """
                        drop child.parent_id
                        drop parent
                        """, """
                        ALTER TABLE public.child DROP CONSTRAINT child_parent_id_fkey;
                        ALTER TABLE public.child DROP COLUMN parent_id;
                        DROP TABLE public.parent;
                        """),
                Arguments.of("a renamed table and column, and a new type (S12)", USERS, """
                        rename users -> accounts
                        rename accounts.email -> accounts.mail
                        alter accounts.mail text
                        """, """
                        ALTER TABLE public.users RENAME TO accounts;
                        ALTER TABLE public.accounts RENAME COLUMN email TO mail;
                        ALTER TABLE public.accounts ALTER COLUMN mail TYPE text;
                        """),
                Arguments.of("a rename behind the steps that it concerns", USERS, """
                        transform lower(email) -> users.email
                        rename users.email -> users.mail
                        """, """
                        ALTER TABLE public.users RENAME COLUMN email TO mail;
                        DO …;
                        UPDATE public.users SET mail = lower(mail) WHERE (CASE WHEN (mail) IS DISTINCT FROM NULL THEN pg_catalog.format('%s', (mail)) END) COLLATE pg_catalog."C" IS DISTINCT FROM (CASE WHEN ((lower(mail))::character varying(40)) IS DISTINCT FROM NULL THEN pg_catalog.format('%s', ((lower(mail))::character varying(40))) END) COLLATE pg_catalog."C";
                        DO …;
                        """),
                Arguments.of("an index built without a lock", USERS, """
                        index concurrently ix_age on users (age desc)
                        comment on index ix_age "for reports"
                        """, """
                        -- after the commit, each on its own
                        CREATE INDEX CONCURRENTLY ix_age ON public.users USING btree (age DESC);
                        COMMENT ON INDEX public.ix_age IS 'for reports';
                        """),
                Arguments.of(
                        "a label more",
                        "enum mood { sad, ok }\ntable t { m mood }",
                        "enum mood { awful, sad, fine, ok }",
                        """
                        ALTER TYPE public.mood ADD VALUE 'awful' BEFORE 'sad';
                        ALTER TYPE public.mood ADD VALUE 'fine' AFTER 'sad';
                        """),
                Arguments.of(
                        "a label more that the same version uses",
                        "enum mood { sad, ok }\ntable t { m mood }",
                        """
                        enum mood { sad, ok, meh }
                        alter t.m default 'meh'
                        """,
                        """
                        ALTER TYPE public.mood RENAME TO mood_old;
                        CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'meh');
                        ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::text::public.mood;
                        ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'meh';
                        DROP TYPE public.mood_old;
                        """),
                Arguments.of("a label less, its values converted", """
                        enum mood { sad, ok, meh }
                        table t { m mood default 'ok'::mood check(m <> 'sad'::mood) }
                        """, """
                        enum mood { sad, ok }
                        transform CASE m WHEN 'meh' THEN 'ok' ELSE m::text END::mood -> t.m
                        """, """
                        ALTER TABLE public.t DROP CONSTRAINT t_m_check;
                        ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT;
                        ALTER TYPE public.mood RENAME TO mood_old;
                        CREATE TYPE public.mood AS ENUM ('sad', 'ok');
                        ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING CASE m WHEN 'meh' THEN 'ok' ELSE m::text END::mood;
                        ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'ok'::mood;
                        DROP TYPE public.mood_old;
                        ALTER TABLE public.t ADD CONSTRAINT t_m_check CHECK (m <> 'sad'::mood);
                        """),
                Arguments.of("rows from a file and SQL, between old and new", "table t { a int }", """
                        add t.b text not_null
                        copy t (b) from 'rows.csv.gz'
                        sql $$ UPDATE t SET b = 'x' WHERE b IS NULL; -- all $$ undo $$ SELECT 1 $$
                        drop t.a
                        """, """
                        ALTER TABLE public.t ADD COLUMN b text;
                        -- rows of rows.csv.gz into t
                        COPY public.t (b) FROM STDIN (FORMAT csv, HEADER);
                        UPDATE t SET b = 'x' WHERE b IS NULL; -- all
                        ;
                        ALTER TABLE public.t ALTER COLUMN b SET NOT NULL;
                        ALTER TABLE public.t DROP COLUMN a;
                        """),
                Arguments.of("a key that a foreign key stands on moves", """
                        table parent { id int primary_key
                          code int not_null }
                        table child { p int references parent(id) }
                        """, """
                        alter parent drop constraint parent_pkey
                        alter parent add constraint parent_pkey primary_key (code)
                        alter parent add constraint parent_id_key unique (id)
                        """, """
                        ALTER TABLE public.child DROP CONSTRAINT child_p_fkey;
                        ALTER TABLE public.parent DROP CONSTRAINT parent_pkey;
                        ALTER TABLE public.parent ADD CONSTRAINT parent_pkey PRIMARY KEY (code);
                        ALTER TABLE public.parent ADD CONSTRAINT parent_id_key UNIQUE (id);
                        ALTER TABLE public.child ADD CONSTRAINT child_p_fkey FOREIGN KEY (p) REFERENCES public.parent(id);
                        """),
                Arguments.of(
                        "a serial column that becomes an identity goes on counting",
                        "table t { id bigserial primary_key }",
                        "alter t.id bigint no_default generated_identity\ndrop sequence t_id_seq",
                        """
                        DO …;
                        ALTER TABLE public.t ALTER COLUMN id DROP DEFAULT;
                        ALTER TABLE public.t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
                        SELECT pg_catalog.setval(d.objid::pg_catalog.regclass, v.last) FROM pg_catalog.pg_depend d, pg_catalog.pg_attribute a, (SELECT pg_catalog.max(id) AS last FROM public.t) v WHERE a.attrelid = 'public.t'::pg_catalog.regclass AND a.attname = 'id' AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i' AND v.last >= 1;
                        DO …;
                        DROP SEQUENCE public.t_id_seq;
                        """),
                Arguments.of("names that need quotes, and another schema (S15, S17)", "schema \"My Schema\"", """
                        table "My Schema"."Users" { "Full Name" text not_null
                          "select" int }
                        comment on "My Schema"."Users"."Full Name" "it's \\ here"
                        """, """
                        CREATE TABLE "My Schema"."Users" (
                            "Full Name" text NOT NULL,
                            "select" integer
                        );
                        COMMENT ON COLUMN "My Schema"."Users"."Full Name" IS E'it''s \\\\ here';
                        """),
                Arguments.of(
                        "a changed generated column is computed anew",
                        "table t { a int\n b int generated_stored(a + 1) }",
                        "alter t.b generated_stored(a + 2)",
                        """
                        ALTER TABLE public.t DROP COLUMN b;
                        ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS (a + 2) STORED;
                        """),
                Arguments.of(
                        "a column under a generated one gets another type",
                        "table t { a int\n b int generated_stored(a + 1) }",
                        "alter t.a bigint",
                        """
                        ALTER TABLE public.t DROP COLUMN b;
                        ALTER TABLE public.t ALTER COLUMN a TYPE bigint;
                        ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS (a + 1) STORED;
                        """));
    }
}
