package io.qail.language;

import io.qail.language.Token.Kind;
import io.qail.schema.Expression;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes SQL expressions out of the text exactly as they are written. An expression has every quote and parenthesis
 * closed and no semicolon, so it cannot end the statement that it is put into.
 */
final class SqlReader {

    private final Cursor cursor;
    private final Lexer lexer;

    SqlReader(Cursor cursor) {
        this.cursor = cursor;
        this.lexer = cursor.lexer();
    }

    /** {@code (…)}: the expression between the parentheses. */
    Expression parenthesised(String what) {
        if (!cursor.at("(")) {
            throw cursor.unexpected("`(` and " + what, List.of());
        }
        Token open = cursor.peek();
        Token close = closing(open);
        Token first = lexer.nextOfSql(open.end());
        if (first.start() == close.start()) {
            throw cursor.error(open, "the parentheses are empty where " + what + " is expected", null);
        }
        // Up to the last token: a comment behind it would swallow what the expression is put in front of.
        int last = first.end();
        for (Token token = first; token.start() < close.start(); token = lexer.nextOfSql(token.end())) {
            last = token.end();
        }
        cursor.moveTo(close.end());
        return new Expression(StringLiteral.withLineFeeds(lexer.text.substring(first.start(), last)));
    }

    /** The parenthesis that closes this one. */
    Token closing(Token open) {
        int depth = 1;
        int offset = open.end();
        while (true) {
            Token token = lexer.nextOfSql(offset);
            if (cursor.is(token, "(")) {
                depth++;
            } else if (cursor.is(token, ")") && --depth == 0) {
                return token;
            } else if (token.kind() == Kind.END || cursor.is(token, "{") || cursor.is(token, "}")) {
                boolean swallowsAll = token.kind() == Kind.END;
                throw new SyntaxError(
                        open.start(), "this parenthesis is never closed", "add the closing )", swallowsAll);
            } else if (cursor.is(token, ";")) {
                throw cursor.error(token, "a semicolon cannot stand in an expression", null);
            }
            offset = token.end();
        }
    }

    /**
     * The expression up to the end of the line, or to a comma, brace, closing parenthesis or the given word, each outside
     * parentheses and brackets.
     *
     * @param ends whether a word at which an operand or an option may begin ends the expression
     */
    Expression bare(String what, Predicate<Token> ends) {
        if (cursor.atLineEnd()) {
            throw cursor.unexpected(what, List.of());
        }
        Token first = cursor.peek();
        int last = first.start();
        int brackets = 0;
        Token previous = null;
        Token token = lexer.nextOfSql(first.start());
        while (!cutsOff(token) && (brackets > 0 || !stops(token, previous, ends))) {
            if (cursor.is(token, "(")) {
                token = closing(token);
            } else if (cursor.is(token, "[")) {
                brackets++;
            } else if (cursor.is(token, "]")) {
                brackets--;
            } else if (cursor.is(token, ")")) {
                break;
            }
            last = token.end();
            previous = token;
            token = lexer.nextOfSql(last);
        }
        if (brackets > 0) {
            throw cursor.error(first, "a bracket in this expression is never closed", "add the closing ]");
        }
        if (previous == null) {
            throw cursor.unexpected(what, List.of());
        }
        cursor.moveTo(last);
        return new Expression(StringLiteral.withLineFeeds(lexer.text.substring(first.start(), last)));
    }

    private boolean cutsOff(Token token) {
        return token.kind() == Kind.END || cursor.is(token, "{") || cursor.is(token, "}") || cursor.is(token, ";");
    }

    private boolean stops(Token token, @Nullable Token previous, Predicate<Token> ends) {
        if (cursor.is(token, ",") || cursor.is(token, ")") || cursor.is(token, "]")) {
            return true;
        }
        if (previous == null) {
            return ends.test(token);
        }
        return token.firstOfLine() || (!continues(previous) && ends.test(token));
    }

    /** Whether what follows this token still belongs to the operand: a cast's type, a qualified name. */
    private boolean continues(Token previous) {
        return previous.kind() == Kind.OPERATOR || cursor.is(previous, "::") || cursor.is(previous, ".");
    }
}
