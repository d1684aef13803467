package io.qail.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.drift.Drift;
import io.qail.drift.SchemaComparison;
import io.qail.language.QailFormatter;
import io.qail.language.QailParser;
import io.qail.language.RandomSchemas;
import io.qail.language.SchemaReader;
import io.qail.language.SourceFile;
import io.qail.schema.Schema;
import io.qail.test.EnabledOnPostgres;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a file declares, made in a database from the pieces of SQL in its records, is read back as declared. */
@PostgresTest
class RoundTripTests {

    private static final String EVERYTHING = """
            schema billing
            schema "Odd Schema"
            enum mood { sad, ok, "very 'happy'" }
            enum billing.state { on, off }
            sequence billing.invoice_no { start 1000 increment 5 cache 5 as integer owned_by billing.invoices.number }

            table users {
              id         bigserial primary_key
              email      varchar(80) not_null unique default 'x'
              feeling    mood default 'ok'
              feelings   mood[] default '{sad,ok}'
              score      i32 check(score >= 0 and score < 100) check_name ck_score
              balance    decimal(12, 2) not_null default 0
              ratio      f64 default 0.5
              created_at timestamptz not_null default now()
              updated_at timestamp(3) default current_timestamp
              token      uuid default uuid()
              doc        jsonb default '{}'
              tags       text[] default array['a']
              "Mixed Case" str collate "C"
              "select"   bool default true
              code       char(3)
              flags      bit(4) default B'0000'
              day        date default '2020-01-01'
              pause      interval day to second(2)
              raw        bytes storage external
              note       text compression pglz
              lower_mail text generated_stored(lower(email))
              unique (feeling, score) name uq_feeling
            }

            table billing.invoices {
              id     bigint generated_identity primary_key
              nr     int generated_by_default_identity(start 10 increment 2) not_null
              number int default nextval('billing.invoice_no')
              user_id bigint not_null references users(id) on_delete cascade on_update restrict deferrable initially_deferred
              state  billing.state not_null default 'on'
              during tstzrange
              span   int4range
              total  numeric not_null
              exclude using gist (during with &&, span with =) where (total > 0)
              check (total > 0 or nr is not null) name ck_total
              unique (nr, total) name uq_nr
            }

            table "Odd Schema"."order by" {
              "a b" int
              nr    int
              total numeric
              foreign_key (nr, total) references billing.invoices(nr, total) constraint fk_invoice on_delete set_null
              primary_key ("a b", nr) name "pk of order"
            }

            table lonely { }

            index ix_mail on users (lower(email))
            unique index concurrently uq_mail on users using btree (email desc nulls_last, (score + 1)) include (day) where note is null
            index ix_doc on users using gin (doc jsonb_path_ops)
            index "ix Odd" on "Odd Schema"."order by" ("a b" desc)
            index ix_c on users ("Mixed Case" collate "POSIX" text_pattern_ops)

            comment on users "people"
            comment on users.email "it's where we write to"
            comment on billing.invoices.total "sum"
            """;

    @Test
    void everythingTheLanguageSays_S15_S17(TestDatabase template) throws SQLException {
        assertRoundTrip(template.fresh(), EVERYTHING);
    }

    @Test
    @EnabledOnPostgres(min = 15)
    void nullsNotDistinct(TestDatabase template) throws SQLException {
        assertRoundTrip(template.fresh(), """
                table t { a int
                  b int
                  unique (a, b) name uq nulls_not_distinct }
                unique index i on t (b) nulls_not_distinct
                """);
    }

    @Test
    @EnabledOnPostgres(min = 18)
    void virtualColumns(TestDatabase template) throws SQLException {
        assertRoundTrip(template.fresh(), """
                table t { a int not_null
                  b int generated_virtual(a * 2) }
                """);
    }

    @Test
    @EnabledOnPostgres(min = 18)
    void keysOfRanges(TestDatabase template) throws SQLException {
        assertRoundTrip(template.fresh(), """
                extension "btree_gist"
                table rooms { id int
                  open daterange
                  primary_key (id, open without_overlaps) }
                table bookings { room int
                  period daterange
                  during daterange
                  unique (room, period without overlaps) name uq deferrable
                  foreign_key (room, period during) references rooms(id, period open) }
                """);
    }

    @Test
    void everyTypeInItsAliases(TestDatabase template) throws SQLException {
        StringBuilder text = new StringBuilder("table t {\n");
        List<String> types = List.of(
                "int2",
                "int4",
                "int8",
                "smallint",
                "float(24)",
                "float(25)",
                "real",
                "double precision",
                "numeric(5)",
                "dec(5,2)",
                "char",
                "character varying(5)",
                "varchar",
                "bpchar",
                "name",
                "bit",
                "bit(3)",
                "varbit(3)",
                "bit varying",
                "time",
                "time(2) with time zone",
                "timetz",
                "timestamp without time zone",
                "timestamptz(0)",
                "interval",
                "interval(3)",
                "interval year to month",
                "interval second(2)",
                "json",
                "xml",
                "inet",
                "cidr",
                "macaddr8",
                "money",
                "point",
                "polygon",
                "tsquery",
                "int4range",
                "int4multirange",
                "pg_lsn",
                "oid",
                "regclass",
                "int[][]",
                "text array",
                "varchar(5)[3]",
                "national character varying(7)",
                "nchar(2)",
                "\"char\"");
        for (int i = 0; i < types.size(); i++) {
            text.append("  c").append(i).append(' ').append(types.get(i)).append('\n');
        }
        assertRoundTrip(template.fresh(), text.append("}\n").toString());
    }

    @Test
    void randomSchemas_S15(TestDatabase database) throws SQLException {
        long first = Long.getLong("qail.test.seed", 0);
        int rounds = Integer.getInteger("qail.test.rounds", 50);
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(false);
            for (long seed = first; seed < first + rounds; seed++) {
                Schema declared = RandomSchemas.schema(seed);
                Schema live = make(connection, seed, declared);
                Schema inLiveWords = ExpressionEquivalence.inLiveWords(connection, declared, live, "public");
                assertThat(SchemaComparison.compare(inLiveWords, live))
                        .as("seed %d", seed)
                        .isEmpty();
                assertThat(inLiveWords).as("seed %d", seed).isEqualTo(live);
                connection.rollback();

                assertThat(make(connection, seed, live))
                        .as("seed %d again", seed)
                        .isEqualTo(live);
                connection.rollback();
                Schema pulled = SchemaReader.read(QailFormatter.format(live, "public"), "public");
                assertThat(pulled).as("seed %d pulled", seed).isEqualTo(live);
            }
        }
    }

    private static Schema make(Connection connection, long seed, Schema schema) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String sql : SchemaSql.of(schema)) {
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    throw new AssertionError("seed " + seed + ": " + sql, e);
                }
            }
        }
        return Catalog.read(connection, "public").schema();
    }

    private static void assertRoundTrip(TestDatabase database, String text) throws SQLException {
        Schema parsed = SchemaReader.toSchema(
                List.of(QailParser.parse(new SourceFile("schema.qail", text), "public")), "public");
        try (Connection connection = database.connection()) {
            ResolvedTypes resolved = TypeResolver.resolve(connection, parsed, "public");
            assertThat(resolved.unknown()).isEmpty();
            Schema declared = resolved.schema();
            database.execute(SchemaSql.of(declared).toArray(String[]::new));

            assertThat(Drift.check(connection, declared, "public")).isEmpty();
            LiveSchema live = Catalog.read(connection, "public");
            assertThat(live.unmanaged()).isEmpty();
            assertThat(live.schema().tables().keySet())
                    .isEqualTo(declared.tables().keySet());
            assertThat(ExpressionEquivalence.inLiveWords(connection, declared, live.schema(), "public"))
                    .isEqualTo(live.schema());

            assertThat(SchemaReader.read(QailFormatter.format(live.schema(), "public"), "public"))
                    .isEqualTo(live.schema());

            // What was read makes the same again.
            TestDatabase copy = database.fresh();
            copy.execute(SchemaSql.of(live.schema()).toArray(String[]::new));
            try (Connection other = copy.connection()) {
                Schema again = Catalog.read(other, "public").schema();
                assertThat(SchemaComparison.compare(live.schema(), again)).isEmpty();
                assertThat(again).isEqualTo(live.schema());
            }
        }
    }
}
