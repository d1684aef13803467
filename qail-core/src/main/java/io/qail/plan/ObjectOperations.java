package io.qail.plan;

import io.qail.schema.Aggregate;
import io.qail.schema.CompositeType;
import io.qail.schema.Domain;
import io.qail.schema.Policy;
import io.qail.schema.Routine;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statistics;
import io.qail.schema.Trigger;
import io.qail.schema.View;
import java.util.List;

/** The operation for each kind of object. */
final class ObjectOperations {

    private ObjectOperations() {}

    /**
     * Makes it.
     *
     * @param unchecked of a routine, whether its body names what is only made later
     */
    static Operation create(SchemaObject object, boolean unchecked) {
        if (object instanceof View view) {
            return new CreateView(view);
        }
        if (object instanceof Routine routine) {
            return new CreateRoutine(routine, unchecked);
        }
        if (object instanceof Aggregate aggregate) {
            return new CreateAggregate(aggregate);
        }
        if (object instanceof Trigger trigger) {
            return new CreateTrigger(trigger);
        }
        if (object instanceof Policy policy) {
            return new CreatePolicy(policy);
        }
        if (object instanceof Statistics statistics) {
            return new CreateStatistics(statistics);
        }
        return object instanceof Domain domain ? new CreateDomain(domain) : new CreateType((CompositeType) object);
    }

    static Operation drop(SchemaObject object, List<Operation> alongside) {
        if (object instanceof View view) {
            return new DropView(view, alongside);
        }
        if (object instanceof Routine routine) {
            return new DropRoutine(routine, alongside);
        }
        if (object instanceof Aggregate aggregate) {
            return new DropAggregate(aggregate, alongside);
        }
        if (object instanceof Trigger trigger) {
            return new DropTrigger(trigger, alongside);
        }
        if (object instanceof Policy policy) {
            return new DropPolicy(policy, alongside);
        }
        if (object instanceof Statistics statistics) {
            return new DropStatistics(statistics, alongside);
        }
        return object instanceof Domain domain
                ? new DropDomain(domain, alongside)
                : new DropType((CompositeType) object, alongside);
    }

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
