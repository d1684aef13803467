package io.qail.language;

import io.qail.schema.ObjectName;
import io.qail.schema.TableOptions;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes what stands between the name of a table and its block. */
final class TableOptionFormatter {

    private final String defaultSchema;

    TableOptionFormatter(String defaultSchema) {
        this.defaultSchema = defaultSchema;
    }

    /** With a blank in front; empty for an ordinary table. */
    String format(TableOptions options) {
        StringBuilder text = new StringBuilder(options.unlogged() ? " unlogged" : "");
        if (options.partitionOf() != null) {
            text.append(" partition_of ")
                    .append(name(options.partitionOf().parent()))
                    .append(' ')
                    .append(bound(options.partitionOf().bound()));
        }
        if (!options.inherits().isEmpty()) {
            text.append(
                    options.inherits().stream().map(this::name).collect(Collectors.joining(", ", " inherits (", ")")));
        }
        if (options.partitionBy() != null) {
            String key = options.partitionBy();
            int blank = key.indexOf(' ');
            text.append(" partition_by ")
                    .append(key.substring(0, blank).toLowerCase(Locale.ROOT))
                    .append(key.substring(blank));
        }
        if (!options.parameters().isEmpty()) {
            text.append(" with ").append(ParameterFormatter.list(options.parameters()));
        }
        return text.toString();
    }

    private String name(ObjectName name) {
        // Behind its parent, a bare "default" or "for" would begin the bound; both are quoted as keywords.
        return name.display(defaultSchema);
    }

    /** Its keywords in lower case. */
    private static String bound(String bound) {
        int open = bound.indexOf('(');
        if (open < 0) {
            return bound.toLowerCase(Locale.ROOT);
        }
        String head = bound.substring(0, open).toLowerCase(Locale.ROOT);
        if (!head.startsWith("for values from")) {
            return head + bound.substring(open);
        }
        Cursor cursor = Cursor.over(bound.substring(open));
        int end = new SqlReader(cursor).closing(cursor.peek()).end() + open;
        int second = bound.indexOf('(', end);
        return head
                + bound.substring(open, end)
                + bound.substring(end, second).toLowerCase(Locale.ROOT)
                + bound.substring(second);
    }
}
