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

    /** {@code ALTER TABLE … ALTER COLUMN …} followed by a blank and the rest. */
    default String alter(String rest) {
        return "ALTER TABLE " + table().sql() + " ALTER COLUMN " + Identifier.quote(column()) + " " + rest;
    }
}
