package io.qail.plan;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;

/** An operation on one column of an existing table. */
public interface ColumnOperation extends TableOperation {

    /** The column, by its name when the operation runs. */
    String column();

    @Override
    default ObjectAddress object() {
        return ObjectAddress.column(table(), column());
    }

    /** Whether rows have other values in the column afterwards, so that what they have now says nothing about then. */
    default boolean writesValues() {
        return false;
    }

    /** {@code ALTER TABLE … ALTER COLUMN …} followed by a blank and the rest. */
    default String alter(String rest) {
        return "ALTER TABLE " + table().sql() + " ALTER COLUMN " + Identifier.quote(column()) + " " + rest;
    }
}
