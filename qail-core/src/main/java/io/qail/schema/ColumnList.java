package io.qail.schema;

import java.util.List;
import java.util.stream.Collectors;

/** Column names as SQL text, and after a rename. */
final class ColumnList {

    private ColumnList() {}

    static String sql(List<String> columns) {
        return columns.stream().map(Identifier::quote).collect(Collectors.joining(", ", "(", ")"));
    }

    static List<String> renamed(List<String> columns, String from, String to) {
        return columns.stream().map(column -> column.equals(from) ? to : column).toList();
    }
}
