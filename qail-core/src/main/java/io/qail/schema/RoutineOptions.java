package io.qail.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a function or procedure.
 *
 * @param volatility {@code volatile}, {@code stable} or {@code immutable}
 * @param parallel {@code unsafe}, {@code restricted} or {@code safe}
 * @param cost null for the language's default
 * @param rows null for a function that returns no set, and for the default of 1000
 * @param support the planner support function as SQL, or null
 * @param settings {@code SET name TO …}, the values as SQL
 * @param transforms the types of {@code TRANSFORM FOR TYPE}, as SQL
 */
public record RoutineOptions(
        boolean window,
        String volatility,
        boolean strict,
        boolean leakproof,
        boolean securityDefiner,
        String parallel,
        @Nullable String cost,
        @Nullable String rows,
        @Nullable String support,
        SortedMap<String, String> settings,
        List<String> transforms) {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private static final Set<String> NAME_LISTS = Set.of(
            "search_path",
            "temp_tablespaces",
            "local_preload_libraries",
            "session_preload_libraries",
            "shared_preload_libraries",
            "unix_socket_directories");

    public static final RoutineOptions DEFAULTS = new RoutineOptions(
            false, "volatile", false, false, false, "unsafe", null, null, null, new TreeMap<>(), List.of());

    public RoutineOptions {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        transforms = List.copyOf(transforms);
    }

    /** The clauses as SQL, only those that differ from the defaults. */
    List<String> clauses() {
        List<String> clauses = new ArrayList<>();
        if (!transforms.isEmpty()) {
            clauses.add("TRANSFORM FOR TYPE " + String.join(", FOR TYPE ", transforms));
        }
        if (window) {
            clauses.add("WINDOW");
        }
        if (!volatility.equals("volatile")) {
            clauses.add(volatility.toUpperCase(Locale.ROOT));
        }
        if (strict) {
            clauses.add("STRICT");
        }
        if (leakproof) {
            clauses.add("LEAKPROOF");
        }
        if (securityDefiner) {
            clauses.add("SECURITY DEFINER");
        }
        if (!parallel.equals("unsafe")) {
            clauses.add("PARALLEL " + parallel.toUpperCase(Locale.ROOT));
        }
        if (cost != null) {
            clauses.add("COST " + cost);
        }
        if (rows != null) {
            clauses.add("ROWS " + rows);
        }
        if (support != null) {
            clauses.add("SUPPORT " + support);
        }
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            clauses.add("SET " + Parameters.name(setting.getKey()) + " TO " + setting.getValue());
        }
        return List.copyOf(clauses);
    }

    /** Whether the setting is a list of names, each of which has quotes of its own. */
    public static boolean isNameList(String setting) {
        return NAME_LISTS.contains(setting);
    }

    /** The value of a setting, or a name of its list, as SQL: a literal unless it is a number or a plain name. */
    public static String settingValue(String value) {
        boolean bare =
                NUMBER.matcher(value).matches() || Identifier.quote(value).equals(value);
        return bare ? value : SqlLiteral.quote(value);
    }
}
