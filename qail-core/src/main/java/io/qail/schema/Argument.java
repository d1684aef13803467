package io.qail.schema;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a function, procedure or aggregate, or a column of the table that a function returns.
 *
 * @param name null for one without a name
 * @param defaultValue null when there is none
 */
public record Argument(
        Mode mode,
        @Nullable String name,
        DataType type,
        @Nullable Expression defaultValue) {

    /** Which way the value goes. */
    public enum Mode {
        IN(""),
        OUT("OUT "),
        INOUT("INOUT "),
        VARIADIC("VARIADIC "),
        /** A column of {@code RETURNS TABLE (…)}. */
        TABLE("");

        private final String sql;

        Mode(String sql) {
            this.sql = sql;
        }

        /** The word with a blank behind it, empty for IN and TABLE. */
        public String sql() {
            return sql;
        }

        /** Whether a caller gives a value. */
        public boolean isInput() {
            return this == IN || this == INOUT || this == VARIADIC;
        }
    }

    public Argument withType(DataType other) {
        return new Argument(mode, name, other, defaultValue);
    }

    public Argument withDefault(@Nullable Expression other) {
        return new Argument(mode, name, type, other);
    }

    public String sql() {
        return mode.sql()
                + (name == null ? "" : Identifier.quote(name) + " ")
                + type.sql()
                + (defaultValue == null ? "" : " DEFAULT " + defaultValue);
    }

    /** The arguments in a row, without parentheses. */
    static String sql(List<Argument> arguments) {
        return arguments.stream().map(Argument::sql).collect(Collectors.joining(", "));
    }

    /** The types of the values that a caller gives, by which PostgreSQL tells routines of one name apart. */
    public static String signature(List<Argument> arguments) {
        return arguments.stream()
                .filter(argument -> argument.mode().isInput())
                .map(argument -> argument.type().sql())
                .collect(Collectors.joining(", "));
    }
}
