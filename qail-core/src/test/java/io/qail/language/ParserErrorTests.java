package io.qail.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qail.error.Diagnostic;
import io.qail.error.ScriptException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserErrorTests {

    private static List<Diagnostic> errors(String text) {
        ScriptException thrown = catchThrowableOfType(
                ScriptException.class, () -> QailParser.parse(new SourceFile("V2__x.qail", text), "public"));
        assertThat(thrown).as("an error in: %s", text).isNotNull();
        return thrown.diagnostics();
    }

    private static String onlyError(String text) {
        List<Diagnostic> errors = errors(text);
        assertThat(errors).as("errors of: %s", text).hasSize(1);
        return errors.get(0).render();
    }

    @Test
    void showsTheLineWithACaretAndWhatWasMeant() {
        assertThat(onlyError("table users {\n\tid int\n\temail\ttext notnull\n}\n"))
                .isEqualTo("""
                V2__x.qail:3:13: unexpected `notnull`, expected an option of column email or the end of the line
                    \temail\ttext notnull
                    \t     \t     ^
                    did you mean `not_null`?""");
    }

    @Test
    void collectsEveryErrorOfTheFileAndGoesOnBehindEach() {
        assertThat(errors("""
                tabel users { id int }
                table t {
                  a int default
                  b int check (a > 0
                  c int check ()
                  d int references
                  ok int
                  e int unqiue, f int primry_key
                  g
                }
                index i on t (a || b)
                enum mood { sad, ok, sad }
                drop users.email confrim
                alter t.a serial
                """))
                .extracting(error ->
                        error.position().line() + ":" + error.position().column() + " " + error.message())
                .containsExactly(
                        "1:1 no statement begins with `tabel`",
                        "3:16 the line ends where an expression is expected",
                        "4:15 this parenthesis is never closed",
                        "5:15 the parentheses are empty where a condition is expected",
                        "6:19 the line ends where the referenced table is expected",
                        "8:9 unexpected `unqiue`, expected an option of column e or the end of the line",
                        "8:23 unexpected `primry_key`, expected an option of column f or the end of the line",
                        "9:3 column g has no type",
                        "11:15 an expression in an index must stand in parentheses",
                        "12:22 the label `sad` comes twice",
                        "13:18 unexpected `confrim`, expected the end of the line",
                        "14:11 `serial` makes a new column and its sequence, it is no type");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    primary_key (b without_overlaps) | needs another column in front of the range
                    primary_key (b without_overlaps, a) | the range is the last column of a key
                    foreign_key (a, period b) references u(a, b) | stands on one side of the foreign key only
                    """)
    void aKeyOfRangesIsWrittenAsPostgresWantsIt(String line, String finding) {
        assertThat(onlyError("table t { a int\n b daterange\n " + line + " }")).contains(finding);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    tabel t { a int }               | table
                    idnex i on t (a)                | index
                    table t { a int defualt 1 }     | default
                    table t { a int references t on_delet cascade } | on_delete
                    table t { a int references t on_delete casacde } | cascade
                    sequence s { strat 1 }          | start
                    extension x versoin '1'         | version
                    index i on t (a) wehre a > 0    | where
                    """)
    void suggestsTheNearestWordThatIsLegalThere(String text, String word) {
        assertThat(onlyError(text)).endsWith("did you mean `" + word + "`?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "table t {\n  a int\n  b 'open\n}\n",
                "table t { a int }\n\"open",
                "sql $$ open",
                "/* open",
                "x $t$ $$"
            })
    void anUnclosedQuoteIsAnErrorAtItsOpening(String text) {
        Diagnostic last = errors(text).get(errors(text).size() - 1);
        assertThat(last.message()).endsWith("is never closed");
        assertThat(text.lines()
                        .toList()
                        .get(last.position().line() - 1)
                        .substring(last.position().column() - 1))
                .matches("('|\"|\\$|/\\*).*");
    }

    @Test
    void aMissingBraceIsAnErrorAtTheOpeningOne() {
        assertThat(onlyError("table a {\n  id int\n\ntable b {\n  id int\n}\n"))
                .startsWith("V2__x.qail:1:9: the block of table a is never closed");
        assertThat(onlyError("table a {\n  id int\n"))
                .startsWith("V2__x.qail:1:9: the block of table a is never closed");
        assertThat(onlyError("enum a {\n  b\n")).startsWith("V2__x.qail:1:8: this block is never closed");
        assertThat(onlyError("table a { id int }\n}\n")).startsWith("V2__x.qail:2:1: there is no open block");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "table t { a int, a text }",
                "table t { a int, unique (b) }",
                "table t { a int, primary_key (b) }",
                "table t { a int primary_key, b int, primary_key (b) }",
                "table t { a int primary_key nullable }",
                "table t { a int nullable not_null }",
                "table t { a int nullable, primary_key (a) }",
                "table t { a int default 1 default 2 }",
                "table t { a int default 1 generated_identity }",
                "table t { a text generated_identity }",
                "table t { a int no_default }",
                "table t { a int on_delete cascade }",
                "table t { a int unique on_delete cascade }",
                "table t { a int constraint x check (a > 0) constraint x unique }",
                "table t { a int, foreign_key (a) references b(c, d) }",
                "table t { a int default a is not null }",
                "table t { a text(3) }",
                "table t { a numeric(1,2,3) }",
                "table t { a storage main }",
                "table t { \"\" int }",
                "table t { a int }\ntable t { a int }",
                "enum e { a }\nenum e { a }",
                "index i on t (a)\nindex i on t (b)",
                "sequence s\nsequence s",
                "sequence s { increment 0 }",
                "sequence s { start 5 maxvalue 4 }",
                "sequence s { as smallint maxvalue 40000 }",
                "sequence s { start 99999999999999999999 }",
                "sequence s { as text }",
                "index other.i on t (a)",
                "rename a.b -> c.d",
                "rename a.b -> c",
                "rename index a -> b",
                "transform x -> y",
                "alter t.a",
                "alter t.a generated_identity",
                "copy t (a) from '../secret.csv'",
                "copy t (a) from '/etc/passwd'",
                "copy t (a) from 'c:\\x.csv'",
                "sql $$ $$",
                "index i on t (a);",
                "table t { a int; }"
            })
    void whatCannotBeMeantIsOneError(String text) {
        assertThat(onlyError(text)).startsWith("V2__x.qail:");
    }

    /** S15: PostgreSQL would cut the name and meet another object. */
    @Test
    void aNameThatPostgresWouldCutIsAnError() {
        String fits = "ü".repeat(31);
        assertThat(QailParser.parse(new SourceFile("f", "table " + fits + " { a int }"), "public")
                        .statements())
                .hasSize(1);
        assertThat(onlyError("table " + fits + "üx { a int }")).contains("longer than 63 bytes");
        assertThat(onlyError("table t { \"" + "x".repeat(64) + "\" int }")).contains("longer than 63 bytes");
        assertThat(onlyError("enum e { " + "x".repeat(64) + " }")).contains("1 to 63 bytes");
    }

    @Test
    void invisibleCharactersAreShown() {
        assertThat(onlyError("table t\u00a0x { a int }")).contains("invisible character");
        assertThat(onlyError("table t { a int }\0")).contains("NUL");
    }

    /** S31: what stands in a file can only run where the file says that it is SQL. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "table t { a int default 1; drop table users }",
                "table t { a int default (1; drop table users) }",
                "table t { a int default 1) }",
                "table t { a int default [1) }",
                "table t { a int check (a > 0)) }",
                "table t { a int check (a > 0; select 1) }",
                "index i on t (a) where a > 0; drop table t",
                "index i on t (a) where a > 0) -- x",
                "index i on t (lower(a); drop table t)",
                "transform 1; drop table t -> t.a",
                "table t { a geometry(1); drop table t }"
            })
    void anExpressionCannotEndItsStatementS31(String text) {
        assertThat(errors(text)).isNotEmpty();
    }

    @Test
    void manyErrorsEndWithASentenceThatSaysSo() {
        List<Diagnostic> errors = errors("nonsense\n".repeat(1000));
        assertThat(errors).hasSize(Findings.MAXIMUM + 1);
        assertThat(errors.get(Findings.MAXIMUM).message()).startsWith("too many errors");
    }

    @Test
    void aLineOfMegabytesIsNotShown() {
        assertThat(onlyError("table t { a int check (" + "a + ".repeat(100_000) + "; }")
                        .length())
                .isLessThan(500);
    }
}
