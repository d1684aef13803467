package io.qail.schema;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Storage parameters and options of views, {@code (fillfactor=70)}; a name may have one dot: {@code toast.autovacuum_enabled}. */
public final class Parameters {

    private static final Pattern BARE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|[0-9]+(\\.[0-9]+)?");

    private Parameters() {}

    /** The list in parentheses. */
    public static String sql(SortedMap<String, String> parameters) {
        return parameters.entrySet().stream().map(Parameters::sql).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String sql(Map.Entry<String, String> parameter) {
        String value = parameter.getValue();
        boolean bare = BARE.matcher(value).matches() && !Identifier.isKeyword(value.toLowerCase(Locale.ROOT));
        return name(parameter.getKey()) + "=" + (bare ? value : SqlLiteral.quote(value));
    }

    /** A parameter's name as SQL. */
    public static String name(String name) {
        int dot = name.indexOf('.');
        return dot < 0
                ? Identifier.quote(name)
                : Identifier.quote(name.substring(0, dot)) + "." + Identifier.quote(name.substring(dot + 1));
    }
}
