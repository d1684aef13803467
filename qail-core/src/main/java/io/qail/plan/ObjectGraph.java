package io.qail.plan;

import io.qail.schema.Aggregate;
import io.qail.schema.Domain;
import io.qail.schema.ObjectAddress;
import io.qail.schema.Policy;
import io.qail.schema.Routine;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statistics;
import io.qail.schema.Trigger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The objects of one schema and what each stands on. */
final class ObjectGraph {

    private final SortedMap<ObjectAddress, ObjectUse> uses = new TreeMap<>();

    ObjectGraph(Collection<SchemaObject> objects) {
        objects.forEach(object -> uses.put(object.address(), new ObjectUse(object)));
    }

    Collection<ObjectUse> uses() {
        return uses.values();
    }

    ObjectUse use(ObjectAddress address) {
        return Objects.requireNonNull(uses.get(address), address::toString);
    }

    /** Whether PostgreSQL refuses to drop the other while the user is there. The checks of a domain make way by themselves. */
    static boolean stands(ObjectUse user, SchemaObject other) {
        boolean onCheck = user.object() instanceof Domain && isRoutine(other);
        return isNamed(user, other) && !onCheck && user.uses(other.address().name());
    }

    /** Whether the other has to be there first. */
    static boolean follows(ObjectUse user, SchemaObject other) {
        return isNamed(user, other) && user.mentions(other.address().name());
    }

    static boolean isRoutine(SchemaObject object) {
        return object instanceof Routine || object instanceof Aggregate;
    }

    /** Triggers, policies and statistics are parts of a table; nothing can name them. */
    private static boolean isNamed(ObjectUse user, SchemaObject other) {
        return !(other instanceof Trigger)
                && !(other instanceof Policy)
                && !(other instanceof Statistics)
                && !user.object().address().equals(other.address());
    }

    /** Everything that stands on one of the objects, over any number of steps, and those themselves. */
    Set<ObjectAddress> withDependents(Set<ObjectAddress> objects) {
        Set<ObjectAddress> found = new HashSet<>(objects);
        List<ObjectAddress> open = new ArrayList<>(objects);
        for (int i = 0; i < open.size(); i++) {
            SchemaObject other = use(open.get(i)).object();
            for (ObjectUse user : uses.values()) {
                ObjectAddress address = user.object().address();
                if (!found.contains(address) && stands(user, other)) {
                    found.add(address);
                    open.add(address);
                }
            }
        }
        return found;
    }

    /** The objects with those first that others name; around a circle by their addresses. */
    List<SchemaObject> inOrder() {
        List<SchemaObject> ordered = new ArrayList<>();
        Set<ObjectAddress> seen = new HashSet<>();
        uses.keySet().forEach(address -> visit(address, seen, ordered));
        return ordered;
    }

    private void visit(ObjectAddress address, Set<ObjectAddress> seen, List<SchemaObject> ordered) {
        if (!seen.add(address)) {
            return;
        }
        ObjectUse user = use(address);
        for (ObjectUse other : uses.values()) {
            if (!seen.contains(other.object().address()) && follows(user, other.object())) {
                visit(other.object().address(), seen, ordered);
            }
        }
        ordered.add(user.object());
    }
}
