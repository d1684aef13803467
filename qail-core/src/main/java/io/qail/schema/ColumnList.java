package io.qail.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Column names as SQL text, and after a rename. */
final class ColumnList {

    private ColumnList() {}

    static String sql(List<String> columns) {
        return columns.stream().map(Identifier::quote).collect(Collectors.joining(", ", "(", ")"));
    }

    /** The last column is a span of time: no two rows of the same key have spans that overlap. */
    static String withoutOverlaps(List<String> columns) {
        return sql(columns).replaceFirst("\\)$", " WITHOUT OVERLAPS)");
    }

    /** The last column is the span of time that the rows of the other table have to cover. */
    static String withPeriod(List<String> columns) {
        List<String> parts =
                new ArrayList<>(columns.stream().map(Identifier::quote).toList());
        int last = parts.size() - 1;
        parts.set(last, "PERIOD " + parts.get(last));
        return parts.stream().collect(Collectors.joining(", ", "(", ")"));
    }

    static List<String> renamed(List<String> columns, String from, String to) {
        return columns.stream().map(column -> column.equals(from) ? to : column).toList();
    }
}
