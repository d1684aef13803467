package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Routine;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statistics;
import io.qail.schema.Trigger;
import java.util.List;
import java.util.SortedSet;

/**
 * Makes a domain, type, view, routine, aggregate, trigger, policy or statistics object; a materialized view with the rows
 * that its query gives at that moment.
 *
 * @param unchecked of a routine, whether PostgreSQL takes the body as it is, because it names what is only made later
 */
public record CreateObject(SchemaObject created, boolean unchecked) implements Operation {

    @Override
    public String action() {
        return "CREATE " + created.address().kind().keyword();
    }

    @Override
    public Effect effect() {
        return Effect.CREATE;
    }

    @Override
    public ObjectAddress object() {
        return created.address();
    }

    @Override
    public List<String> statements() {
        return created instanceof Routine routine ? UncheckedBody.around(routine, unchecked) : created.sql();
    }

    @Override
    public SortedSet<ObjectName> tables() {
        return created.tables();
    }

    @Override
    public TableLock lock() {
        if (created instanceof Trigger) {
            return TableLock.SHARE_ROW_EXCLUSIVE;
        }
        return lock(created, tables());
    }

    /** ANALYZE and the like wait for statistics, everybody for the rest. */
    static TableLock lock(SchemaObject object, SortedSet<ObjectName> tables) {
        if (tables.isEmpty()) {
            return TableLock.NONE;
        }
        return object instanceof Statistics ? TableLock.SHARE_UPDATE_EXCLUSIVE : TableLock.ACCESS_EXCLUSIVE;
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropObject(created, List.of()));
    }
}
