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
        return valueType == null || valueType.equals(stored.type())
                ? stored
                : new ColumnType(stored.name(), valueType, stored.base());
    }

    /** The columns that the hash of a row is made of, where it has no key. */
    public List<ColumnType> hashed() {
        return item.columns().subList(0, item.columns().size() - 1);
    }

    /**
     * What makes the temporary table for a file: the statement that makes it, and the COPY that fills it. Nothing for the
     * database store, and for a table whose file can be copied straight into it.
     */
    public List<String> load() {
        if (!inFile() || isCopiedStraight()) {
            return List.of();
        }
        List<ColumnType> columns = item.columns();
        String definitions;
        if (item.column() == null) {
            definitions = IntStream.range(0, columns.size())
                    .mapToObj(i -> "c" + i + " " + loadedType(columns.get(i)))
                    .collect(Collectors.joining(", "));
        } else if (keys().isEmpty()) {
            definitions = "row_id text, v " + loadedType(value());
        } else {
            definitions = Stream.concat(
                            IntStream.range(0, keys().size()).mapToObj(i -> "k" + i + " " + keyType(keys().get(i))),
                            Stream.of("v " + loadedType(value())))
                    .collect(Collectors.joining(", "));
        }
        return List.of(
                "CREATE TEMPORARY TABLE " + loaded + " (" + definitions + ") ON COMMIT DROP",
                "COPY " + loaded + " FROM STDIN (FORMAT csv, HEADER, ENCODING 'UTF8')");
    }

    /** Whether the file of a table holds what COPY reads into the table itself. */
    public boolean isCopiedStraight() {
        return item.column() == null && item.columns().stream().noneMatch(StoredText::isReference);
    }

    /** Whether a value is kept as a number and a name. */
    public static boolean isReference(ColumnType column) {
        return StoredText.isReference(column);
    }

    private static String loadedType(ColumnType column) {
        return StoredText.isReference(column) ? "pg_catalog.text" : column.type();
    }

    /** What {@link #values()} has of a key column: its own type if PostgreSQL has it, a number of a reference, else the text. */
    private static String keyType(ColumnType key) {
        return StoredText.isReference(key) ? "pg_catalog.oid" : key.builtIn() ? key.type() : "pg_catalog.text";
    }

    /**
     * A query of the stored values of a column: {@code k0, k1, …, v} by key, {@code row_id, v} by hash. A key is what
     * {@link #liveKey} gives of a row.
     */
    public String values() {
        if (inFile()) {
            if (!StoredText.isReference(value())) {
                return "SELECT * FROM " + loaded;
            }
            String row = keys().isEmpty()
                    ? "row_id"
                    : IntStream.range(0, keys().size()).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
            return "SELECT " + row + ", " + StoredText.read(value(), "v") + " AS v FROM " + loaded;
        }
        List<String> select = new ArrayList<>();
        Fields fields = new Fields();
        if (keys().isEmpty()) {
            select.add("stored.row_id AS row_id");
        } else if (keys().size() == 1) {
            select.add(fields.add("k0", keyType(keys().get(0)), "stored.row_id"));
        } else {
            for (int i = 0; i < keys().size(); i++) {
                select.add(fields.add("k" + i, keyType(keys().get(i)), "stored.row_id::pg_catalog.jsonb -> " + i));
            }
        }
        select.add(
                StoredText.isRecordField(value())
                        ? fields.add("v", value().type(), "stored.value_json")
                        : StoredText.read(value(), "(stored.value_json #>> '{}')") + " AS v");
        return "SELECT " + String.join(", ", select) + from(fields.lateral());
    }

    /** What {@code jsonb_to_record} reads by the input functions of the types. */
    private static final class Fields {

        private final List<String> values = new ArrayList<>();
        private final List<String> types = new ArrayList<>();

        String add(String name, String type, String json) {
            values.add("'" + name + "', " + json);
            types.add(name + " " + type);
            return "_qail_read." + name + " AS " + name;
        }

        String lateral() {
            return values.isEmpty()
                    ? ""
                    : " CROSS JOIN LATERAL pg_catalog.jsonb_to_record(pg_catalog.jsonb_build_object("
                            + String.join(", ", values) + ")) AS _qail_read(" + String.join(", ", types) + ")";
        }
    }

    /**
     * What {@link #values()} has of a key, from the column of a row as SQL.
     *
     * @param key of {@link #keys()}
     */
    public static String liveKey(ColumnType key, String column) {
        return StoredText.isReference(key)
                ? column + "::pg_catalog.oid"
                : key.builtIn() ? column : StoredText.key(key, column);
    }

    /**
     * A query of the stored rows of a table in the order in which they were copied, one column for each of the given.
     *
     * @param columns of {@link SnapshotItem#columns()}
     */
    public String rows(List<ColumnType> columns) {
        if (inFile()) {
            return columns.stream()
                    .map(column -> {
                        String name = "c"
                                + item.columns().stream()
                                        .map(ColumnType::name)
                                        .toList()
                                        .indexOf(column.name());
                        return StoredText.isReference(column) ? StoredText.read(column, name) : name;
                    })
                    .collect(Collectors.joining(", ", "SELECT ", " FROM " + loaded));
        }
        List<String> fields = new ArrayList<>();
        List<String> select = new ArrayList<>();
        for (ColumnType column : columns) {
            String name = Identifier.quote(column.name());
            if (StoredText.isRecordField(column)) {
                fields.add(name + " " + column.type());
                select.add("_qail_read." + name);
            } else {
                select.add(StoredText.read(column, "(stored.value_json ->> " + literal(column.name()) + ")"));
            }
        }
        String lateral = fields.isEmpty()
                ? ""
                : " CROSS JOIN LATERAL pg_catalog.jsonb_to_record(stored.value_json) AS _qail_read("
                        + String.join(", ", fields) + ")";
        return "SELECT " + String.join(", ", select) + from(lateral) + " ORDER BY stored.id";
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
        return "SELECT " + String.join(", ", columns) + from("") + " ORDER BY stored.id";
    }

    private static String literal(String text) {
        return SqlLiteral.quote(text);
    }

    private String from(String lateral) {
        return " FROM " + data.sql() + " AS stored" + lateral + " WHERE stored.snapshot_id = " + manifest.id()
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
        return new RowKey(hashed(), false).sql(column);
    }
}
