package io.qail.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.ScriptException;
import io.qail.schema.BuiltInTypes;
import io.qail.schema.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeReaderTests {

    /** The right column is what {@code format_type} of PostgreSQL 15 prints for the left one. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    int                              | integer
                    INT4                             | integer
                    int8                             | bigint
                    i64                              | bigint
                    smallint                         | smallint
                    str                              | text
                    string                           | text
                    bool                             | boolean
                    bytes                            | bytea
                    real                             | real
                    float4                           | real
                    float                            | double precision
                    float(24)                        | real
                    float(25)                        | double precision
                    double                           | double precision
                    double precision                 | double precision
                    f64                              | double precision
                    decimal                          | numeric
                    dec(5)                           | numeric(5,0)
                    numeric( 12 , 2 )                | numeric(12,2)
                    numeric(3,-2)                    | numeric(3,-2)
                    varchar                          | character varying
                    varchar(32)                      | character varying(32)
                    char varying(3)                  | character varying(3)
                    national character varying (5)   | character varying(5)
                    char                             | character(1)
                    char(3)                          | character(3)
                    nchar(3)                         | character(3)
                    bpchar                           | bpchar
                    bpchar(3)                        | character(3)
                    "char"                           | "char"
                    bit                              | bit(1)
                    bit(4)                           | bit(4)
                    "bit"                            | "bit"
                    bit varying                      | bit varying
                    varbit(7)                        | bit varying(7)
                    timestamp                        | timestamp without time zone
                    timestamp(3)                     | timestamp(3) without time zone
                    timestamptz(3)                   | timestamp(3) with time zone
                    timestamp (3) with time zone     | timestamp(3) with time zone
                    timestamp without time zone      | timestamp without time zone
                    timetz                           | time with time zone
                    time(0)                          | time(0) without time zone
                    interval                         | interval
                    interval(3)                      | interval(3)
                    interval year to month           | interval year to month
                    interval day to second(3)        | interval day to second(3)
                    int[]                            | integer[]
                    int[3][4]                        | integer[]
                    int array                        | integer[]
                    int array[4]                     | integer[]
                    varchar(3)[]                     | character varying(3)[]
                    timestamptz(3)[]                 | timestamp(3) with time zone[]
                    pg_catalog.int4                  | integer
                    pg_catalog."char"                | "char"
                    pg_catalog.timestamptz(3)        | timestamp(3) with time zone
                    json                             | json
                    jsonb                            | jsonb
                    int4multirange                   | int4multirange
                    regclass                         | regclass
                    """)
    void everySpellingGetsTheWordsOfFormatType(String written, String canonical) {
        DataType type = QailParser.parseType(written);
        assertThat(type.sql()).isEqualTo(canonical);
        assertThat(BuiltInTypes.contains(type.name())).isTrue();
        assertThat(QailParser.parseType(canonical)).isEqualTo(type);
    }

    @Test
    void namesThatAreNotBuiltInKeepWhatIsWritten() {
        assertThat(QailParser.parseType("Mood")).isEqualTo(new DataType(null, "mood", "", 0));
        assertThat(QailParser.parseType("\"Mood\"[]")).isEqualTo(new DataType(null, "Mood", "", 1));
        assertThat(QailParser.parseType("billing.mood")).isEqualTo(new DataType("billing", "mood", "", 0));
        assertThat(QailParser.parseType("\"My Schema\".\"My \"\"Type\"\"\""))
                .isEqualTo(new DataType("My Schema", "My \"Type\"", "", 0));
        assertThat(QailParser.parseType("geometry( Point , 4326 )"))
                .isEqualTo(new DataType(null, "geometry", "(Point,4326)", 0));
        assertThat(QailParser.parseType("public.text")).isEqualTo(new DataType("public", "text", "", 0));
    }

    /** S15: a bare name that needs quotes gets them, also while nobody knows its schema. */
    @Test
    void anUnresolvedNameIsQuotedInSql() {
        assertThat(QailParser.parseType("\"x; drop table t\"").sql()).isEqualTo("\"x; drop table t\"");
        assertThat(QailParser.parseType("\"Mood\"[]").sql()).isEqualTo("\"Mood\"[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "(",
                "int int",
                "serial",
                "text(3)",
                "uuid(1)",
                "numeric(1,2,3)",
                "varchar(",
                "varchar(a)",
                "float(0)",
                "float(54)",
                "interval day(3)",
                "interval year to",
                "a.b.c",
                "\"integer\"",
                "national text",
                "x(;)",
                "int[",
                "int[a]",
                "x(')"
            })
    void whatIsNoTypeIsAnError(String text) {
        assertThatThrownBy(() -> QailParser.parseType(text)).isInstanceOf(ScriptException.class);
    }
}
