package io.qail.language;

import io.qail.schema.BuiltInTypes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The spellings of built-in types. */
final class TypeNames {

    /** Names in {@code pg_type} that {@code format_type} spells otherwise. */
    private static final Map<String, String> INTERNAL = Map.ofEntries(
            Map.entry("int2", "smallint"),
            Map.entry("int4", "integer"),
            Map.entry("int8", "bigint"),
            Map.entry("float4", "real"),
            Map.entry("float8", "double precision"),
            Map.entry("bool", "boolean"),
            Map.entry("varchar", "character varying"),
            Map.entry("varbit", "bit varying"),
            Map.entry("time", "time without time zone"),
            Map.entry("timetz", "time with time zone"),
            Map.entry("timestamp", "timestamp without time zone"),
            Map.entry("timestamptz", "timestamp with time zone"),
            Map.entry("char", "\"char\""),
            Map.entry("bit", "\"bit\""));

    /** Words of SQL's grammar, and QAIL's own, that are no names in {@code pg_type}. */
    private static final Map<String, String> WORDS = new HashMap<>(Map.of(
            "int", "integer",
            "integer", "integer",
            "smallint", "smallint",
            "bigint", "bigint",
            "real", "real",
            "boolean", "boolean",
            "dec", "numeric",
            "decimal", "numeric"));

    static {
        WORDS.putAll(Map.of(
                "string", "text",
                "str", "text",
                "i32", "integer",
                "i64", "bigint",
                "f64", "double precision",
                "float", "double precision",
                "double", "double precision",
                "bytes", "bytea",
                "character", "character",
                "nchar", "character"));
    }

    private static final Map<String, String> SERIAL = Map.of(
            "serial", "integer",
            "serial4", "integer",
            "bigserial", "bigint",
            "serial8", "bigint",
            "smallserial", "smallint",
            "serial2", "smallint");

    static final Set<String> WITH_NUMBERS = Set.of(
            "numeric",
            "character",
            "character varying",
            "bit",
            "bit varying",
            "interval",
            "time with time zone",
            "time without time zone",
            "timestamp with time zone",
            "timestamp without time zone");

    private TypeNames() {}

    /** The canonical name behind a bare word, or null when it is none of a built-in type. */
    static @Nullable String ofWord(String word) {
        String canonical = WORDS.get(word);
        if (canonical != null) {
            return canonical;
        }
        if (word.equals("char")) {
            return "character";
        }
        return word.equals("bit") ? "bit" : ofInternal(word);
    }

    /** The canonical name behind a name in {@code pg_type}, or null when there is none. */
    static @Nullable String ofInternal(String name) {
        String canonical = INTERNAL.get(name);
        if (canonical != null) {
            return canonical;
        }
        return BuiltInTypes.contains(name) && !isWordOnly(name) ? name : null;
    }

    /** Whether the name means a built-in type as a bare word, but not in quotes. */
    static boolean isWordOnly(String name) {
        boolean several = name.indexOf(' ') >= 0 || name.indexOf('"') >= 0;
        return WORDS.containsKey(name) || (several && BuiltInTypes.contains(name));
    }

    /** Whether the name, quoted or not, means a built-in type, a serial or nothing at all without a schema in front. */
    static boolean isTaken(String name) {
        return ofWord(name) != null || ofInternal(name) != null || isWordOnly(name) || SERIAL.containsKey(name);
    }

    /** The type of a {@code serial} column, or null when the word is none of the serials. */
    static @Nullable String ofSerial(String word) {
        return SERIAL.get(word);
    }
}
