package io.qail.plan;

import io.qail.schema.ObjectName;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** An operation on one table; it locks that table alone, and unless it says otherwise nobody else can use it meanwhile. */
public interface TableOperation extends Operation {

    /** The table, by its name when the operation runs. */
    ObjectName table();

    @Override
    default SortedSet<ObjectName> tables() {
        return new TreeSet<>(List.of(table()));
    }

    @Override
    default TableLock lock() {
        return TableLock.ACCESS_EXCLUSIVE;
    }
}
