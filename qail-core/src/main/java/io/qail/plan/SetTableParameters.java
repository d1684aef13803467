package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sets and resets storage parameters of a table; rows that are there stay as they lie. */
public record SetTableParameters(ObjectName table, SortedMap<String, String> from, SortedMap<String, String> to)
        implements TableOperation {

    public SetTableParameters {
        from = Collections.unmodifiableSortedMap(new TreeMap<>(from));
        to = Collections.unmodifiableSortedMap(new TreeMap<>(to));
    }

    @Override
    public String action() {
        return "SET PARAMETERS";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.table(table);
    }

    @Override
    public TableLock lock() {
        return TableLock.SHARE_UPDATE_EXCLUSIVE;
    }

    @Override
    public List<String> statements() {
        return ParameterChanges.sql("ALTER TABLE " + table.sql(), from, to);
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new SetTableParameters(table, to, from));
    }
}
