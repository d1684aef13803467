package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * Drops a trigger.
 *
 * @param alongside what goes along in silence, its comment, as the operations that bring it back
 */
public record DropTrigger(Trigger trigger, List<Operation> alongside) implements TableOperation {

    public DropTrigger {
        alongside = List.copyOf(alongside);
    }

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
        return "DROP TRIGGER";
    }

    @Override
    public ObjectAddress object() {
        return trigger.address();
    }

    @Override
    public List<String> statements() {
        return List.of("DROP " + trigger.address().sql());
    }

    @Override
    public List<Operation> inverse() {
        List<Operation> back = new ArrayList<>();
        back.add(new CreateTrigger(trigger));
        back.addAll(alongside);
        return List.copyOf(back);
    }
}
