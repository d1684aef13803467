package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Trigger;
import java.util.List;

/** Enables or disables a trigger, or says in which sessions it fires. */
public record SetTriggerFiring(Trigger from, Trigger to) implements TableOperation {

    static boolean isPossible(Trigger from, Trigger to) {
        return from.withFiring(to.firing()).equals(to);
    }

    @Override
    public ObjectName table() {
        return to.table();
    }

    @Override
    public String action() {
        return to.firing().sql() + " TRIGGER";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public ObjectAddress object() {
        return to.address();
    }

    @Override
    public TableLock lock() {
        return TableLock.SHARE_ROW_EXCLUSIVE;
    }

    @Override
    public List<String> statements() {
        return List.of(to.firingSql());
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new SetTriggerFiring(to, from));
    }
}
