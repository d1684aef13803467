package io.qail.language;

import io.qail.schema.Deferrability;
import io.qail.schema.Expression;
import io.qail.schema.ObjectName;
import io.qail.schema.Trigger;
import io.qail.schema.Trigger.Event;
import io.qail.schema.Trigger.Firing;
import io.qail.schema.Trigger.Timing;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one trigger, its clauses in any order: {@code trigger trg on users before insert for_each_row execute touch()}. */
final class TriggerReader {

    private static final List<String> WORDS = List.of(
            "on",
            "from",
            "before",
            "after",
            "instead_of",
            "referencing",
            "for_each_row",
            "for_each_statement",
            "when",
            "execute",
            "deferrable",
            "initially_deferred",
            "disabled",
            "enable_replica",
            "enable_always");

    private static final Map<String, Firing> FIRINGS =
            Map.of("disabled", Firing.DISABLED, "enable_replica", Firing.REPLICA, "enable_always", Firing.ALWAYS);

    /** The functions for triggers that PostgreSQL brings along. */
    static final Set<String> BUILT_IN =
            Set.of("suppress_redundant_updates_trigger", "tsvector_update_trigger", "tsvector_update_trigger_column");

    private final Cursor cursor;
    private final boolean constraint;
    private @Nullable ObjectName table;
    private @Nullable Timing timing;
    private final Set<Event> events = EnumSet.noneOf(Event.class);
    private final List<String> updateColumns = new ArrayList<>();
    private @Nullable Boolean forEachRow;
    private @Nullable Expression when;
    private @Nullable ObjectName function;
    private final List<String> arguments = new ArrayList<>();
    private @Nullable String oldTable;
    private @Nullable String newTable;
    private @Nullable ObjectName from;
    private Deferrability deferrability = Deferrability.NOT_DEFERRABLE;
    private Firing firing = Firing.ORIGIN;

    TriggerReader(Cursor cursor, boolean constraint) {
        this.cursor = cursor;
        this.constraint = constraint;
    }

    /** Behind the word {@code trigger}. */
    Trigger read() {
        Token place = cursor.peek();
        String name = cursor.name("the name of the trigger");
        boolean more = true;
        while (more) {
            more = clause();
        }
        if (table == null || timing == null || function == null) {
            String missing = table == null
                    ? "`on` and the table"
                    : timing == null ? "`before`, `after` or `instead_of`" : "`execute` and the function";
            if (!cursor.atLineEnd()) {
                throw cursor.unexpected(missing, WORDS);
            }
            throw cursor.error(place, "the trigger lacks " + missing, null);
        }
        return new Trigger(
                table,
                name,
                timing,
                new TreeSet<>(events),
                updateColumns,
                forEachRow == null ? constraint : forEachRow,
                when,
                function,
                arguments,
                oldTable,
                newTable,
                constraint,
                from,
                deferrability,
                firing);
    }

    private boolean clause() {
        Token place = cursor.peek();
        if (cursor.acceptKeyword("on")) {
            once(table == null, place);
            table = cursor.objectName("the table of the trigger");
        } else if (constraint && cursor.acceptKeyword("from")) {
            once(from == null, place);
            from = cursor.objectName("the table that the trigger refers to");
        } else if (cursor.acceptKeyword("when")) {
            once(when == null, place);
            when = new SqlReader(cursor).parenthesised("a condition");
        } else if (cursor.acceptKeyword("execute")) {
            once(function == null, place);
            execute();
        } else if (cursor.acceptKeyword("referencing")) {
            referencing();
        } else {
            return timing(place) || level(place) || firing() || (constraint && deferrability());
        }
        return true;
    }

    private boolean timing(Token place) {
        for (Timing candidate : Timing.values()) {
            if (cursor.acceptKeyword(candidate.name().toLowerCase(Locale.ROOT))) {
                once(timing == null, place);
                timing = candidate;
                do {
                    event();
                } while (cursor.acceptKeyword("or"));
                return true;
            }
        }
        return false;
    }

    private void event() {
        for (Event event : Event.values()) {
            Token place = cursor.peek();
            if (cursor.acceptKeyword(event.name().toLowerCase(Locale.ROOT))) {
                once(events.add(event), place);
                if (event == Event.UPDATE && cursor.acceptKeyword("of")) {
                    do {
                        updateColumns.add(cursor.name("the name of a column"));
                    } while (cursor.accept(","));
                }
                return;
            }
        }
        throw cursor.unexpected(
                "`insert`, `update`, `delete` or `truncate`", List.of("insert", "update", "delete", "truncate"));
    }

    private boolean level(Token place) {
        boolean row = cursor.acceptKeyword("for_each_row") || cursor.acceptKeyword("for_row");
        if (row || cursor.acceptKeyword("for_each_statement") || cursor.acceptKeyword("for_statement")) {
            once(forEachRow == null, place);
            forEachRow = row;
            return true;
        }
        return false;
    }

    private boolean firing() {
        for (Map.Entry<String, Firing> word : FIRINGS.entrySet()) {
            if (cursor.acceptKeyword(word.getKey())) {
                firing = word.getValue();
                return true;
            }
        }
        return false;
    }

    private boolean deferrability() {
        if (cursor.acceptKeyword("initially_deferred")) {
            deferrability = Deferrability.INITIALLY_DEFERRED;
        } else if (cursor.acceptKeyword("deferrable") || cursor.acceptKeyword("initially_immediate")) {
            deferrability = deferrability == Deferrability.NOT_DEFERRABLE ? Deferrability.DEFERRABLE : deferrability;
        } else {
            return cursor.acceptKeyword("not_deferrable");
        }
        return true;
    }

    private void referencing() {
        while (cursor.atKeyword("old_table") || cursor.atKeyword("new_table")) {
            boolean old = cursor.acceptKeyword("old_table");
            if (!old) {
                cursor.expectKeyword("new_table");
            }
            cursor.acceptKeyword("as");
            String name = cursor.name("the name of the transition table");
            if (old) {
                oldTable = name;
            } else {
                newTable = name;
            }
        }
        if (oldTable == null && newTable == null) {
            throw cursor.unexpected("`old_table as …` or `new_table as …`", List.of("old_table", "new_table"));
        }
    }

    private void execute() {
        if (cursor.atKeyword("function") || cursor.atKeyword("procedure")) {
            Token second = cursor.peekSecond();
            if (Cursor.isName(second) && !second.firstOfLine()) {
                cursor.next();
            }
        }
        Token place = cursor.peek();
        List<String> path = cursor.path("the function of the trigger");
        function = switch (path.size()) {
            case 1 ->
                ObjectName.of(BUILT_IN.contains(path.get(0)) ? "pg_catalog" : cursor.defaultSchema(), path.get(0));
            case 2 -> ObjectName.of(path.get(0), path.get(1));
            default -> throw cursor.error(place, "too many dots in the function of the trigger", null);
        };
        if (!cursor.atLineEnd() && cursor.accept("(") && !cursor.accept(")")) {
            do {
                arguments.add(argument());
            } while (cursor.accept(","));
            cursor.expect(")");
        }
    }

    /** Whatever is written, the function gets it as a text. */
    private String argument() {
        return switch (cursor.peek().kind()) {
            case STRING, DOLLAR -> cursor.string("an argument");
            case NUMBER -> cursor.text(cursor.next());
            default -> cursor.name("an argument in quotes");
        };
    }

    private void once(boolean first, Token place) {
        if (!first) {
            throw cursor.error(place, cursor.shown(place) + " comes twice", null);
        }
    }
}
