package io.qail.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.qail.error.ScriptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QailLayoutTests {

    private static String layout(String text) {
        return QailLayout.format(new SourceFile("schema.qail", text));
    }

    @Test
    void putsLinesInOrderAndLeavesWordsAndCommentsAlone() {
        String untidy =
                "\r\n\r\n--  who  uses it   \r\ntable users{\r\n\r\n\tid    bigint   primary_key -- the  key \r\n"
                        + "      email text /* or none */ default   'a  b'\tnot_null\r\n   check (length(email)\r\n"
                        + "     > 3)\r\n\r\n\r\n   # the end\r\n\r\n}\r\n\r\n\r\n\r\nunique index i\r\n on users  (email)"
                        + "\r\nsql $$ select  1;\n   select 2 $$";
        String tidy = """
                --  who  uses it
                table users {
                  id bigint primary_key -- the  key
                  email text /* or none */ default 'a  b' not_null
                  check (length(email)
                    > 3)

                  # the end
                }

                unique index i
                  on users (email)
                sql $$ select  1;
                   select 2 $$
                """;
        assertThat(layout(untidy)).isEqualTo(tidy);
        assertThat(layout(tidy)).isEqualTo(tidy);
        assertThat(layout("")).isEmpty();
        assertThat(layout("\n\n-- nothing\n\n")).isEqualTo("-- nothing\n");
    }

    @Test
    void whatTheFormatterWritesIsInOrder() {
        for (long seed = 0; seed < 100; seed++) {
            String text = QailFormatter.format(RandomSchemas.schema(seed), "public");
            assertThat(layout(text)).as("seed %d", seed).isEqualTo(text);
        }
    }

    @Test
    void wordsAndCommentsStayHoweverTheTextWasWritten() {
        for (long seed = 0; seed < 100; seed++) {
            String untidy = untidy(QailFormatter.format(RandomSchemas.schema(seed), "public"), new Random(seed));
            String tidy = layout(untidy);
            assertThat(words(tidy)).as("seed %d:%n%s", seed, untidy).isEqualTo(words(untidy));
            assertThat(layout(tidy)).as("seed %d", seed).isEqualTo(tidy);
        }
    }

    private static List<String> words(String text) {
        Lexer lexer = new Lexer(text);
        List<String> words = new ArrayList<>();
        int at = 0;
        for (Token token = lexer.next(0); token.kind() != Token.Kind.END; token = lexer.next(at)) {
            words.add(text.substring(at, token.start()).strip().replaceAll("\\s+", " "));
            words.add((token.firstOfLine() ? "line: " : "") + text.substring(token.start(), token.end()));
            at = token.end();
        }
        return words;
    }

    /** Blanks, line ends of another kind and comments between words. */
    private static String untidy(String text, Random random) {
        Lexer lexer = new Lexer(text);
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (Token token = lexer.next(0); token.kind() != Token.Kind.END; token = lexer.next(at)) {
            String gap = text.substring(at, token.start());
            out.append(gap.contains("\n") && random.nextInt(3) == 0 ? " -- a { comment\r\n" : "");
            out.append(gap.isBlank() ? gap.replace("\n", "\n\n \t") : gap);
            out.append(!gap.isEmpty() && random.nextInt(4) == 0 ? "/* { */  " : "");
            out.append(text, token.start(), token.end());
            at = token.end();
        }
        return out.toString();
    }

    @Test
    void aFileThatCannotBeReadIsNotTouched() {
        assertThatExceptionOfType(ScriptException.class)
                .isThrownBy(() -> layout("table users { id bigintt( }"))
                .withMessageContaining("schema.qail:1:");
    }
}
