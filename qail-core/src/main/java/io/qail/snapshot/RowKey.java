package io.qail.snapshot;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a row is found by again. Never its place in the table, which any rewrite changes.
 *
 * @param columns by their names before the migration
 * @param unique whether they are a key; else rows are told apart by a hash over the columns, and the second, third, … of
 *     equal ones by a number
 */
record RowKey(List<String> columns, boolean unique) {

    /** SHA-256 in hex. */
    private static final int HASH_LENGTH = 64;

    RowKey {
        columns = List.copyOf(columns);
    }

    /**
     * The best key of a table, else a hash.
     *
     * @param usable the columns that keep name or at least value through the migration
     */
    static RowKey of(LiveTable table, Set<String> usable) {
        return table.keys().stream()
                .filter(usable::containsAll)
                .findFirst()
                .map(columns -> new RowKey(columns, true))
                .orElseGet(() -> new RowKey(
                        table.columns().stream()
                                .filter(column -> !column.generated() && usable.contains(column.name()))
                                .map(LiveColumn::name)
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
        List<String> texts = columns.stream()
                .map(name -> column.apply(name) + "::pg_catalog.text")
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
        return "(" + column + ")::pg_catalog.text COLLATE pg_catalog.\"C\"";
    }
}
