package io.qail.catalog;

import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.plan.RenameEnum;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The objects that a plan drops and makes again, under the same name or as what takes their place. */
public final class RemadeObjects {

    private final Set<ObjectState.Key> remade = new HashSet<>();
    private final Map<ObjectState.Key, ObjectState.Key> successors = new HashMap<>();
    private final Set<ObjectState.Key> dropped = new HashSet<>();

    private RemadeObjects() {}

    public static RemadeObjects of(Plan plan, ObjectStates before) {
        RemadeObjects objects = new RemadeObjects();
        Set<ObjectState.Key> made = new HashSet<>();
        for (Operation operation : plan.operations()) {
            ObjectState.Key key = ObjectState.key(operation.object());
            // DROP NOT NULL and the like leave the column.
            String drop = "DROP " + operation.object().kind().keyword();
            if (operation.action().equals(drop) || operation instanceof RenameEnum) {
                objects.dropped.add(key);
            } else if (operation.action().startsWith("CREATE ")
                    || operation.action().equals("ADD COLUMN")
                    || operation.action().equals("ADD CONSTRAINT")) {
                made.add(key);
            }
        }
        for (ObjectState.Key key : objects.dropped) {
            if (made.contains(key)) {
                objects.remade.add(key);
                continue;
            }
            List<ObjectState.Key> candidates = made.stream()
                    .filter(other -> takesPlace(key, other) && before.find(other) == null)
                    .toList();
            boolean only = objects.dropped.stream()
                    .noneMatch(other -> !other.equals(key) && !made.contains(other) && isAlike(key, other));
            if (candidates.size() == 1 && only) {
                objects.remade.add(key);
                objects.successors.put(key, candidates.get(0));
            }
        }
        return objects;
    }

    /** A function with other arguments, a view that becomes a materialized one. */
    private static boolean takesPlace(ObjectState.Key key, ObjectState.Key other) {
        return isAlike(key, other)
                && (key.kind().equals("ROUTINE") || !key.kind().equals(other.kind()));
    }

    private static boolean isAlike(ObjectState.Key key, ObjectState.Key other) {
        return key.name().equals(other.name())
                && (key.kind().equals("ROUTINE")
                        ? other.kind().equals("ROUTINE")
                        : key.kind().endsWith("VIEW") && other.kind().endsWith("VIEW"));
    }

    /** Whether the plan makes it again. */
    public boolean contains(ObjectState.Key key) {
        return remade.contains(key);
    }

    /** Whether the plan drops it and does not make it again. */
    public boolean isDropped(ObjectState.Key key) {
        return dropped.contains(key) && !remade.contains(key);
    }

    /** What takes its place under another key; null where nothing does. */
    public ObjectState.@Nullable Key successor(ObjectState.Key key) {
        return successors.get(key);
    }
}
