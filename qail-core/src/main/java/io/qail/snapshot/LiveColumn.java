package io.qail.snapshot;

import io.qail.schema.Identifier;

/**
 * A column as it is in the database.
 *
 * @param type in the words of {@code format_type}, qualified where the type is not built in
 * @param form how its values become JSON
 * @param generated computed from other columns; never copied
 * @param hasDefault whether a column that comes back has values of its own
 */
record LiveColumn(String name, String type, Form form, boolean generated, boolean hasDefault) {

    /** How a value becomes JSON without becoming another one. */
    enum Form {
        /** JSON has the type, or the type's text is what {@code to_jsonb} gives. */
        JSON,
        /** The PostgreSQL text as a JSON string. */
        TEXT,
        /** The same; and for COPY too, since the output function of xml changes the declaration. */
        STORED_TEXT
    }

    SnapshotItem.ColumnType typed() {
        return new SnapshotItem.ColumnType(name, type);
    }

    /** What {@code to_jsonb} is to be called with, from the column as SQL. */
    String jsonArgument(String column) {
        return form == Form.JSON ? column : column + "::pg_catalog.text";
    }

    /** An item of the list that COPY writes, under the column's own name. */
    String copied(String column) {
        return (form == Form.STORED_TEXT ? column + "::pg_catalog.text" : column) + " AS " + Identifier.quote(name);
    }
}
