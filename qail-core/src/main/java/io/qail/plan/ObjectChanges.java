package io.qail.plan;

import io.qail.schema.Aggregate;
import io.qail.schema.CompositeType;
import io.qail.schema.Domain;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Policy;
import io.qail.schema.Routine;
import io.qail.schema.Schema;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statistics;
import io.qail.schema.Trigger;
import io.qail.schema.View;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Which views, routines, triggers, policies, types and the like go, or make way for something and come back. */
final class ObjectChanges {

    private final ObjectGraph graph;
    private final Set<ObjectAddress> gone;

    ObjectChanges(ObjectGraph from, Schema to, FormerNames formerNames, Disturbances disturbances) {
        this.graph = from;
        Set<ObjectAddress> first = new HashSet<>();
        for (ObjectUse use : from.uses()) {
            SchemaObject wanted = to.objects().get(use.object().address());
            if (wanted == null
                    || (!wanted.equals(use.object())
                            && (!canAlter(use.object(), wanted) || needsNames(use, formerNames)))
                    || disturbances.touch(use)) {
                first.add(use.object().address());
            }
        }
        this.gone = from.withDependents(first);
    }

    /** On the way back a text is set while columns still have their new names: one that PostgreSQL reads at once fails. */
    private static boolean needsNames(ObjectUse use, FormerNames formerNames) {
        boolean isRead =
                use.object() instanceof Policy || (use.object() instanceof Routine routine && routine.standardBody());
        return isRead && formerNames.areIn(use);
    }

    /** Whether the one becomes the other, and back, in its place. */
    private static boolean canAlter(SchemaObject from, SchemaObject to) {
        if (from instanceof Routine old && to instanceof Routine wanted) {
            return ReplaceRoutine.isPossible(old, wanted);
        }
        if (from instanceof View old && to instanceof View wanted) {
            return old.query().equals(wanted.query()) && old.columns().equals(wanted.columns());
        }
        if (from instanceof Trigger old && to instanceof Trigger wanted) {
            return SetTriggerFiring.isPossible(old, wanted);
        }
        if (from instanceof Policy old && to instanceof Policy wanted) {
            return AlterPolicy.isPossible(old, wanted);
        }
        if (from instanceof Statistics old && to instanceof Statistics wanted) {
            return SetStatisticsTarget.isPossible(old, wanted);
        }
        if (from instanceof Domain old && to instanceof Domain wanted) {
            return AlterDomain.isPossible(old, wanted);
        }
        return from instanceof CompositeType old
                && to instanceof CompositeType wanted
                && AlterType.isPossible(old, wanted);
    }

    ObjectGraph graph() {
        return graph;
    }

    /** Whether the object of the first schema goes, for good or to be made again. */
    boolean isGone(ObjectAddress address) {
        return gone.contains(address);
    }

    /** Whether the view or materialized view goes. */
    boolean isViewGone(ObjectName name) {
        return isGone(ObjectAddress.of(ObjectKind.VIEW, name))
                || isGone(ObjectAddress.of(ObjectKind.MATERIALIZED_VIEW, name));
    }

    /** Whether the address is one of a gone object, or of a part of it: a column of a view, a check of a domain. */
    boolean takeAlong(ObjectAddress address) {
        return switch (address.kind()) {
            case COLUMN -> isViewGone(address.name()) || isGone(ObjectAddress.of(ObjectKind.TYPE, address.name()));
            case CONSTRAINT -> isGone(ObjectAddress.of(ObjectKind.DOMAIN, address.name()));
            default -> isGone(address);
        };
    }

    /** The names of the routines among them. What calls one, in a table or index, makes way as well. */
    Set<ObjectName> lostRoutines() {
        Set<ObjectName> names = new TreeSet<>();
        for (ObjectAddress address : gone) {
            SchemaObject object = graph.use(address).object();
            if (object instanceof Routine || object instanceof Aggregate) {
                names.add(address.name());
            }
        }
        return names;
    }
}
