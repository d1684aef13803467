package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.SchemaObject;
import io.qail.schema.View;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Drops a domain, type, view, routine, aggregate, trigger, policy or statistics object. What depends on it is dropped by
 * operations of its own before. No rows are lost: those of a materialized view are computed again.
 *
 * @param alongside what PostgreSQL drops with it without a word, comments, privileges and the indexes of a materialized
 *     view, as the operations that bring it back
 */
public record DropObject(SchemaObject dropped, List<Operation> alongside) implements Operation {

    public DropObject {
        alongside = List.copyOf(alongside);
    }

    @Override
    public String action() {
        return "DROP " + dropped.address().kind().keyword();
    }

    @Override
    public Effect effect() {
        return Effect.DROP;
    }

    @Override
    public ObjectAddress object() {
        return dropped.address();
    }

    @Override
    public List<String> statements() {
        return List.of("DROP " + dropped.address().sql());
    }

    @Override
    public SortedSet<ObjectName> tables() {
        return dropped instanceof View view ? new TreeSet<>(List.of(view.name())) : dropped.tables();
    }

    @Override
    public TableLock lock() {
        return CreateObject.lock(dropped, tables());
    }

    /** The body of a routine was right before; what it names may come back later, so that it is not checked. */
    @Override
    public List<Operation> inverse() {
        List<Operation> back = new ArrayList<>();
        back.add(new CreateObject(dropped, true));
        back.addAll(alongside);
        return List.copyOf(back);
    }
}
