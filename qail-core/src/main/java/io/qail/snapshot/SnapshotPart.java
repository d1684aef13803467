package io.qail.snapshot;

import io.qail.impact.LiveRows;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One table or column to be copied, and the SQL that reads it.
 *
 * @param column null for the whole table
 * @param source the table; all SQL of the part is over it
 * @param condition true for the rows to be copied
 * @param nulls whether a value that is to be copied can be null
 * @param rows that the condition holds for, counted under the lock
 * @param values those of them that are not null
 */
record SnapshotPart(
        SnapshotType type,
        LiveTable table,
        @Nullable LiveColumn column,
        RowKey key,
        LiveRows source,
        String condition,
        boolean nulls,
        long rows,
        long values) {

    private static final String ROW = "_qail_row";

    SnapshotPart counted(long countedRows, long countedValues) {
        return new SnapshotPart(type, table, column, key, source, condition, nulls, countedRows, countedValues);
    }

    SnapshotPart where(String other) {
        return new SnapshotPart(type, table, column, key, source, other, nulls, rows, values);
    }

    /** The part for people. */
    String object(String defaultSchema) {
        return (column == null ? ObjectAddress.table(table.name()) : ObjectAddress.column(table.name(), column.name()))
                .display(defaultSchema);
    }

    /** The copied columns: of a table all that are not computed; else those of the row id, and the one at risk last. */
    List<LiveColumn> columns() {
        if (column == null) {
            return table.columns().stream().filter(other -> !other.generated()).toList();
        }
        return Stream.concat(
                        key.columns().stream().map(name -> table.column(name).orElseThrow()), Stream.of(column))
                .toList();
    }

    /** A query of {@code row_id, value_json}. */
    String query(String restriction) {
        String where = condition.equals("true") ? "" : " WHERE " + condition;
        String query = "SELECT " + key.sql(source::column) + " AS row_id, " + json() + " AS value_json FROM "
                + source.from(restriction) + lateral() + where;
        if (key.unique()) {
            return query;
        }
        return "SELECT " + RowKey.numbered("row_id", "n") + ", value_json FROM (SELECT row_id, value_json,"
                + " pg_catalog.row_number() OVER (PARTITION BY row_id) AS n FROM (" + query
                + ") AS hashed) AS numbered";
    }

    private String json() {
        if (column == null) {
            return columns().isEmpty() ? "'{}'::pg_catalog.jsonb" : "pg_catalog.to_jsonb(" + ROW + ".*)";
        }
        String json = "pg_catalog.to_jsonb(" + column.jsonArgument(source.column(column.name())) + ")";
        return nulls ? "COALESCE(" + json + ", 'null'::pg_catalog.jsonb)" : json;
    }

    private String lateral() {
        if (column != null || columns().isEmpty()) {
            return "";
        }
        return columns().stream()
                .map(copied ->
                        copied.jsonArgument(source.column(copied.name())) + " AS " + Identifier.quote(copied.name()))
                .collect(Collectors.joining(", ", " CROSS JOIN LATERAL (SELECT ", ") AS " + ROW));
    }

    /** A query of what a CSV file holds: the key and the column, the row id and the column, or all columns. */
    String export() {
        String where = condition.equals("true") ? "" : " WHERE " + condition;
        if (column == null || key.unique()) {
            return "SELECT "
                    + columns().stream()
                            .map(copied -> copied.copied(source.column(copied.name())))
                            .collect(Collectors.joining(", "))
                    + " FROM " + source.from() + where;
        }
        String value = column.copied(source.column(column.name()));
        String name = Identifier.quote(column.name());
        return "SELECT " + RowKey.numbered("_qail_hash", "_qail_n") + " AS _qail_row_id, " + name
                + " FROM (SELECT *, pg_catalog.row_number() OVER (PARTITION BY _qail_hash) AS _qail_n FROM (SELECT "
                + key.sql(source::column) + " AS _qail_hash, " + value + " FROM " + source.from() + where
                + ") AS hashed) AS numbered";
    }

    /** What the manifest says about the part, once it is written. */
    SnapshotItem item(
            String defaultSchema,
            long written,
            @Nullable Long firstId,
            @Nullable Long lastId,
            @Nullable String file,
            @Nullable String sha256) {
        return new SnapshotItem(
                type,
                table.name().display(defaultSchema),
                column == null ? null : column.name(),
                written,
                values,
                key.unique() ? key.columns() : List.of(),
                columns().stream().map(LiveColumn::typed).toList(),
                firstId,
                lastId,
                file,
                sha256);
    }
}
