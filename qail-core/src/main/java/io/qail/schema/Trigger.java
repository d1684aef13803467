package io.qail.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A trigger of a table or view.
 *
 * @param updateColumns those of {@code UPDATE OF}; empty for every update
 * @param when null for always
 * @param oldTable the name of the transition table of old rows, or null; {@code newTable} that of new rows
 * @param constraint whether it is a constraint trigger, which alone has {@code from} and {@code deferrability}
 * @param from the table that a constraint trigger refers to, or null
 */
public record Trigger(
        ObjectName table,
        String name,
        Timing timing,
        SortedSet<Event> events,
        List<String> updateColumns,
        boolean forEachRow,
        @Nullable Expression when,
        ObjectName function,
        List<String> arguments,
        @Nullable String oldTable,
        @Nullable String newTable,
        boolean constraint,
        @Nullable ObjectName from,
        Deferrability deferrability,
        Firing firing)
        implements SchemaObject {

    /** When it fires, relative to its event. */
    public enum Timing {
        BEFORE,
        AFTER,
        INSTEAD_OF;

        public String sql() {
            return name().replace('_', ' ');
        }
    }

    /** What it fires for. */
    public enum Event {
        INSERT,
        UPDATE,
        DELETE,
        TRUNCATE
    }

    /** In which sessions it fires, by {@code session_replication_role}. */
    public enum Firing {
        ORIGIN("ENABLE"),
        DISABLED("DISABLE"),
        REPLICA("ENABLE REPLICA"),
        ALWAYS("ENABLE ALWAYS");

        private final String sql;

        Firing(String sql) {
            this.sql = sql;
        }

        /** The words in front of {@code TRIGGER} in ALTER TABLE. */
        public String sql() {
            return sql;
        }
    }

    public Trigger {
        events = Collections.unmodifiableSortedSet(new TreeSet<>(events));
        updateColumns = List.copyOf(updateColumns);
        arguments = List.copyOf(arguments);
    }

    @Override
    public ObjectAddress address() {
        return new ObjectAddress(ObjectKind.TRIGGER, table, name);
    }

    public Trigger withTable(ObjectName other) {
        return with(other, updateColumns, when, from, firing);
    }

    public Trigger withFrom(@Nullable ObjectName other) {
        return with(table, updateColumns, when, other, firing);
    }

    public Trigger withWhen(@Nullable Expression other) {
        return with(table, updateColumns, other, from, firing);
    }

    public Trigger withUpdateColumns(List<String> other) {
        return with(table, other, when, from, firing);
    }

    public Trigger withFiring(Firing other) {
        return with(table, updateColumns, when, from, other);
    }

    private Trigger with(
            ObjectName otherTable,
            List<String> otherColumns,
            @Nullable Expression otherWhen,
            @Nullable ObjectName otherFrom,
            Firing otherFiring) {
        return new Trigger(
                otherTable,
                name,
                timing,
                events,
                otherColumns,
                forEachRow,
                otherWhen,
                function,
                arguments,
                oldTable,
                newTable,
                constraint,
                otherFrom,
                deferrability,
                otherFiring);
    }

    /** The tables that PostgreSQL locks to make or drop it: its own, and the one that a constraint trigger refers to. */
    @Override
    public SortedSet<ObjectName> tables() {
        SortedSet<ObjectName> tables = new TreeSet<>(List.of(table));
        if (from != null) {
            tables.add(from);
        }
        return tables;
    }

    @Override
    public List<String> sql() {
        StringBuilder sql = new StringBuilder("CREATE ")
                .append(constraint ? "CONSTRAINT " : "")
                .append("TRIGGER ")
                .append(Identifier.quote(name))
                .append(' ')
                .append(timing.sql())
                .append(' ')
                .append(events.stream().map(this::event).collect(Collectors.joining(" OR ")))
                .append(" ON ")
                .append(table.sql());
        if (from != null) {
            sql.append(" FROM ").append(from.sql());
        }
        if (constraint) {
            sql.append(deferrability.sql());
        }
        if (oldTable != null || newTable != null) {
            sql.append(" REFERENCING")
                    .append(oldTable == null ? "" : " OLD TABLE AS " + Identifier.quote(oldTable))
                    .append(newTable == null ? "" : " NEW TABLE AS " + Identifier.quote(newTable));
        }
        sql.append(forEachRow ? " FOR EACH ROW" : " FOR EACH STATEMENT");
        if (when != null) {
            sql.append(" WHEN (").append(when).append(')');
        }
        sql.append(" EXECUTE FUNCTION ")
                .append(function.sql())
                .append(arguments.stream().map(SqlLiteral::quote).collect(Collectors.joining(", ", "(", ")")));
        List<String> statements = new ArrayList<>(List.of(sql.toString()));
        if (firing != Firing.ORIGIN) {
            statements.add(firingSql());
        }
        return List.copyOf(statements);
    }

    /** The statement that sets {@link #firing()}. */
    public String firingSql() {
        return "ALTER TABLE " + table.sql() + " " + firing.sql() + " TRIGGER " + Identifier.quote(name);
    }

    private String event(Event event) {
        boolean someColumns = event == Event.UPDATE && !updateColumns.isEmpty();
        return event.name().toUpperCase(Locale.ROOT)
                + (someColumns
                        ? updateColumns.stream().map(Identifier::quote).collect(Collectors.joining(", ", " OF ", ""))
                        : "");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
