package io.qail.language;

import io.qail.language.Token.Kind;
import io.qail.schema.Identifier;
import java.util.ArrayList;
import java.util.List;

/** The tokens of SQL that stands in a file or comes from PostgreSQL. */
final class SqlTokens {

    private SqlTokens() {}

    /** All of them; of a text with an open quote, which neither of the two has, those in front of it. */
    static List<Token> of(String text) {
        Lexer lexer = new Lexer(text);
        List<Token> tokens = new ArrayList<>();
        try {
            for (Token token = lexer.nextOfSql(0); token.kind() != Kind.END; token = lexer.nextOfSql(token.end())) {
                tokens.add(token);
            }
        } catch (SyntaxError unclosed) {
            return tokens;
        }
        return tokens;
    }

    /** The name that a word or a quoted identifier stands for. */
    static String name(String text, Token token) {
        return token.kind() == Kind.QUOTED
                ? text.substring(token.start() + 1, token.end() - 1).replace("\"\"", "\"")
                : Identifier.fold(text.substring(token.start(), token.end()));
    }
}
