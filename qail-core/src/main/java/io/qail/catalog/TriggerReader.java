package io.qail.catalog;

import io.qail.schema.Deferrability;
import io.qail.schema.Expression;
import io.qail.schema.ObjectName;
import io.qail.schema.Trigger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Triggers of tables and views; a partition's copy of its parent's trigger is none of its own. */
final class TriggerReader {

    private static final int ROW = 1;
    private static final int BEFORE = 1 << 1;
    private static final int INSERT = 1 << 2;
    private static final int DELETE = 1 << 3;
    private static final int UPDATE = 1 << 4;
    private static final int TRUNCATE = 1 << 5;
    private static final int INSTEAD = 1 << 6;

    private static final Map<String, Trigger.Firing> FIRING = Map.of(
            "O", Trigger.Firing.ORIGIN,
            "D", Trigger.Firing.DISABLED,
            "R", Trigger.Firing.REPLICA,
            "A", Trigger.Firing.ALWAYS);

    private static final String SQL = """
            SELECT g.oid, n.nspname, c.relname, g.tgname, g.tgtype::int AS type, g.tgenabled, g.tgconstraint <> 0 AS of_constraint,
                   g.tgdeferrable, g.tginitdeferred, g.tgoldtable, g.tgnewtable,
                   fn.nspname AS function_schema, f.proname AS function_name,
                   rn.nspname AS from_schema, r.relname AS from_name,
                   ARRAY(SELECT a.attname::text FROM unnest(g.tgattr::int2[]) WITH ORDINALITY AS k(attnum, n)
                         JOIN pg_attribute a ON a.attrelid = g.tgrelid AND a.attnum = k.attnum ORDER BY k.n) AS columns,
                   CASE WHEN g.tgqual IS NOT NULL OR g.tgnargs > 0 THEN pg_get_triggerdef(g.oid) END AS definition
            FROM pg_trigger g
            JOIN pg_class c ON c.oid = g.tgrelid JOIN chosen n ON n.oid = c.relnamespace
            JOIN pg_proc f ON f.oid = g.tgfoid JOIN pg_namespace fn ON fn.oid = f.pronamespace
            LEFT JOIN pg_class r ON r.oid = g.tgconstrrelid LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
            WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND NOT starts_with(g.tgname::text, '_qail_')
              AND NOT starts_with(c.relname::text, '_qail_')
              AND g.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_trigger'::regclass)
            """;

    private TriggerReader() {}

    /** Those of tables and views that were read. */
    static void read(Reading reading) {
        reading.query().each(SQL, row -> {
            Trigger trigger = trigger(row);
            if (reading.schema().tables.containsKey(trigger.table()) || reading.holdsView(trigger.table())) {
                reading.schema().put(trigger);
                reading.addresses().put("pg_trigger", row.getLong("oid"), trigger.address());
            }
        });
    }

    private static Trigger trigger(ResultSet row) throws SQLException {
        int type = row.getInt("type");
        String definition = row.getString("definition");
        return new Trigger(
                ObjectName.of(row.getString("nspname"), row.getString("relname")),
                row.getString("tgname"),
                (type & BEFORE) != 0
                        ? Trigger.Timing.BEFORE
                        : (type & INSTEAD) != 0 ? Trigger.Timing.INSTEAD_OF : Trigger.Timing.AFTER,
                events(type),
                CatalogQuery.strings(row, "columns"),
                (type & ROW) != 0,
                definition == null ? null : when(definition),
                ObjectName.of(row.getString("function_schema"), row.getString("function_name")),
                definition == null ? List.of() : arguments(definition),
                row.getString("tgoldtable"),
                row.getString("tgnewtable"),
                row.getBoolean("of_constraint"),
                CatalogQuery.name(row, "from_schema", "from_name"),
                row.getBoolean("tginitdeferred")
                        ? Deferrability.INITIALLY_DEFERRED
                        : row.getBoolean("tgdeferrable") ? Deferrability.DEFERRABLE : Deferrability.NOT_DEFERRABLE,
                FIRING.getOrDefault(row.getString("tgenabled"), Trigger.Firing.ORIGIN));
    }

    private static SortedSet<Trigger.Event> events(int type) {
        SortedSet<Trigger.Event> events = new TreeSet<>();
        Map.of(
                        Trigger.Event.INSERT, INSERT,
                        Trigger.Event.UPDATE, UPDATE,
                        Trigger.Event.DELETE, DELETE,
                        Trigger.Event.TRUNCATE, TRUNCATE)
                .forEach((event, bit) -> {
                    if ((type & bit) != 0) {
                        events.add(event);
                    }
                });
        return events;
    }

    /** A condition is about two rows, which {@code pg_get_expr} refuses, so it is taken from the printed statement. */
    private static @Nullable Expression when(String definition) {
        int at = SqlText.indexOf(definition, " WHEN (", 0);
        if (at < 0) {
            return null;
        }
        int open = at + " WHEN ".length();
        return new Expression(
                SqlText.withoutOuterParentheses(definition.substring(open, SqlText.skip(definition, open))));
    }

    private static List<String> arguments(String definition) {
        int execute = SqlText.indexOf(definition, " EXECUTE FUNCTION ", 0);
        int open = execute;
        while (definition.charAt(open) != '(') {
            open = SqlText.skip(definition, open);
        }
        String list = definition.substring(open + 1, SqlText.skip(definition, open) - 1);
        List<String> arguments = new ArrayList<>();
        int from = 0;
        while (from < list.length()) {
            int start = list.charAt(from) == 'E' ? from + 1 : from;
            int end = SqlText.skip(list, start);
            String literal = list.substring(start + 1, end - 1).replace("''", "'");
            arguments.add(start > from ? literal.replace("\\\\", "\\") : literal);
            from = end + ", ".length();
        }
        return arguments;
    }
}
