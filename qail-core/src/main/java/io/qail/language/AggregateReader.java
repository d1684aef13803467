package io.qail.language;

import io.qail.language.Token.Kind;
import io.qail.schema.Aggregate;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.SqlLiteral;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads aggregates: <code>aggregate total(integer) { sfunc = int4pl, stype = integer, initcond = '0' }</code>. */
final class AggregateReader {

    static final Set<String> FUNCTIONS = Set.of(
            "sfunc", "finalfunc", "combinefunc", "serialfunc", "deserialfunc", "msfunc", "minvfunc", "mfinalfunc");
    static final Set<String> TYPES = Set.of("stype", "mstype");
    private static final Set<String> TEXTS = Set.of("initcond", "minitcond");
    private static final Set<String> NUMBERS = Set.of("sspace", "msspace");
    private static final Set<String> WORDS = Set.of("finalfunc_modify", "mfinalfunc_modify", "parallel");
    private static final Set<String> FLAGS = Set.of("hypothetical", "finalfunc_extra", "mfinalfunc_extra");

    private static final List<String> ALL =
            List.of(FUNCTIONS, TYPES, TEXTS, NUMBERS, WORDS, FLAGS, Set.of("sortop")).stream()
                    .flatMap(Collection::stream)
                    .sorted()
                    .toList();

    private final Cursor cursor;
    private final Recovery recovery;

    AggregateReader(Cursor cursor, Recovery recovery) {
        this.cursor = cursor;
        this.recovery = recovery;
    }

    /** Behind the word {@code aggregate}. */
    Aggregate read() {
        Token place = cursor.peek();
        ObjectName name = cursor.objectName("the name of the aggregate");
        ArgumentReader.Arguments arguments = new ArgumentReader(cursor).read();
        SortedMap<String, String> options = new TreeMap<>();
        Token open = cursor.peek();
        cursor.expect("{");
        boolean whole = true;
        while (!cursor.accept("}")) {
            if (cursor.atEnd()) {
                throw cursor.error(open, "this block is never closed", "add the closing }");
            }
            whole &= recovery.attempt(() -> option(options), token -> token.firstOfLine() || cursor.is(token, ","));
        }
        if (whole && !(options.containsKey("sfunc") && options.containsKey("stype"))) {
            throw cursor.error(place, "an aggregate needs `sfunc` and `stype`", null);
        }
        return new Aggregate(name, arguments.direct(), arguments.ordered(), options);
    }

    private void option(SortedMap<String, String> options) {
        if (cursor.accept(",")) {
            return;
        }
        Token place = cursor.peek();
        String name = cursor.word();
        if (!ALL.contains(name)) {
            throw cursor.unexpected("a property of the aggregate", ALL);
        }
        cursor.next();
        String value = "";
        if (!FLAGS.contains(name)) {
            cursor.expect("=");
            value = value(name);
        }
        if (!cursor.atItemEnd()) {
            throw cursor.unexpected("a comma or the end of the line", List.of());
        }
        if (options.put(name, value) != null) {
            throw cursor.error(place, "the property " + name + " comes twice", null);
        }
    }

    private String value(String option) {
        if (TYPES.contains(option)) {
            return ArgumentReader.ofRoutine(new TypeReader(cursor).read()).sql();
        }
        if (TEXTS.contains(option)) {
            return SqlLiteral.quote(
                    cursor.peek().kind() == Kind.STRING
                            ? cursor.string("a text")
                            : new ParameterReader(cursor).value());
        }
        if (NUMBERS.contains(option)) {
            return String.valueOf(cursor.number("a number"));
        }
        if (WORDS.contains(option)) {
            return new ParameterReader(cursor).value();
        }
        if (option.equals("sortop")) {
            return new KeyReader(cursor).operator();
        }
        return cursor.path("a function").stream().map(Identifier::quote).collect(Collectors.joining("."));
    }
}
