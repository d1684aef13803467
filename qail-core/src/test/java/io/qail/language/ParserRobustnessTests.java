package io.qail.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.qail.error.ScriptException;
import io.qail.schema.Expression;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S34: random, truncated and huge input is read, or is a {@link ScriptException}, in bounded time and memory. */
class ParserRobustnessTests {

    private static final int MEGABYTE = 1_000_000;

    private static final Duration TIME = Duration.ofSeconds(30);

    private static final List<String> WORDS = List.of(
            ("table enum extension schema sequence index unique comment on rename transform drop add alter copy sql "
                            + "bucket a b users int text numeric varchar not_null null default primary_key references check "
                            + "constraint name exclude using where include generated_identity generated_stored collate with "
                            + "confirm undo from is on_delete cascade set_null deferrable array interval to ( ) [ ] { } , . : "
                            + ":: ; -> = && + - * 1 2.5 'x' \"Q\" $$b$$ $t$ $ ' \" -- # /* */ E'\\n' \n \n \n \r\n")
                    .split(" "));

    /** Whether the text is a script; anything else than a {@link ScriptException} fails the test. */
    private static boolean parses(String text) {
        try {
            SchemaReader.toSchema(List.of(QailParser.parse(new SourceFile("f.qail", text), "public")), "public");
            return true;
        } catch (ScriptException e) {
            assertThat(e.diagnostics()).isNotEmpty().hasSizeLessThanOrEqualTo(Findings.MAXIMUM + 1);
            assertThat(e.getMessage()).hasSizeLessThan(1_000_000);
            return false;
        }
    }

    @Test
    void randomCharactersAreReadOrAreAnErrorS34() {
        Random random = new Random(34);
        for (int i = 0; i < 2000; i++) {
            String text = random.ints(random.nextInt(200), 0, 0x2FF)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            parses(text);
        }
    }

    @Test
    void randomWordsAreReadOrAreAnErrorS34() {
        Random random = new Random(3434);
        long read = IntStream.range(0, 5000)
                .filter(i -> parses(IntStream.range(0, random.nextInt(40))
                        .mapToObj(j -> WORDS.get(random.nextInt(WORDS.size())))
                        .collect(Collectors.joining(" "))))
                .count();
        assertThat(read).as("some of the soup is a script").isPositive();
    }

    @Test
    void truncatedAndDamagedScriptsAreReadOrAreAnErrorS34() {
        Random random = new Random(343434);
        for (int seed = 0; seed < 50; seed++) {
            String text = QailFormatter.format(RandomSchemas.schema(seed), "public");
            for (int i = 0; i < 10 && !text.isEmpty(); i++) {
                int at = random.nextInt(text.length());
                parses(text.substring(0, at));
                parses(text.substring(at));
                parses(text.substring(0, at) + WORDS.get(random.nextInt(WORDS.size())) + text.substring(at));
                parses(text.substring(0, at) + text.substring(Math.min(text.length(), at + 1 + random.nextInt(5))));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "(\n",
                ")",
                "[",
                "{",
                "{\n",
                "}",
                "\"",
                "'",
                "''",
                "$",
                "$a",
                "$a$b",
                "/*",
                "/* */",
                "--",
                "--\n",
                "#\n",
                "\n",
                "\r",
                ",",
                ";",
                ".",
                "->",
                "e'\\",
                "a",
                "a ",
                "a\n",
                "a.",
                "1",
                "é",
                "table a {",
                "table a {\n",
                "table a {\nb int,",
                "enum a {",
                "table a { b int default (\n",
                "table a { b int default [1,\n",
                "check (",
                "a int\n",
                "comment on a.b \"",
                "alter a.b int check (a)\n",
                "transform a -> ",
                "drop table a\n",
                "index a on b (c",
                "sql $$ x $$\n",
                "bucket a {"
            })
    void aMegabyteOfAnythingIsReadInTimeS34(String piece) {
        String text = piece.repeat(MEGABYTE / piece.length());
        assertTimeoutPreemptively(TIME, () -> parses(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b int default (1)\n", "b int,", "check (a > 0)\n", "unique (a)\n",
                        "b int check (a > 0) references c(d)\n",
                "(", "b geometry(", "b int default a + ", "b int not_null not_null\n",
                        "foreign_key (a) references b(a)\n"
            })
    void aMegabyteInsideATableIsReadInTimeS34(String line) {
        String text = "table t {\n  a int\n" + line.repeat(MEGABYTE / line.length()) + "\n}\n";
        assertTimeoutPreemptively(TIME, () -> parses(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(\n", "{\n", "a ", "table a { }\n", "/*"})
    void tenMegabytesAreReadInTimeS34(String piece) {
        String text = piece.repeat(10 * MEGABYTE / piece.length());
        assertTimeoutPreemptively(TIME, () -> parses(text));
    }

    @Test
    void deepNestingIsReadS34() {
        String deep = "(".repeat(10_000) + "1" + ")".repeat(10_000);
        assertThat(parses(
                        "table t {\n  a int default " + deep + " check " + deep + "\n}\nindex i on t (" + deep + ")\n"))
                .isTrue();
        assertThat(parses("/*".repeat(10_000) + "*/".repeat(10_000))).isTrue();
        assertThat(ColumnReferences.names(new Expression(deep + "::" + "a.".repeat(10_000) + "b")))
                .isEmpty();
    }

    @Test
    void aHundredThousandColumnsAreAnErrorS34() {
        String columns = IntStream.range(0, 100_000)
                .mapToObj(i -> "  c" + i + " int unique\n")
                .collect(Collectors.joining());
        SourceFile file = new SourceFile("f.qail", "table t {\n" + columns + "}\n");
        assertThatThrownBy(() -> QailParser.parse(file, "public"))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("PostgreSQL allows at most 1600 columns in a table");
    }

    @Test
    void tenThousandTablesAreReadInTime() {
        String tables = IntStream.range(0, 10_000)
                .mapToObj(i -> "table t" + i + " {\n  id bigserial primary_key\n  t int references t0(id)\n}\nindex i"
                        + i + " on t" + i + " (t)\n")
                .collect(Collectors.joining());
        assertTimeoutPreemptively(TIME, () -> assertThat(parses(tables)).isTrue());
    }
}
