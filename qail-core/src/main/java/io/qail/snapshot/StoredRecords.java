package io.qail.snapshot;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.SqlLiteral;
import io.qail.snapshot.SnapshotItem.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads one item of a snapshot back: the SQL of what was stored, with every value in its own type again. What a file holds
 * has to be loaded into a temporary table first, by {@link #load()}.
 *
 * <p>The SQL is to run under the session settings under which the snapshot was taken.
 */
public final class StoredRecords {

    private final SnapshotManifest manifest;
    private final SnapshotItem item;
    private final ObjectName data;
    private final String loaded;
    private final @Nullable String valueType;

    private StoredRecords(
            SnapshotManifest manifest, SnapshotItem item, ObjectName data, String loaded, @Nullable String valueType) {
        this.manifest = manifest;
        this.item = item;
        this.data = data;
        this.loaded = loaded;
        this.valueType = valueType;
    }

    /** One item of the manifest. */
    public static StoredRecords of(SnapshotManifest manifest, SnapshotItem item, String defaultSchema) {
        String name = "_qail_restore_" + manifest.id() + "_" + manifest.items().indexOf(item);
        return new StoredRecords(manifest, item, SnapshotTables.data(defaultSchema), "pg_temp." + name, null);
    }

    /** The same for a column whose type has another name while it is read back: an enum that another makes way for. */
    public StoredRecords withValueType(String type) {
        return new StoredRecords(manifest, item, data, loaded, type);
    }

    public SnapshotItem item() {
        return item;
    }

    public SnapshotManifest manifest() {
        return manifest;
    }

    /** Whether the values lie in a file. */
    public boolean inFile() {
        return item.file() != null;
    }

    /** The columns that a row is found by; empty where rows are told apart by a hash. */
    public List<ColumnType> keys() {
        return item.keyColumns().stream().map(this::typed).toList();
    }

    private ColumnType typed(String column) {
        return item.columns().stream()
                .filter(typed -> typed.name().equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the manifest has no type of " + column));
    }

    /** The copied column; of an item that is a column. */
    public ColumnType value() {
        ColumnType stored = item.columns().get(item.columns().size() - 1);
        return valueType == null ? stored : new ColumnType(stored.name(), valueType);
    }

    /** The columns that the hash of a row is made of, where it has no key. */
    public List<ColumnType> hashed() {
        return item.columns().subList(0, item.columns().size() - 1);
    }

    /**
     * What makes the temporary table for the file of a column: the statement that makes it, and the COPY that fills it.
     * Nothing for the database store, and for a table, whose file is copied straight into it.
     */
    public List<String> load() {
        if (!inFile() || item.column() == null) {
            return List.of();
        }
        List<ColumnType> columns = item.columns();
        String definitions = keys().isEmpty()
                ? "row_id text, v " + value().type()
                : IntStream.range(0, columns.size())
                        .mapToObj(i -> (i == columns.size() - 1 ? "v" : "k" + i) + " "
                                + (i == columns.size() - 1 ? value() : columns.get(i)).type())
                        .collect(Collectors.joining(", "));
        return List.of(
                "CREATE TEMPORARY TABLE " + loaded + " (" + definitions + ") ON COMMIT DROP",
                "COPY " + loaded + " FROM STDIN (FORMAT csv, HEADER, ENCODING 'UTF8')");
    }

    /** A query of the stored values of a column: {@code k0, k1, …, v} by key, {@code row_id, v} by hash. */
    public String values() {
        if (inFile()) {
            return "SELECT * FROM " + loaded;
        }
        Stream<String> rowId = keys().isEmpty()
                ? Stream.of("stored.row_id")
                : keys().size() == 1
                        ? Stream.of("stored.row_id::" + keys().get(0).type() + " AS k0")
                        : IntStream.range(0, keys().size())
                                .mapToObj(i -> "(stored.row_id::pg_catalog.jsonb ->> " + i + ")::"
                                        + keys().get(i).type() + " AS k" + i);
        return Stream.concat(rowId, Stream.of("(stored.value_json #>> '{}')::" + value().type() + " AS v"))
                        .collect(Collectors.joining(", ", "SELECT ", ""))
                + from();
    }

    /**
     * A query of the stored rows of a table in the order in which they were copied, one column for each of the given.
     *
     * @param columns of {@link SnapshotItem#columns()}
     */
    public String rows(List<ColumnType> columns) {
        return columns.stream()
                        .map(column -> "(stored.value_json ->> " + literal(column.name()) + ")::" + column.type())
                        .collect(Collectors.joining(", ", "SELECT ", ""))
                + from() + " ORDER BY stored.id";
    }

    /**
     * A query of what the database store has, in the columns of a file and in the order in which it was copied. Every value
     * is its text, so that no type has to be there.
     */
    String texts() {
        List<String> columns = new ArrayList<>();
        if (item.column() == null) {
            item.columns()
                    .forEach(column -> columns.add("stored.value_json ->> " + literal(column.name()) + " AS "
                            + Identifier.quote(column.name())));
        } else {
            if (keys().isEmpty()) {
                columns.add("stored.row_id AS _qail_row_id");
            }
            for (int i = 0; i < keys().size(); i++) {
                columns.add((keys().size() == 1 ? "stored.row_id" : "stored.row_id::pg_catalog.jsonb ->> " + i) + " AS "
                        + Identifier.quote(keys().get(i).name()));
            }
            columns.add("stored.value_json #>> '{}' AS " + Identifier.quote(value().name()));
        }
        return "SELECT " + String.join(", ", columns) + from() + " ORDER BY stored.id";
    }

    private static String literal(String text) {
        return SqlLiteral.quote(text);
    }

    private String from() {
        return " FROM " + data.sql() + " AS stored WHERE stored.snapshot_id = " + manifest.id()
                + " AND stored.id BETWEEN " + number(item.firstId()) + " AND " + number(item.lastId());
    }

    /** No row has the id 0: an item without rows has no range. */
    private static long number(@Nullable Long id) {
        return id == null ? 0 : id;
    }

    /** What counts off a row without a key among those with the same hash, from its {@code row_id}. */
    public static String number(String rowId) {
        return RowKey.number(rowId);
    }

    /**
     * What rows without a key are ordered by that differ in a dropped column only: they are numbered in the order of all
     * dropped columns, the last one in the plan first, so that a way back can put together again what stood in one row.
     *
     * @param column as SQL
     */
    public static String order(String column) {
        return RowKey.order(column);
    }

    /**
     * The hash of a row without a key, as it was stored, before the number of a duplicate.
     *
     * @param column the SQL of a column by its name before the migration
     */
    public String hash(UnaryOperator<String> column) {
        return new RowKey(hashed().stream().map(ColumnType::name).toList(), false).sql(column);
    }
}
