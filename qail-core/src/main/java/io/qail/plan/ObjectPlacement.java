package io.qail.plan;

import io.qail.language.Mentions;
import io.qail.schema.CompositeType;
import io.qail.schema.DataType;
import io.qail.schema.Domain;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statement;
import io.qail.schema.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * When each new object is made: types and the routines that tables need before the tables, what the script's own statements
 * need before those, everything else when tables, keys and indexes are there.
 */
final class ObjectPlacement {

    private final ObjectGraph graph;
    private final List<SchemaObject> order;
    private final Map<ObjectAddress, Phase> phases = new HashMap<>();
    private final Set<ObjectName> relations = new TreeSet<>();

    /**
     * A placement.
     *
     * @param graph the objects that are made or altered
     */
    ObjectPlacement(ObjectGraph graph, Schema to, List<Statement> steps) {
        this.graph = graph;
        this.order = graph.inOrder();
        relations.addAll(to.tables().keySet());
        to.objects(View.class).forEach(view -> relations.add(view.name()));
        Set<ObjectAddress> forTables = needed(Mentions.of(String.join("\n;\n", new TreeSet<>(Expressions.of(to)))));
        Set<ObjectAddress> forSteps = needed(Mentions.of(texts(steps)));
        for (SchemaObject object : order) {
            phases.put(object.address(), phase(object, forTables, forSteps));
        }
    }

    /** The objects in the order in which they are made. */
    List<SchemaObject> order() {
        return order;
    }

    Phase phase(SchemaObject object) {
        return phases.getOrDefault(object.address(), Phase.CREATE_OBJECT);
    }

    /** Whether a routine is made before something that its body names. */
    boolean isUnchecked(SchemaObject object) {
        ObjectUse use = graph.use(object.address());
        if (phase(object) != Phase.CREATE_OBJECT && namesRelation(use)) {
            return true;
        }
        for (int i = order.indexOf(object) + 1; i < order.size(); i++) {
            if (ObjectGraph.follows(use, order.get(i))) {
                return true;
            }
        }
        return order.stream()
                .anyMatch(
                        other -> ObjectGraph.follows(use, other) && phase(other).compareTo(phase(object)) > 0);
    }

    private Phase phase(SchemaObject object, Set<ObjectAddress> forTables, Set<ObjectAddress> forSteps) {
        ObjectUse use = graph.use(object.address());
        boolean type = object instanceof Domain || object instanceof CompositeType;
        if (!type && !ObjectGraph.isRoutine(object)) {
            return Phase.CREATE_OBJECT;
        }
        // Made by its table.
        if (object instanceof Domain domain && isRowType(domain.type())) {
            return Phase.CREATE_FOR_STEP;
        }
        if (forTables.contains(object.address())) {
            return Phase.CREATE_TYPE;
        }
        Phase phase = namesRelation(use) ? (type ? Phase.CREATE_FOR_STEP : Phase.CREATE_OBJECT) : Phase.CREATE_TYPE;
        for (SchemaObject other : order) {
            Phase before = phases.get(other.address());
            if (before != null && before.compareTo(phase) > 0 && ObjectGraph.follows(use, other)) {
                phase = before;
            }
        }
        boolean sooner = forSteps.contains(object.address()) && phase.compareTo(Phase.CREATE_FOR_STEP) > 0;
        return sooner ? Phase.CREATE_FOR_STEP : phase;
    }

    private boolean isRowType(DataType type) {
        ObjectName name = type.userDefined();
        return name != null && relations.contains(name);
    }

    private boolean namesRelation(ObjectUse use) {
        return relations.stream().anyMatch(use::mentions);
    }

    /** The routines that the text names, or a routine or type among them. */
    private Set<ObjectAddress> needed(Mentions text) {
        Set<ObjectAddress> needed = new HashSet<>();
        List<ObjectUse> open = new ArrayList<>();
        for (ObjectUse use : graph.uses()) {
            SchemaObject object = use.object();
            boolean ofDomain = object instanceof Domain;
            if (ofDomain
                    || (ObjectGraph.isRoutine(object)
                            && text.names(object.address().name()))) {
                open.add(use);
            }
        }
        for (int i = 0; i < open.size(); i++) {
            if (!needed.add(open.get(i).object().address())) {
                continue;
            }
            for (ObjectUse other : graph.uses()) {
                if (ObjectGraph.isRoutine(other.object()) && ObjectGraph.follows(open.get(i), other.object())) {
                    open.add(other);
                }
            }
        }
        return needed;
    }

    private static String texts(List<Statement> steps) {
        StringBuilder texts = new StringBuilder();
        for (Statement step : steps) {
            if (step instanceof Statement.Transform transform) {
                texts.append(transform.expression()).append("\n;\n");
            } else if (step instanceof Statement.RawSql sql) {
                texts.append(sql.sql()).append("\n;\n");
            }
        }
        return texts.toString();
    }
}
