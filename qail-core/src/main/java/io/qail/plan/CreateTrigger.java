package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Trigger;
import java.util.List;
import java.util.SortedSet;

/** Makes a trigger; writers wait meanwhile. */
public record CreateTrigger(Trigger trigger) implements TableOperation {

    @Override
    public ObjectName table() {
        return trigger.table();
    }

    @Override
    public SortedSet<ObjectName> tables() {
        return trigger.tables();
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
