package io.qail.snapshot;

import io.qail.schema.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * A column as it is in the database.
 *
 * @param type in the words of {@code format_type}, qualified where the type is not built in
 * @param form how its values become JSON
 * @param generated computed from other columns; never copied
 * @param hasDefault whether a column that comes back has values of its own
 * @param base what the type is in the end, in the same words, where it is a domain; else null
 */
record LiveColumn(
        String name,
        String type,
        Form form,
        boolean generated,
        boolean hasDefault,
        @Nullable String base) {

    /** How a value becomes JSON without becoming another one. */
    enum Form {
        /** JSON has the type, or the type's text is what {@code to_jsonb} gives. */
        JSON,
        /** The text of the type's output function as a JSON string. */
        TEXT,
        /** Its output function changes the declaration: the text that is stored, by a cast that is none. */
        XML,
        /** The same of every element. */
        XML_ARRAY,
        /** A number and what it refers to. */
        REFERENCE
    }

    SnapshotItem.ColumnType typed() {
        return new SnapshotItem.ColumnType(name, type, base);
    }

    /** What {@code to_jsonb} is to be called with, from the column as SQL. */
    String jsonArgument(String column) {
        return form == Form.JSON ? column : StoredText.of(typed(), column);
    }

    /** An item of the list that COPY writes, under the column's own name. */
    String copied(String column) {
        return copied(column, Identifier.quote(name));
    }

    String copied(String column, String as) {
        // COPY itself calls output functions.
        String value = form == Form.JSON || form == Form.TEXT ? column : StoredText.of(typed(), column);
        return value + " AS " + as;
    }
}
