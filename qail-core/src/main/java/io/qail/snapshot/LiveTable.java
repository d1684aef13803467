package io.qail.snapshot;

import io.qail.schema.ObjectName;
import java.util.List;
import java.util.Optional;

/**
 * A table as it is in the database, read under its lock.
 *
 * @param keys the columns of the primary key, then of other unique keys without nulls, best first
 * @param partitioned whether its rows lie in partitions
 * @param bytes with TOAST and partitions, without indexes
 * @param pages of the table itself
 */
record LiveTable(
        ObjectName name,
        List<LiveColumn> columns,
        List<List<String>> keys,
        boolean partitioned,
        long bytes,
        long pages) {

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
