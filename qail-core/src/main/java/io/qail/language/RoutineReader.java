package io.qail.language;

import io.qail.language.Token.Kind;
import io.qail.schema.Argument;
import io.qail.schema.Argument.Mode;
import io.qail.schema.ObjectName;
import io.qail.schema.Routine;
import io.qail.schema.Routine.Returns;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads functions and procedures: {@code function f(a integer) returns text language sql immutable $$ … $$}. */
final class RoutineReader {

    private final Cursor cursor;

    RoutineReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Behind the word {@code function} or {@code procedure}. */
    Routine read(boolean procedure) {
        Token place = cursor.peek();
        ObjectName name = cursor.objectName("the name of the " + (procedure ? "procedure" : "function"));
        ArgumentReader reader = new ArgumentReader(cursor);
        List<Argument> arguments = new ArrayList<>(reader.read().direct());
        Returns returns = null;
        if (!procedure && cursor.acceptKeyword("returns")) {
            if (cursor.atKeyword("table") && cursor.is(cursor.peekSecond(), "(")) {
                cursor.next();
                arguments.addAll(reader.tableColumns());
            } else {
                returns = returns();
            }
        }
        boolean says =
                arguments.stream().anyMatch(argument -> argument.mode() != Mode.IN && argument.mode() != Mode.VARIADIC);
        if (!procedure && returns == null && !says) {
            throw cursor.unexpected("`returns` and the type of the result", List.of("returns"));
        }
        if (says && returns != null && !returns.setOf()) {
            // What goes out by arguments is the result; PostgreSQL accepts its type here, and no other.
            returns = null;
        }
        RoutineOptionReader options = new RoutineOptionReader(cursor);
        options.read();
        Body body = body(procedure);
        String language = options.language();
        if (language == null) {
            if (!body.standard) {
                throw cursor.error(
                        place,
                        "the language is missing",
                        "write `language plpgsql` or `language sql` in front of the body");
            }
            language = "sql";
        }
        boolean set = returns != null ? returns.setOf() : arguments.stream().anyMatch(a -> a.mode() == Mode.TABLE);
        return new Routine(
                name,
                procedure,
                arguments,
                returns,
                language,
                body.text,
                body.standard,
                options.options(language, set));
    }

    private Returns returns() {
        boolean set = cursor.acceptKeyword("setof");
        Returns returns = new Returns(set, ArgumentReader.ofRoutine(new TypeReader(cursor).read()));
        if (cursor.at("%")) {
            throw cursor.error(cursor.peek(), "a type must be named here", "write the type of the column itself");
        }
        return returns;
    }

    private record Body(String text, boolean standard) {}

    private Body body(boolean procedure) {
        if (cursor.acceptKeyword("standard_body")) {
            return new Body(cursor.string("a standard body between $$ and $$"), true);
        }
        String standard = standardBody();
        if (standard != null) {
            return new Body(standard, true);
        }
        cursor.acceptKeyword("as");
        if (cursor.peek().kind() != Kind.DOLLAR && cursor.peek().kind() != Kind.STRING) {
            throw cursor.unexpected(
                    "an option of the " + (procedure ? "procedure" : "function") + " or its body between $$ and $$",
                    RoutineOptionReader.WORDS);
        }
        return new Body(cursor.string("the body"), false);
    }

    private @Nullable String standardBody() {
        Token first = cursor.peek();
        int end;
        if (cursor.atKeyword("return")) {
            cursor.next();
            new SqlReader(cursor).bare("an expression", token -> false);
            end = cursor.endOfPrevious();
        } else if (cursor.atKeyword("begin_atomic")) {
            end = endOfBlock(first);
            cursor.moveTo(end);
        } else {
            return null;
        }
        return StringLiteral.withLineFeeds(cursor.lexer().text.substring(first.start(), end));
    }

    /** The end of {@code begin atomic … end}, within which only {@code case} has an end of its own. */
    private int endOfBlock(Token begin) {
        int depth = 0;
        Token previous = begin;
        Token token = begin;
        while (token.kind() != Kind.END) {
            String word = cursor.wordOf(token);
            boolean name = cursor.is(previous, ".") || cursor.wordOf(previous).equals("as");
            if (!name && (token.equals(begin) || word.equals("case"))) {
                depth++;
            } else if (!name && word.equals("end") && --depth == 0) {
                return token.end();
            }
            previous = token;
            token = cursor.lexer().nextOfSql(token.end());
        }
        throw new SyntaxError(begin.start(), "this block is never closed", "add the closing `end`", true);
    }

    /** Whether the text is read as a standard body that stands there as it is. */
    static boolean readsStandardBody(String text) {
        try {
            Cursor cursor = Cursor.over(text);
            return text.equals(new RoutineReader(cursor).standardBody()) && cursor.atEnd();
        } catch (SyntaxError error) {
            return false;
        }
    }
}
