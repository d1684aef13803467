package io.qail.language;

import io.qail.schema.Identifier;
import io.qail.schema.Parameters;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes storage parameters and options of views. */
final class ParameterFormatter {

    private static final Pattern BARE = Pattern.compile("[a-z_][a-z0-9_]*|-?[0-9]+(\\.[0-9]+)?");

    private ParameterFormatter() {}

    /** {@code (fillfactor = 70, toast.autovacuum_enabled = off)}. */
    static String list(SortedMap<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(ParameterFormatter::parameter)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    static String parameter(Map.Entry<String, String> parameter) {
        return Parameters.name(parameter.getKey()) + " = " + value(parameter.getValue());
    }

    static String value(String value) {
        boolean bare = BARE.matcher(value).matches() && value.length() <= Identifier.MAX_BYTES / 2;
        return bare ? value : StringLiteral.single(value);
    }
}
