package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Trigger;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Makes a trigger; writers wait meanwhile. */
public record CreateTrigger(Trigger trigger) implements TableOperation {

    @Override
    public ObjectName table() {
        return trigger.table();
    }

    /** A constraint trigger locks the table that it refers to as well. */
    @Override
    public SortedSet<ObjectName> tables() {
        SortedSet<ObjectName> tables = new TreeSet<>(List.of(table()));
        if (trigger.from() != null) {
            tables.add(trigger.from());
        }
        return tables;
    }

    @Override
    public String action() {
        return "CREATE TRIGGER";
    }

    @Override
    public ObjectAddress object() {
        return trigger.address();
    }

    @Override
    public TableLock lock() {
        return TableLock.SHARE_ROW_EXCLUSIVE;
    }

    @Override
    public List<String> statements() {
        return trigger.sql();
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropTrigger(trigger, List.of()));
    }
}
