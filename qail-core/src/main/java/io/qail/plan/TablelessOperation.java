package io.qail.plan;

import io.qail.schema.ObjectName;
import java.util.Collections;
import java.util.SortedSet;

/** An operation that locks no table: on types, sequences, schemas, extensions. */
interface TablelessOperation extends Operation {

    @Override
    default SortedSet<ObjectName> tables() {
        return Collections.emptySortedSet();
    }

    @Override
    default TableLock lock() {
        return TableLock.NONE;
    }
}
