package io.qail.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.schema.Statement;
import org.junit.jupiter.api.Test;

class QailParserTests {

    private static ParsedFile parse(String text) {
        return QailParser.parse(new SourceFile("test.qail", text), "public");
    }

    @Test
    void readsTheExampleOfTheLanguagePage() {
        ParsedFile file = parse("""
                -- depends: 1, 2.1
                table billing.invoices {
                  id          bigint generated_identity primary_key
                  customer_id uuid not_null references customers(id) on_delete restrict
                  number      varchar(32) not_null unique
                  total       numeric(12,2) not_null default 0 check(total >= 0) check_name ck_total
                  search      tsvector generated_stored(to_tsvector('simple', number))
                  hall int
                  nr   int
                  during tstzrange
                  foreign_key (hall, nr) references seats(hall, nr) constraint fk_seat on_delete cascade
                  unique (hall, nr) name uq_hall_nr nulls_not_distinct        -- extended
                  check (nr > 0) name ck_nr
                  exclude using gist (hall with =, during with &&)
                }
                """);
        assertThat(file.depends()).containsExactly("1", "2.1");
        Statement.DeclareTable table =
                (Statement.DeclareTable) file.statements().get(0);
        assertThat(table.table().columns())
                .extracting(column -> column.sql())
                .containsExactly(
                        "id bigint GENERATED ALWAYS AS IDENTITY NOT NULL",
                        "customer_id uuid NOT NULL",
                        "number character varying(32) NOT NULL",
                        "total numeric(12,2) DEFAULT 0 NOT NULL",
                        "search tsvector GENERATED ALWAYS AS (to_tsvector('simple', number)) STORED",
                        "hall integer",
                        "nr integer",
                        "during tstzrange");
        assertThat(table.table().constraints())
                .extracting(constraint -> constraint.sql())
                .containsExactly(
                        "CONSTRAINT ck_nr CHECK (nr > 0)",
                        "CONSTRAINT ck_total CHECK (total >= 0)",
                        "CONSTRAINT fk_seat FOREIGN KEY (hall, nr) REFERENCES public.seats(hall, nr) ON DELETE CASCADE",
                        "CONSTRAINT invoices_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customers(id) ON DELETE RESTRICT",
                        "CONSTRAINT invoices_hall_during_excl EXCLUDE USING gist (hall WITH =, during WITH &&)",
                        "CONSTRAINT invoices_number_key UNIQUE (number)",
                        "CONSTRAINT invoices_pkey PRIMARY KEY (id)",
                        "CONSTRAINT uq_hall_nr UNIQUE NULLS NOT DISTINCT (hall, nr)");
    }
}
