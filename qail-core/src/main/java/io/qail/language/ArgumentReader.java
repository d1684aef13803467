package io.qail.language;

import io.qail.language.Token.Kind;
import io.qail.schema.Argument;
import io.qail.schema.Argument.Mode;
import io.qail.schema.DataType;
import io.qail.schema.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the arguments of functions, procedures and aggregates: {@code (a integer, inout b text default 'x')}. */
final class ArgumentReader {

    /** {@code FUNC_MAX_ARGS} is 100; the columns of a returned table count as well. */
    private static final int MOST_ARGUMENTS = 1664;

    /** Words that begin the name of a type of several words, with those that go on. */
    private static final Map<String, Set<String>> TWO_WORDS = Map.of(
            "double", Set.of("precision"),
            "character", Set.of("varying"),
            "char", Set.of("varying"),
            "nchar", Set.of("varying"),
            "bit", Set.of("varying"),
            "national", Set.of("character", "char"),
            "time", Set.of("with", "without"),
            "timestamp", Set.of("with", "without"),
            "interval", Set.of("year", "month", "day", "hour", "minute", "second"));

    private final Cursor cursor;
    private final TypeReader types;

    ArgumentReader(Cursor cursor) {
        this.cursor = cursor;
        this.types = new TypeReader(cursor);
    }

    /** The arguments, those behind {@code order by} apart. */
    record Arguments(List<Argument> direct, List<Argument> ordered) {

        /** The types by which PostgreSQL tells routines of one name apart. */
        String signature() {
            List<Argument> all = new ArrayList<>(direct);
            all.addAll(ordered);
            return Argument.signature(all);
        }
    }

    /** {@code (…)}; an aggregate may have {@code (*)}. */
    Arguments read() {
        List<Argument> direct = new ArrayList<>();
        List<Argument> ordered = new ArrayList<>();
        cursor.expect("(");
        if (!cursor.accept("*") && !cursor.at(")")) {
            if (!cursor.atKeyword("order_by")) {
                list(direct, Mode.IN);
            }
            if (cursor.acceptKeyword("order_by")) {
                list(ordered, Mode.IN);
            }
        }
        cursor.expect(")");
        return new Arguments(List.copyOf(direct), List.copyOf(ordered));
    }

    /** {@code (x integer, y text)} behind {@code returns table}. */
    List<Argument> tableColumns() {
        List<Argument> columns = new ArrayList<>();
        cursor.expect("(");
        list(columns, Mode.TABLE);
        cursor.expect(")");
        return columns;
    }

    private void list(List<Argument> arguments, Mode usual) {
        do {
            if (arguments.size() == MOST_ARGUMENTS) {
                throw cursor.error(cursor.peek(), "too many arguments", null);
            }
            arguments.add(argument(usual));
        } while (cursor.accept(","));
    }

    private Argument argument(Mode usual) {
        boolean table = usual == Mode.TABLE;
        Mode mode = table ? usual : mode(usual);
        String name = table || atArgumentName() ? cursor.name("the name of an argument") : null;
        if (mode == usual && !table) {
            mode = mode(usual);
        }
        DataType type = ofRoutine(types.read());
        if (cursor.at("%")) {
            throw cursor.error(cursor.peek(), "a type must be named here", "write the type of the column itself");
        }
        Expression value = null;
        if (!table && (cursor.acceptKeyword("default") || cursor.accept("="))) {
            value = new SqlReader(cursor).bare("an expression", token -> false);
        }
        return new Argument(mode, name, type, value);
    }

    private Mode mode(Mode usual) {
        if (cursor.acceptKeyword("in_out") || cursor.acceptKeyword("inout")) {
            return Mode.INOUT;
        }
        if (cursor.acceptKeyword("in")) {
            return Mode.IN;
        }
        if (cursor.acceptKeyword("out")) {
            return Mode.OUT;
        }
        return cursor.acceptKeyword("variadic") ? Mode.VARIADIC : usual;
    }

    /** A name is followed by a type, or by the mode. */
    private boolean atArgumentName() {
        Token second = cursor.peekSecond();
        if (!Cursor.isName(cursor.peek()) || !Cursor.isName(second)) {
            return false;
        }
        if (cursor.peek().kind() == Kind.QUOTED) {
            return !isBehindType(second);
        }
        return !TWO_WORDS.getOrDefault(cursor.word(), Set.of()).contains(cursor.wordOf(second))
                && !isBehindType(second);
    }

    private boolean isBehindType(Token second) {
        return Set.of("default", "array", "order").contains(cursor.wordOf(second));
    }

    /** Arguments and results have no length, precision or fields: PostgreSQL drops what is written of them. */
    static DataType ofRoutine(DataType type) {
        String name = switch (type.name()) {
            case "bpchar" -> "character";
            case "\"bit\"" -> "bit";
            default -> type.name();
        };
        return new DataType(type.schema(), type.schema() == null ? name : type.name(), "", type.dimensions());
    }

    /** Whether the text can stand behind {@code default} without parentheses around it. */
    static boolean readsDefault(String text) {
        try {
            Cursor cursor = Cursor.over("(a integer default " + text + ", b text)");
            List<Argument> read = new ArgumentReader(cursor).read().direct();
            return read.size() == 2
                    && cursor.atEnd()
                    && new Expression(text).equals(read.get(0).defaultValue());
        } catch (SyntaxError error) {
            return false;
        }
    }
}
