package io.qail.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One table or column of a snapshot, by its names before the migration.
 *
 * @param table the default schema left out; rows of its partitions are among it unless the plan drops those themselves, rows
 *     of what inherits from it are items of their own
 * @param column null for a whole table
 * @param rows records in the snapshot
 * @param values those of them that are not null; for a table the same as {@code rows}
 * @param keyColumns what {@code row_id} is made of; empty for a hash over the other {@code columns}
 * @param columns names and types of what was copied; for a column: those that {@code row_id} is made of, then itself
 * @param firstId the first id in {@code _qail_data_snapshots}; null for files and for no rows
 * @param file the name within the directory; null for the database
 * @param sha256 of the file
 */
public record SnapshotItem(
        SnapshotType type,
        String table,
        @Nullable String column,
        long rows,
        long values,
        List<String> keyColumns,
        List<ColumnType> columns,
        @Nullable Long firstId,
        @Nullable Long lastId,
        @Nullable String file,
        @Nullable String sha256) {

    /**
     * A copied column and its type in the words of {@code format_type}.
     *
     * @param base what the type is in the end, in the same words, where it is a domain; else null
     */
    public record ColumnType(
            String name, String type, @Nullable String base) {

        public ColumnType(String name, String type) {
            this(name, type, null);
        }

        /** The type itself, or what a domain is made of. */
        String underlying() {
            return base == null ? type : base;
        }

        /** Whether PostgreSQL has the type itself, so that nobody else makes its operators and casts. */
        public boolean builtIn() {
            return base == null && !type.contains(".");
        }
    }

    public SnapshotItem {
        keyColumns = List.copyOf(keyColumns);
        columns = List.copyOf(columns);
    }

    /** {@code table} or {@code table.column}, for people. */
    public String object() {
        return column == null ? table : table + "." + column;
    }

    /** The same with other words for the types of its columns. */
    public SnapshotItem withColumns(List<ColumnType> other) {
        return new SnapshotItem(type, table, column, rows, values, keyColumns, other, firstId, lastId, file, sha256);
    }

    /** The same records in a file. */
    SnapshotItem inFile(String name, String checksum) {
        return new SnapshotItem(type, table, column, rows, values, keyColumns, columns, null, null, name, checksum);
    }
}
