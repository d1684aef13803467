package io.qail.impact;

import io.qail.schema.DataType;
import io.qail.schema.ValueComparison;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A column that gets other values: by a new type, or by an UPDATE.
 *
 * @param column the column as it is, as SQL
 * @param from its type
 * @param to its type afterwards; the same for an UPDATE
 * @param expression what it is made from, as SQL
 * @param wayBack makes SQL of the old type from SQL of the new one
 */
record Conversion(String column, DataType from, DataType to, String expression, UnaryOperator<String> wayBack) {

    /** The new value, by an explicit cast: what PostgreSQL assigns, save that it cuts where an assignment refuses. */
    String converted() {
        return "(" + expression + ")::" + to.sql();
    }

    /** True where the old value does not come back from a new one, which is given as SQL. */
    String changed(String newValue) {
        return ValueComparison.differ(from, wayBack.apply("(" + newValue + ")"), column);
    }

    /** True where the old value does not come back. */
    String changed() {
        return changed(converted());
    }

    /**
     * True where an assignment refuses a value that an explicit cast would cut, by PostgreSQL's rule for the length of
     * strings: blanks beyond it may go. Null for a type whose casts all raise alike.
     */
    @Nullable
    String refused() {
        if (to.schema() != null || to.modifier().isEmpty()) {
            return null;
        }
        String length = to.modifier().substring(1, to.modifier().length() - 1);
        String value = to.isArray() ? "element" : "(" + expression + ")::pg_catalog.text";
        String refused = switch (to.name()) {
            case "character varying", "character" ->
                "pg_catalog.char_length(pg_catalog.rtrim(" + value + ", ' ')) > " + length;
            case "bit varying" -> "pg_catalog.char_length(" + value + ") > " + length;
            case "bit" -> "pg_catalog.char_length(" + value + ") <> " + length;
            default -> null;
        };
        return refused == null || !to.isArray()
                ? refused
                : "EXISTS (SELECT FROM pg_catalog.unnest((" + expression
                        + ")::pg_catalog.text[]) AS _qail_elements(element) WHERE " + refused + ")";
    }
}
