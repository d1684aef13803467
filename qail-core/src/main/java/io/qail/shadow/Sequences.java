package io.qail.shadow;

import io.qail.plan.SequencePosition;
import io.qail.schema.Column;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SqlLiteral;
import io.qail.schema.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sequences stand in the shadow where they stand in the primary; PostgreSQL's own words for them are kept in pairs. */
final class Sequences {

    private Sequences() {}

    /** Which sequence of the shadow follows which of the primary: that of the same column, or of the same name. */
    static void pair(Session primary, Session shadow, Schema live, Schema target, Mappings mappings)
            throws SQLException {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (Table table : live.tables().values()) {
            ObjectName to = mappings.target(table.name()).orElse(null);
            if (to == null) {
                continue;
            }
            for (Column column : table.columns()) {
                String present = mappings.column(table.name(), column.name()).orElse(null);
                String from = owned(primary, live, table.name(), column.name());
                String other = from == null || present == null ? null : owned(shadow, target, to, present);
                if (from != null && other != null) {
                    pairs.put(from, other);
                }
            }
        }
        for (ObjectName name : live.sequences().keySet()) {
            if (!pairs.containsKey(name.sql())
                    && target.sequences().containsKey(name)
                    && !pairs.containsValue(name.sql())) {
                pairs.put(name.sql(), name.sql());
            }
        }
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            add(shadow, pair.getKey(), pair.getValue());
        }
    }

    static void add(Session shadow, String source, String target) throws SQLException {
        shadow.update("INSERT INTO " + StateTables.SCHEMA + ".sequences VALUES (?, ?)", source, target);
    }

    /** Statements for sequences that have no like in the primary: they go on behind the last number of their column. */
    static List<String> advancing(Session shadow, Schema target, List<ShadowTable> tables) throws SQLException {
        List<String> paired = shadow.strings("SELECT target FROM " + StateTables.SCHEMA + ".sequences");
        List<String> statements = new ArrayList<>();
        for (ShadowTable table : tables) {
            Table made = target.tables().get(table.target());
            if (made == null) {
                continue;
            }
            for (Column column : made.columns()) {
                String sequence = owned(shadow, target, table.target(), column.name());
                if (sequence != null
                        && !paired.contains(sequence)
                        && table.columns().contains(column.name())) {
                    String last = isDescending(target, sequence, column) ? "min(" : "max(";
                    statements.add(SequencePosition.ahead(
                            SqlLiteral.quote(sequence) + "::pg_catalog.regclass",
                            "(SELECT pg_catalog." + last + Identifier.quote(column.name()) + ")::pg_catalog.int8 FROM "
                                    + table.target().sql() + ")",
                            "true"));
                }
            }
        }
        return statements;
    }

    private static boolean isDescending(Schema schema, String sequence, Column column) {
        return column.identity() != null
                ? column.identity().options().increment() < 0
                : schema.sequences().values().stream()
                        .anyMatch(found -> found.name().sql().equals(sequence)
                                && found.options().increment() < 0);
    }

    private static @Nullable String owned(Session session, Schema schema, ObjectName table, String column)
            throws SQLException {
        boolean identity = Objects.requireNonNull(schema.tables().get(table))
                .column(column)
                .map(found -> found.identity() != null)
                .orElse(false);
        if (identity) {
            return session.strings("SELECT pg_catalog.pg_get_serial_sequence(?, ?)", table.sql(), column)
                    .get(0);
        }
        return schema.sequences().values().stream()
                .filter(sequence -> sequence.owner() != null
                        && sequence.owner().table().equals(table)
                        && sequence.owner().column().equals(column))
                .map(sequence -> sequence.name().sql())
                .findFirst()
                .orElse(null);
    }

    /** Sets every paired sequence of the shadow to where the primary's stands at this moment. */
    static void carryOver(Session primary, Session shadow) throws SQLException {
        List<String[]> pairs =
                shadow.list("SELECT source, target FROM " + StateTables.SCHEMA + ".sequences ORDER BY 1", row ->
                        new String[] {row.getString(1), row.getString(2)});
        if (pairs.isEmpty()) {
            return;
        }
        // A parameter for each value; a sequence that was not called yet keeps its start.
        String read = pairs.stream()
                .map(pair -> "SELECT " + SqlLiteral.quote(pair[1]) + ", last_value, is_called FROM " + pair[0])
                .collect(Collectors.joining(" UNION ALL "));
        List<String> calls = primary.list(
                read,
                row -> "pg_catalog.setval(" + SqlLiteral.quote(row.getString(1)) + "::pg_catalog.regclass, "
                        + row.getLong(2) + ", " + row.getBoolean(3) + ")");
        for (int from = 0; from < calls.size(); from += 500) {
            List<String> part = calls.subList(from, Math.min(calls.size(), from + 500));
            shadow.execute("SELECT " + String.join(", ", part));
        }
    }
}
