package io.qail.plan;

import io.qail.schema.DataType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL does to the values of a column that gets another type. */
final class TypeChange {

    private static final List<Set<String>> ASSIGNABLE = List.of(
            Set.of("smallint", "integer", "bigint", "numeric", "real", "double precision"),
            Set.of("text", "character varying", "character", "name"),
            Set.of("json", "jsonb"),
            Set.of("inet", "cidr"),
            Set.of("macaddr", "macaddr8"),
            Set.of("bit", "bit varying"));

    /** Casts within the families of date and time, and of money, that PostgreSQL makes on assignment, by source. */
    private static final Map<String, Set<String>> ASSIGNABLE_TO = Map.of(
            "date", Set.of("timestamp without time zone", "timestamp with time zone"),
            "timestamp without time zone", Set.of("date", "time without time zone", "timestamp with time zone"),
            "timestamp with time zone",
                    Set.of("date", "time without time zone", "time with time zone", "timestamp without time zone"),
            "time without time zone", Set.of("time with time zone", "interval"),
            "time with time zone", Set.of("time without time zone"),
            "interval", Set.of("time without time zone"),
            "numeric", Set.of("money"),
            "money", Set.of("numeric"));

    private static final Set<String> TEXTS = Set.of("text", "character varying", "character");

    private static final Map<String, Integer> INTEGER_DIGITS = Map.of("smallint", 5, "integer", 10, "bigint", 19);

    private static final Map<String, Set<String>> WIDER = Map.of(
            "smallint", Set.of("integer", "bigint", "real", "double precision"),
            "integer", Set.of("bigint", "double precision"),
            "real", Set.of("double precision"));

    private final DataType from;
    private final DataType to;

    private TypeChange(DataType from, DataType to) {
        this.from = from;
        this.to = to;
    }

    static TypeChange of(DataType from, DataType to) {
        return new TypeChange(from, to);
    }

    /** The explicit cast of the column, or nothing where PostgreSQL casts by itself. */
    Optional<String> cast(String column) {
        if (from.equals(to) || isAssignable()) {
            return Optional.empty();
        }
        // Two types that users made know nothing of each other, and char(n) would bring its padding along.
        boolean byText =
                (isUserDefined(from) && isUserDefined(to)) || from.name().equals("character");
        String text = !byText ? "" : from.isArray() && to.isArray() ? "::text[]" : "::text";
        return Optional.of(column + text + "::" + to.sql());
    }

    private boolean isAssignable() {
        if (from.isArray() != to.isArray()) {
            return from.isArray() && isText(to);
        }
        if (isText(to) && !to.isArray()) {
            return true;
        }
        if (isUserDefined(from) || isUserDefined(to)) {
            return Objects.equals(from.schema(), to.schema()) && from.name().equals(to.name());
        }
        return from.name().equals(to.name())
                || ASSIGNABLE.stream().anyMatch(family -> family.contains(from.name()) && family.contains(to.name()))
                || ASSIGNABLE_TO.getOrDefault(from.name(), Set.of()).contains(to.name());
    }

    /** Whether no value can change or be refused, so that there is nothing to count. */
    boolean keepsEveryValue() {
        if (from.equals(to)) {
            return true;
        }
        if (from.isArray() != to.isArray() || isUserDefined(from) || isUserDefined(to)) {
            return false;
        }
        return widensModifier()
                || (to.modifier().isEmpty()
                        && WIDER.getOrDefault(from.name(), Set.of()).contains(to.name()))
                || holdsInteger();
    }

    private boolean holdsInteger() {
        Integer digits = INTEGER_DIGITS.get(from.name());
        if (digits == null || !to.name().equals("numeric")) {
            return false;
        }
        Numbers numbers = Numbers.of(to.modifier());
        return numbers == null || numbers.first - numbers.second >= digits;
    }

    /** The same type, or another name for the same values, with a modifier that admits at least as much. */
    private boolean widensModifier() {
        boolean unlimited = to.modifier().isEmpty();
        return switch (from.name()) {
            case "character varying", "text" ->
                (to.name().equals("text") || to.name().equals("character varying"))
                        && (unlimited || (from.name().equals(to.name()) && admits()));
            case "numeric" -> to.name().equals("numeric") && (unlimited || admits());
            case "bit varying",
                    "timestamp without time zone",
                    "timestamp with time zone",
                    "time without time zone",
                    "time with time zone" -> to.name().equals(from.name()) && (unlimited || admits());
            case "interval" -> to.name().equals("interval") && unlimited;
            default -> false;
        };
    }

    private boolean admits() {
        Numbers before = Numbers.of(from.modifier());
        Numbers after = Numbers.of(to.modifier());
        return before != null && after != null && after.second == before.second && after.first >= before.first;
    }

    /** Whether PostgreSQL writes the table anew. (Between the timestamps it does not, as the session is at UTC.) */
    boolean rewrites() {
        if (from.equals(to) || (!from.isArray() && !to.isArray() && widensModifier())) {
            return false;
        }
        boolean timestamps = from.name().startsWith("timestamp") && to.name().startsWith("timestamp");
        return !(timestamps
                && from.dimensions() == to.dimensions()
                && (to.modifier().isEmpty() || to.modifier().equals(from.modifier())));
    }

    static boolean isText(DataType type) {
        return type.schema() == null && TEXTS.contains(type.name());
    }

    private static boolean isUserDefined(DataType type) {
        return type.schema() != null;
    }

    /** The numbers of a modifier: length, or precision and scale. */
    private static final class Numbers {

        private static final Pattern MODIFIER = Pattern.compile("\\((-?\\d+)(?:,\\s*(-?\\d+))?\\)");

        final int first;
        final int second;

        private Numbers(int first, int second) {
            this.first = first;
            this.second = second;
        }

        static @Nullable Numbers of(String modifier) {
            Matcher numbers = MODIFIER.matcher(modifier);
            if (!numbers.matches()) {
                return null;
            }
            String second = numbers.group(2);
            return new Numbers(Integer.parseInt(numbers.group(1)), second == null ? 0 : Integer.parseInt(second));
        }
    }
}
