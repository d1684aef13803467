package io.qail.snapshot;

import io.qail.schema.OutputText;
import io.qail.snapshot.SnapshotItem.ColumnType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a row is found by again. Never its place in the table, which any rewrite changes.
 *
 * @param types the columns by their names before the migration
 * @param unique whether they are a key; else rows are told apart by a hash over the columns, and the second, third, … of
 *     equal ones by a number
 */
record RowKey(List<ColumnType> types, boolean unique) {

    /** SHA-256 in hex. */
    private static final int HASH_LENGTH = 64;

    RowKey {
        types = List.copyOf(types);
    }

    List<String> columns() {
        return types.stream().map(ColumnType::name).toList();
    }

    /**
     * The best key of a table, else a hash.
     *
     * @param usable the columns that keep name or at least value through the migration
     * @param mapped those that get another type, by which a row is found all the same if no key is left alone
     */
    static RowKey of(LiveTable table, Set<String> usable, Set<String> mapped) {
        Set<String> both = new HashSet<>(usable);
        both.addAll(mapped);
        return Stream.of(usable, both)
                .flatMap(columns -> table.keys().stream().filter(columns::containsAll))
                .findFirst()
                .map(columns -> new RowKey(
                        columns.stream()
                                .map(name -> table.column(name).orElseThrow().typed())
                                .toList(),
                        true))
                .orElseGet(() -> new RowKey(
                        table.columns().stream()
                                .filter(column -> !column.generated() && usable.contains(column.name()))
                                .map(LiveColumn::typed)
                                .toList(),
                        false));
    }

    /**
     * {@code row_id} without the number of a duplicate, as SQL: the text of a single column, the JSON array of the texts of
     * several, or SHA-256 in hex over the texts. The same for the same values in every session with QAIL's settings.
     *
     * @param column the SQL of a column by its name before the migration
     */
    String sql(UnaryOperator<String> column) {
        List<String> texts = types.stream()
                .map(type -> StoredText.key(type, column.apply(type.name())))
                .toList();
        if (!unique) {
            // A row's text quotes its parts, so that no two different rows have the same.
            return "pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(ROW("
                    + String.join(", ", texts)
                    + ")::pg_catalog.text, pg_catalog.getdatabaseencoding())), 'hex')";
        }
        return texts.size() == 1
                ? texts.get(0)
                : texts.stream().collect(Collectors.joining(", ", "pg_catalog.to_jsonb(ARRAY[", "])::pg_catalog.text"));
    }

    /** {@code row_id} of the n-th row with the same hash. */
    static String numbered(String hash, String n) {
        return hash + " || CASE WHEN " + n + " > 1 THEN '#' || " + n + " ELSE '' END";
    }

    /** The number in a {@code row_id}. */
    static String number(String rowId) {
        return "CASE WHEN pg_catalog.length(" + rowId + ") > " + HASH_LENGTH + " THEN pg_catalog.substr(" + rowId + ", "
                + (HASH_LENGTH + 2) + ")::pg_catalog.int8 ELSE 1 END";
    }

    /** The text of a value, byte for byte. */
    static String order(String column) {
        return "(" + OutputText.of(column) + ") COLLATE pg_catalog.\"C\"";
    }
}
