package io.qail.catalog;

import io.qail.schema.Aggregate;
import io.qail.schema.Argument;
import io.qail.schema.ObjectName;
import io.qail.schema.SqlLiteral;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Aggregate functions. */
final class AggregateReader {

    private static final Map<String, String> MODIFY = Map.of("r", "read_only", "s", "shareable", "w", "read_write");

    private static final Map<String, String> PARALLEL = Map.of("s", "safe", "r", "restricted");

    /** Ordered-set aggregates whose last direct argument is variadic repeat it behind ORDER BY, which no address can say. */
    static final String EXPRESSIBLE = "(a.aggkind = 'n' OR a.aggnumdirectargs < p.pronargs)";

    private static final String SQL = """
            SELECT p.oid, n.nspname, p.proname, p.proparallel, a.aggkind, a.aggnumdirectargs,
                   a.aggtransfn::text AS sfunc, format_type(a.aggtranstype, NULL) AS stype, a.aggtransspace AS sspace,
                   a.aggfinalfn::text AS finalfunc, a.aggfinalextra AS finalfunc_extra, a.aggfinalmodify AS finalfunc_modify,
                   a.aggcombinefn::text AS combinefunc, a.aggserialfn::text AS serialfunc,
                   a.aggdeserialfn::text AS deserialfunc, a.agginitval AS initcond,
                   a.aggmtransfn::text AS msfunc, a.aggminvtransfn::text AS minvfunc,
                   CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END AS mstype,
                   a.aggmtransspace AS msspace, a.aggmfinalfn::text AS mfinalfunc, a.aggmfinalextra AS mfinalfunc_extra,
                   a.aggmfinalmodify AS mfinalfunc_modify, a.aggminitval AS minitcond,
                   (SELECT 'OPERATOR(' || quote_ident(s.nspname) || '.' || o.oprname || ')'
                    FROM pg_operator o JOIN pg_namespace s ON s.oid = o.oprnamespace WHERE o.oid = a.aggsortop) AS sortop,
            """ + RoutineReader.ARGUMENTS + """
            FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid JOIN chosen n ON n.oid = p.pronamespace
            WHERE NOT EXISTS (SELECT FROM pg_depend d
                              WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
            """ + "AND " + EXPRESSIBLE;

    private AggregateReader() {}

    static void read(Reading reading) {
        reading.query().each(SQL, row -> {
            Aggregate aggregate = aggregate(reading.types(), row);
            reading.schema().put(aggregate);
            reading.addresses().put("pg_proc", row.getLong("oid"), aggregate.address());
        });
    }

    private static Aggregate aggregate(TypeCatalog types, ResultSet row) throws SQLException {
        List<Argument> arguments = RoutineReader.arguments(types, row, List.of());
        int direct = row.getString("aggkind").equals("n") ? arguments.size() : row.getInt("aggnumdirectargs");
        return new Aggregate(
                ObjectName.of(row.getString("nspname"), row.getString("proname")),
                arguments.subList(0, direct),
                arguments.subList(direct, arguments.size()),
                options(row));
    }

    private static SortedMap<String, String> options(ResultSet row) throws SQLException {
        SortedMap<String, String> options = new TreeMap<>();
        for (String function : List.of(
                "sfunc",
                "finalfunc",
                "combinefunc",
                "serialfunc",
                "deserialfunc",
                "msfunc",
                "minvfunc",
                "mfinalfunc")) {
            String name = row.getString(function);
            put(options, function, name == null || name.equals("-") ? null : name);
        }
        for (String text : List.of("stype", "mstype", "sortop")) {
            put(options, text, row.getString(text));
        }
        for (String space : List.of("sspace", "msspace")) {
            put(options, space, row.getInt(space) == 0 ? null : String.valueOf(row.getInt(space)));
        }
        for (String value : List.of("initcond", "minitcond")) {
            String condition = row.getString(value);
            put(options, value, condition == null ? null : SqlLiteral.quote(condition));
        }
        String usual = row.getString("aggkind").equals("n") ? "r" : "w";
        for (String function : List.of("finalfunc", "mfinalfunc")) {
            put(options, function + "_extra", row.getBoolean(function + "_extra") ? "" : null);
            String modify = row.getString(function + "_modify");
            put(options, function + "_modify", modify.equals(usual) ? null : MODIFY.get(modify));
        }
        put(options, "parallel", PARALLEL.get(row.getString("proparallel")));
        put(options, "hypothetical", row.getString("aggkind").equals("h") ? "" : null);
        return options;
    }

    private static void put(SortedMap<String, String> options, String name, @Nullable String value) {
        if (value != null) {
            options.put(name, value);
        }
    }
}
