package io.qail.catalog;

import io.qail.schema.Argument;
import io.qail.schema.DataType;
import io.qail.schema.Expression;
import io.qail.schema.ObjectName;
import io.qail.schema.Routine;
import io.qail.schema.RoutineOptions;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Functions and procedures whose body is a text or SQL; not those of the languages C and internal. */
final class RoutineReader {

    private static final Map<String, String> VOLATILITY = Map.of("i", "immutable", "s", "stable", "v", "volatile");

    private static final Map<String, String> PARALLEL = Map.of("s", "safe", "r", "restricted", "u", "unsafe");

    private static final Map<String, Argument.Mode> MODES = Map.of(
            "i", Argument.Mode.IN,
            "o", Argument.Mode.OUT,
            "b", Argument.Mode.INOUT,
            "v", Argument.Mode.VARIADIC,
            "t", Argument.Mode.TABLE);

    /** Columns about arguments, which aggregates have too. */
    static final String ARGUMENTS = """
            p.proargtypes::oid[]::int8[] AS input_types, p.proallargtypes::int8[] AS all_types,
            p.proargmodes::text[] AS modes, p.proargnames AS names, p.provariadic
            """;

    private static final String SQL = """
            SELECT p.oid, n.nspname, p.proname, p.prokind, l.lanname, p.prosrc, p.prorettype, p.proretset,
                   p.provolatile, p.proisstrict, p.proleakproof, p.prosecdef, p.proparallel,
                   CASE WHEN p.procost <> 100 THEN p.procost::text END AS cost,
                   CASE WHEN p.proretset AND p.prorows <> 1000 THEN p.prorows::text END AS rows,
                   CASE WHEN p.prosupport <> 0 THEN p.prosupport::text END AS support,
                   p.proconfig, p.protrftypes::int8[] AS transforms, pg_get_function_sqlbody(p.oid) AS sql_body,
                   CASE WHEN p.pronargdefaults > 0 THEN ARRAY(
                       SELECT pg_get_function_arg_default(p.oid, a.n)
                       FROM generate_series(1, cardinality(COALESCE(p.proallargtypes, p.proargtypes::oid[]))) AS a(n)
                       ORDER BY a.n) END AS defaults,
            """ + ARGUMENTS + """
            FROM pg_proc p JOIN chosen n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
            WHERE p.prokind IN ('f', 'p', 'w') AND l.lanname NOT IN ('c', 'internal')
              AND NOT starts_with(p.proname::text, '_qail_')
              AND NOT EXISTS (SELECT FROM pg_depend d
                              WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
            """;

    private RoutineReader() {}

    static void read(Reading reading) {
        reading.query().each(SQL, row -> {
            Routine routine = routine(reading.types(), row);
            reading.schema().put(routine);
            reading.addresses().put("pg_proc", row.getLong("oid"), routine.address());
        });
    }

    private static Routine routine(TypeCatalog types, ResultSet row) throws SQLException {
        List<Argument> arguments = arguments(types, row, CatalogQuery.nullableStrings(row, "defaults"));
        boolean procedure = row.getString("prokind").equals("p");
        String sqlBody = row.getString("sql_body");
        return new Routine(
                ObjectName.of(row.getString("nspname"), row.getString("proname")),
                procedure,
                arguments,
                procedure ? null : returns(types, row, arguments),
                row.getString("lanname"),
                sqlBody == null ? row.getString("prosrc") : sqlBody.strip(),
                sqlBody != null,
                options(types, row));
    }

    /** Arguments that go out say what comes back, but not that there are many. */
    private static Routine.@Nullable Returns returns(TypeCatalog types, ResultSet row, List<Argument> arguments)
            throws SQLException {
        boolean set = row.getBoolean("proretset");
        boolean table = arguments.stream().anyMatch(argument -> argument.mode() == Argument.Mode.TABLE);
        boolean out = arguments.stream()
                .anyMatch(argument -> argument.mode() == Argument.Mode.OUT || argument.mode() == Argument.Mode.INOUT);
        return table || (out && !set) ? null : new Routine.Returns(set, types.routineType(row.getLong("prorettype")));
    }

    /** Of a query with the columns {@link #ARGUMENTS}. */
    static List<Argument> arguments(TypeCatalog types, ResultSet row, List<@Nullable String> defaults)
            throws SQLException {
        Array all = row.getArray("all_types");
        Long[] oids = (Long[]) (all == null ? row.getArray("input_types") : all).getArray();
        List<String> modes = CatalogQuery.strings(row, "modes");
        List<String> names = CatalogQuery.strings(row, "names");
        List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i < oids.length; i++) {
            boolean variadic = modes.isEmpty() && i == oids.length - 1 && row.getLong("provariadic") != 0;
            String mode = modes.isEmpty() ? variadic ? "v" : "i" : modes.get(i);
            String name = names.isEmpty() || names.get(i).isEmpty() ? null : names.get(i);
            String defaultValue = defaults.isEmpty() ? null : defaults.get(i);
            DataType type = types.routineType(oids[i]);
            arguments.add(new Argument(
                    MODES.getOrDefault(mode, Argument.Mode.IN),
                    name,
                    type,
                    defaultValue == null ? null : new Expression(defaultValue)));
        }
        return arguments;
    }

    private static RoutineOptions options(TypeCatalog types, ResultSet row) throws SQLException {
        List<String> transforms = new ArrayList<>();
        Array transformed = row.getArray("transforms");
        if (transformed != null) {
            for (Long type : (Long[]) transformed.getArray()) {
                transforms.add(types.routineType(type).sql());
            }
        }
        SortedMap<String, String> settings = new TreeMap<>();
        CatalogQuery.parameters(row, "proconfig")
                .forEach((name, value) -> settings.put(
                        name.toLowerCase(Locale.ROOT),
                        RoutineOptions.isNameList(name) ? nameList(value) : RoutineOptions.settingValue(value)));
        return new RoutineOptions(
                row.getString("prokind").equals("w"),
                VOLATILITY.getOrDefault(row.getString("provolatile"), "volatile"),
                row.getBoolean("proisstrict"),
                row.getBoolean("proleakproof"),
                row.getBoolean("prosecdef"),
                PARALLEL.getOrDefault(row.getString("proparallel"), "unsafe"),
                row.getString("cost"),
                row.getString("rows"),
                row.getString("support"),
                settings,
                transforms);
    }

    /** Names that need quotes become literals: an empty name is no identifier. */
    private static String nameList(String value) {
        List<String> names = new ArrayList<>();
        int from = 0;
        while (from <= value.length()) {
            int comma = SqlText.indexOf(value, ",", from);
            int end = comma < 0 ? value.length() : comma;
            String name = value.substring(from, end).strip();
            boolean quoted = name.length() > 1 && name.startsWith("\"");
            names.add(RoutineOptions.settingValue(
                    quoted ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name));
            from = end + 1;
        }
        return String.join(", ", names);
    }
}
