package io.qail.language;

import io.qail.schema.Deferrability;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.Trigger;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes triggers. */
final class TriggerFormatter {

    private final String defaultSchema;

    TriggerFormatter(String defaultSchema) {
        this.defaultSchema = defaultSchema;
    }

    String format(Trigger trigger) {
        StringBuilder text = new StringBuilder(trigger.constraint() ? "constraint trigger " : "trigger ")
                .append(Identifier.quote(trigger.name()))
                .append(" on ")
                .append(trigger.table().display(defaultSchema))
                .append(' ')
                .append(trigger.timing().name().toLowerCase(Locale.ROOT))
                .append(' ')
                .append(trigger.events().stream()
                        .map(event -> event(trigger, event))
                        .collect(Collectors.joining(" or ")));
        if (trigger.from() != null) {
            text.append(" from ").append(trigger.from().display(defaultSchema));
        }
        if (trigger.deferrability() != Deferrability.NOT_DEFERRABLE) {
            text.append(trigger.deferrability() == Deferrability.DEFERRABLE ? " deferrable" : " initially_deferred");
        }
        if (trigger.oldTable() != null || trigger.newTable() != null) {
            text.append(" referencing")
                    .append(trigger.oldTable() == null ? "" : " old_table as " + Identifier.quote(trigger.oldTable()))
                    .append(trigger.newTable() == null ? "" : " new_table as " + Identifier.quote(trigger.newTable()));
        }
        text.append(trigger.forEachRow() ? " for_each_row" : " for_each_statement");
        if (trigger.when() != null) {
            text.append(" when (").append(trigger.when()).append(')');
        }
        text.append(" execute ")
                .append(function(trigger.function()))
                .append(trigger.arguments().stream()
                        .map(StringLiteral::single)
                        .collect(Collectors.joining(", ", "(", ")")));
        return text.append(
                        switch (trigger.firing()) {
                            case ORIGIN -> "";
                            case DISABLED -> " disabled";
                            case REPLICA -> " enable_replica";
                            case ALWAYS -> " enable_always";
                        })
                .toString();
    }

    private String function(ObjectName function) {
        return TriggerReader.BUILT_IN.contains(function.name()) ? function.sql() : function.display(defaultSchema);
    }

    private static String event(Trigger trigger, Trigger.Event event) {
        boolean someColumns =
                event == Trigger.Event.UPDATE && !trigger.updateColumns().isEmpty();
        return event.name().toLowerCase(Locale.ROOT)
                + (someColumns
                        ? trigger.updateColumns().stream()
                                .map(Identifier::quote)
                                .collect(Collectors.joining(", ", " of ", ""))
                        : "");
    }
}
