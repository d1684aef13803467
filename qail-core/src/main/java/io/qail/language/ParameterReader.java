package io.qail.language;

import io.qail.language.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads storage parameters and options of views: {@code (fillfactor = 70, toast.autovacuum_enabled = off)}. */
final class ParameterReader {

    private final Cursor cursor;

    ParameterReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Behind the word {@code with} or {@code set}. */
    SortedMap<String, String> parameters() {
        SortedMap<String, String> parameters = new TreeMap<>();
        cursor.expect("(");
        do {
            Token place = cursor.peek();
            String name = name();
            String value = cursor.accept("=") ? value() : "true";
            if (parameters.put(name, value) != null) {
                throw cursor.error(place, "the parameter " + name + " is set twice", null);
            }
        } while (cursor.accept(","));
        cursor.expect(")");
        return parameters;
    }

    /** Behind the word {@code reset}: the names alone. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        cursor.expect("(");
        do {
            names.add(name());
        } while (cursor.accept(","));
        cursor.expect(")");
        return names;
    }

    /** With the namespace {@code toast} in front where one is written. */
    private String name() {
        String name = cursor.name("the name of a parameter");
        return cursor.accept(".") ? name + "." + cursor.name("the name of a parameter") : name;
    }

    /** As PostgreSQL keeps it: the text of a number, a word in lower case, a string without its quotes. */
    String value() {
        boolean negative = cursor.accept("-");
        Token place = cursor.peek();
        return switch (place.kind()) {
            case NUMBER -> (negative ? "-" : "") + cursor.text(cursor.next());
            case STRING -> cursor.string("a value");
            case WORD, QUOTED -> place.kind() == Kind.WORD ? word() : cursor.name("a value");
            default -> throw cursor.unexpected("a value", List.of());
        };
    }

    private String word() {
        String word = cursor.word();
        if (word.isEmpty()) {
            throw cursor.unexpected("a value", List.of());
        }
        cursor.next();
        return word;
    }
}
