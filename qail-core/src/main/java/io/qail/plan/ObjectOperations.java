package io.qail.plan;

import io.qail.schema.CompositeType;
import io.qail.schema.Policy;
import io.qail.schema.Routine;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statistics;
import io.qail.schema.Trigger;
import io.qail.schema.View;

/** The operation that changes an object in its place, for each kind that has one. */
final class ObjectOperations {

    private ObjectOperations() {}

    /** Changes it in its place; a domain takes two steps, see {@link ObjectDiff}. */
    static Operation alter(SchemaObject from, SchemaObject to, boolean unchecked) {
        if (from instanceof View old && to instanceof View wanted) {
            return new SetViewOptions(old, wanted);
        }
        if (from instanceof Routine old && to instanceof Routine wanted) {
            return new ReplaceRoutine(old, wanted, unchecked);
        }
        if (from instanceof Trigger old && to instanceof Trigger wanted) {
            return new SetTriggerFiring(old, wanted);
        }
        if (from instanceof Policy old && to instanceof Policy wanted) {
            return new AlterPolicy(old, wanted);
        }
        if (from instanceof Statistics old && to instanceof Statistics wanted) {
            return new SetStatisticsTarget(old, wanted);
        }
        return new AlterType((CompositeType) from, (CompositeType) to);
    }
}
