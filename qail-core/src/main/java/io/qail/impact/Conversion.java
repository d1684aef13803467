package io.qail.impact;

import io.qail.schema.DataType;
import org.jspecify.annotations.Nullable;

/**
 * A column that gets other values: by a new type, or by an UPDATE.
 *
 * @param column the column as it is, as SQL
 * @param from its type
 * @param to its type afterwards; the same for an UPDATE
 * @param expression what it is made from, as SQL
 */
record Conversion(String column, DataType from, DataType to, String expression) {

    /** The new value, by an explicit cast: what PostgreSQL assigns, save that it cuts where an assignment refuses. */
    String converted() {
        return "(" + expression + ")::" + to.sql();
    }

    /** The new value as one of the old type. */
    String back() {
        return from.equals(to) ? converted() : "(" + converted() + ")::" + from.sql();
    }

    /** True where the old value does not come back. */
    String changed() {
        return Comparison.differ(from, back(), column);
    }

    /**
     * True where an assignment refuses a value that an explicit cast would cut, by PostgreSQL's rule for the length of
     * strings: blanks beyond it may go. Null for a type whose casts all raise alike.
     */
    @Nullable
    String refused() {
        if (to.schema() != null || to.isArray() || to.modifier().isEmpty()) {
            return null;
        }
        String length = to.modifier().substring(1, to.modifier().length() - 1);
        String text = "(" + expression + ")::pg_catalog.text";
        return switch (to.name()) {
            case "character varying", "character" ->
                "pg_catalog.char_length(pg_catalog.rtrim(" + text + ", ' ')) > " + length;
            case "bit varying" -> "pg_catalog.char_length(" + text + ") > " + length;
            case "bit" -> "pg_catalog.char_length(" + text + ") <> " + length;
            default -> null;
        };
    }
}
