package io.qail.snapshot;

import io.qail.schema.ObjectName;
import java.util.List;
import java.util.Optional;

/**
 * A table as it is in the database, read under its lock.
 *
 * @param keys the columns of the primary key, then of other unique keys without nulls, best first
 * @param inherited whether other tables inherit from it
 * @param bytes with TOAST, without indexes
 * @param pages of the table itself
 */
record LiveTable(
        ObjectName name, List<LiveColumn> columns, List<List<String>> keys, boolean inherited, long bytes, long pages) {

    LiveTable {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    Optional<LiveColumn> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst();
    }
}
