package io.qail.language;

import io.qail.language.Token.Kind;
import io.qail.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a type in any spelling and names it as {@code format_type} does. */
final class TypeReader {

    private static final Set<String> INTERVAL_FIELDS = Set.of("year", "month", "day", "hour", "minute", "second");

    private final Cursor cursor;

    TypeReader(Cursor cursor) {
        this.cursor = cursor;
    }

    DataType read() {
        Token place = cursor.peek();
        if (!Cursor.isName(place) || (cursor.atLineEnd() && place.start() > 0)) {
            throw cursor.unexpected("a type", List.of());
        }
        DataType scalar = scalar(place);
        return new DataType(scalar.schema(), scalar.name(), scalar.modifier(), array());
    }

    private DataType scalar(Token place) {
        boolean dotted = cursor.is(cursor.peekSecond(), ".");
        if (place.kind() == Kind.WORD && !dotted) {
            return word(place, cursor.word());
        }
        List<String> path = cursor.path("a type");
        if (path.size() > 2) {
            throw cursor.error(place, "too many dots in a type", "write `schema.type`");
        }
        String name = path.get(path.size() - 1);
        boolean catalog = path.size() == 2 && path.get(0).equals("pg_catalog");
        String builtIn = path.size() == 1 || catalog ? TypeNames.ofInternal(name) : null;
        if (builtIn != null) {
            return builtIn(builtIn, place, false);
        }
        if (path.size() == 1 && TypeNames.isWordOnly(name)) {
            throw cursor.error(
                    place,
                    "a type of that name must be written with its schema",
                    "write `schema." + cursor.text(place) + "`");
        }
        return new DataType(path.size() == 1 ? null : path.get(0), name, freeModifier(), 0);
    }

    private DataType word(Token place, String word) {
        if (TypeNames.ofSerial(word) != null) {
            throw cursor.error(
                    place,
                    "`" + word + "` makes a new column and its sequence, it is no type",
                    "write `" + TypeNames.ofSerial(word) + "` here");
        }
        if (cursor.acceptKeyword("national")) {
            if (!cursor.acceptKeyword("character") && !cursor.acceptKeyword("char")) {
                throw cursor.unexpected("`character`", List.of("character", "char"));
            }
            return character(place);
        }
        String canonical = TypeNames.ofWord(word);
        if (canonical == null) {
            String name = cursor.name("a type");
            return new DataType(null, name, freeModifier(), 0);
        }
        cursor.next();
        return switch (word) {
            case "character", "char", "nchar" -> character(place);
            case "double" -> {
                cursor.acceptKeyword("precision");
                yield DataType.builtIn(canonical);
            }
            case "float" -> floating(place);
            default -> builtIn(canonical, place, true);
        };
    }

    private DataType character(Token place) {
        return builtIn(cursor.acceptKeyword("varying") ? "character varying" : "character", place, true);
    }

    /** {@code float(p)} is a matter of binary digits. */
    private DataType floating(Token place) {
        List<Long> digits = numbers();
        if (digits.isEmpty()) {
            return DataType.builtIn("double precision");
        }
        if (digits.size() > 1 || digits.get(0) < 1 || digits.get(0) > 53) {
            throw cursor.error(place, "the precision of float must be between 1 and 53", null);
        }
        return DataType.builtIn(digits.get(0) <= 24 ? "real" : "double precision");
    }

    /**
     * @param grammar whether the type was written as a word of SQL's grammar, to which a length of 1 or a time zone belongs
     */
    private DataType builtIn(String canonical, Token place, boolean grammar) {
        String name = canonical;
        if (grammar && name.equals("bit") && cursor.acceptKeyword("varying")) {
            name = "bit varying";
        }
        if (name.equals("interval")) {
            return interval(place);
        }
        List<Long> numbers = numbers();
        if (grammar && (name.startsWith("timestamp ") || name.startsWith("time "))) {
            String base = name.substring(0, name.indexOf(' '));
            if (cursor.acceptKeyword("with_time_zone")) {
                name = base + " with time zone";
            } else {
                cursor.acceptKeyword("without_time_zone");
            }
        }
        if (!numbers.isEmpty() && name.equals("bpchar")) {
            name = "character";
        } else if (!numbers.isEmpty() && name.equals("\"bit\"")) {
            name = "bit";
        }
        if (numbers.isEmpty()) {
            boolean one = name.equals("character") || name.equals("bit");
            return new DataType(null, name, one ? "(1)" : "", 0);
        }
        if (!TypeNames.WITH_NUMBERS.contains(name)) {
            throw cursor.error(place, "type " + name + " takes no length or precision", "leave the parentheses out");
        }
        boolean numeric = name.equals("numeric");
        if (numbers.size() > (numeric ? 2 : 1)) {
            throw cursor.error(place, "too many numbers for type " + name, null);
        }
        if (numeric && numbers.size() == 1) {
            numbers.add(0L);
        }
        return new DataType(null, name, joined(numbers), 0);
    }

    private DataType interval(Token place) {
        StringBuilder modifier = new StringBuilder();
        if (INTERVAL_FIELDS.contains(cursor.word())) {
            modifier.append(' ').append(cursor.word());
            cursor.next();
            if (cursor.acceptKeyword("to")) {
                if (!INTERVAL_FIELDS.contains(cursor.word())) {
                    throw cursor.unexpected("a field of interval", INTERVAL_FIELDS);
                }
                modifier.append(" to ").append(cursor.word());
                cursor.next();
            }
        }
        List<Long> numbers = numbers();
        if (numbers.size() > 1 || (!numbers.isEmpty() && !modifier.isEmpty() && modifier.indexOf("second") < 0)) {
            throw cursor.error(place, "only seconds have a precision", null);
        }
        return new DataType(null, "interval", modifier + (numbers.isEmpty() ? "" : joined(numbers)), 0);
    }

    /** {@code (12, 2)}; empty when no parenthesis follows. */
    private List<Long> numbers() {
        List<Long> numbers = new ArrayList<>();
        if (!cursor.atLineEnd() && cursor.accept("(")) {
            do {
                numbers.add(cursor.number("the length or precision"));
            } while (cursor.accept(",") && numbers.size() < 3);
            cursor.expect(")");
        }
        return numbers;
    }

    private static String joined(List<Long> numbers) {
        return "(" + String.join(",", numbers.stream().map(String::valueOf).toList()) + ")";
    }

    /** The modifier of a type that an extension made: {@code geometry(Point,4326)}. */
    private String freeModifier() {
        if (cursor.atLineEnd() || !cursor.at("(")) {
            return "";
        }
        Token open = cursor.next();
        StringBuilder modifier = new StringBuilder("(");
        while (!cursor.at(")")) {
            Token part = cursor.peek();
            boolean allowed = switch (part.kind()) {
                case WORD, QUOTED, STRING, NUMBER -> true;
                default -> cursor.at(",") || cursor.at("-");
            };
            if (!allowed) {
                throw cursor.atEnd()
                        ? cursor.error(open, "this parenthesis is never closed", "add the closing )")
                        : cursor.unexpected("a modifier of the type", List.of());
            }
            boolean beside = modifier.length() > 1 && ",-".indexOf(modifier.charAt(modifier.length() - 1)) < 0;
            modifier.append(beside && part.kind() != Kind.PUNCTUATION ? " " : "")
                    .append(cursor.text(cursor.next()));
        }
        cursor.next();
        return modifier.append(')').toString();
    }

    /** Brackets and the word {@code array}; PostgreSQL itself does not keep bounds or the number of dimensions. */
    private int array() {
        boolean array = !cursor.atLineEnd() && cursor.acceptKeyword("array");
        while (!cursor.atLineEnd() && cursor.accept("[")) {
            array = true;
            if (!cursor.at("]")) {
                cursor.number("the length of the array");
            }
            cursor.expect("]");
        }
        return array ? 1 : 0;
    }

    /** The canonical type of a {@code serial} word that stands next, which it takes, or null. */
    @Nullable
    DataType serial() {
        String type = TypeNames.ofSerial(cursor.word());
        // A schema may have that name too.
        if (type == null || cursor.text(cursor.peekSecond()).equals(".")) {
            return null;
        }
        cursor.next();
        return DataType.builtIn(type);
    }
}
