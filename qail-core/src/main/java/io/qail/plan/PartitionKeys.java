package io.qail.plan;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a table is partitioned, and by which columns, PostgreSQL settles when it makes the table. A way that asks for
 * something else is refused: it would move every row.
 */
final class PartitionKeys {

    private static final String NAME = "(?:[a-z_][a-z0-9_]*|\"(?:[^\"]|\"\")*\")";

    /** Expressions can be written in several ways, and PostgreSQL alone knows which of them are one. */
    private static final Pattern OF_COLUMNS = Pattern.compile("(\\w+) \\(" + NAME + "(?:, " + NAME + ")*\\)");

    private PartitionKeys() {}

    /** A table that is to be partitioned in another way. */
    record Moved(
            ObjectName table,
            @Nullable String from,
            @Nullable String to) {

        String message(String defaultSchema) {
            return "the table " + table.display(defaultSchema) + " is " + words(from) + " and shall be " + words(to)
                    + ", which PostgreSQL cannot change in a table that is there";
        }

        String suggestion(String defaultSchema) {
            String old = table.withName(Identifier.generated(table.name(), "", "old"))
                    .display(defaultSchema);
            return "rename it (`rename " + table.display(defaultSchema) + " -> " + old
                    + "`), declare the new table beside it, and move the rows in a version of their own";
        }

        private static String words(@Nullable String key) {
            return key == null ? "not partitioned" : "partitioned by " + key;
        }
    }

    /** Those between two schemas, in the order of the tables. */
    static List<Moved> between(Schema from, Schema to) {
        List<Moved> moved = new ArrayList<>();
        from.tables().forEach((name, table) -> {
            Table wanted = to.tables().get(name);
            if (wanted != null) {
                String before = table.options().partitionBy();
                String after = wanted.options().partitionBy();
                if (differ(before, after)) {
                    moved.add(new Moved(name, before, after));
                }
            }
        });
        return moved;
    }

    private static boolean differ(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one != null || other != null;
        }
        Matcher first = OF_COLUMNS.matcher(one);
        Matcher second = OF_COLUMNS.matcher(other);
        return first.matches() && second.matches() && !one.equals(other);
    }
}
