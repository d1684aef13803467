package io.qail.snapshot;

import io.qail.impact.LiveRows;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import java.util.ArrayList;
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
 * @param droppedTogether the dropped columns of a table without a key, the last one in the plan first, where there are
 *     several: the rows are numbered alike for all of them. Else empty
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
        List<LiveColumn> droppedTogether,
        long rows,
        long values) {

    private static final String ROW = "_qail_row";

    SnapshotPart counted(long countedRows, long countedValues) {
        return new SnapshotPart(
                type, table, column, key, source, condition, nulls, droppedTogether, countedRows, countedValues);
    }

    SnapshotPart where(String other) {
        return new SnapshotPart(type, table, column, key, source, other, nulls, droppedTogether, rows, values);
    }

    /** The same of rows that were put aside, which have the columns of the part only. */
    SnapshotPart over(LiveRows other) {
        return new SnapshotPart(type, table, column, key, other, "true", true, List.of(), 0, 0);
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
        if (!key.unique()) {
            return numbered("row_id", json() + " AS value_json", "value_json");
        }
        return "SELECT " + key.sql(source::column) + " AS row_id, " + json() + " AS value_json FROM "
                + source.from(restriction) + lateral() + filter(condition);
    }

    private static String filter(String condition) {
        return condition.equals("true") ? "" : " WHERE " + condition;
    }

    /**
     * The row ids of a table without a key, and a value.
     *
     * @param value with its name
     */
    private String numbered(String rowId, String value, String name) {
        String wanted = "true";
        String ofRows = filter(condition);
        StringBuilder list = new StringBuilder(key.sql(source::column) + " AS _qail_hash, " + value);
        String order = "";
        if (!droppedTogether.isEmpty()) {
            // A row that is not wanted for this column counts all the same: it may be wanted for another one.
            wanted = "_qail_wanted";
            ofRows = "";
            list.append(", (").append(condition).append(") AS _qail_wanted");
            List<String> texts = new ArrayList<>();
            for (LiveColumn dropped : droppedTogether) {
                String text = "_qail_order_" + texts.size();
                list.append(", ")
                        .append(RowKey.order(source.column(dropped.name())))
                        .append(" AS ")
                        .append(text);
                texts.add(text);
            }
            order = " ORDER BY " + String.join(", ", texts);
        }
        return "SELECT " + RowKey.numbered("_qail_hash", "_qail_n") + " AS " + rowId + ", " + name
                + " FROM (SELECT *, pg_catalog.row_number() OVER (PARTITION BY _qail_hash" + order
                + ") AS _qail_n FROM (SELECT " + list + " FROM " + source.from() + lateral() + ofRows
                + ") AS hashed) AS numbered" + filter(wanted);
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
        if (column == null || key.unique()) {
            List<String> list = new ArrayList<>();
            if (column != null) {
                key.types().forEach(type -> list.add(StoredText.copiedKey(type, source.column(type.name()))));
            }
            (column == null ? columns() : List.of(column))
                    .forEach(copied -> list.add(copied.copied(source.column(copied.name()))));
            return "SELECT " + String.join(", ", list) + " FROM " + source.from() + filter(condition);
        }
        return numbered(
                "_qail_row_id",
                column.copied(source.column(column.name()), "_qail_value"),
                "_qail_value AS " + Identifier.quote(column.name()));
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
