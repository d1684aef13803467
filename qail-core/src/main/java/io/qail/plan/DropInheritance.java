package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Ends that a table is an heir of another; it keeps columns and rows. */
public record DropInheritance(ObjectName table, ObjectName parent) implements TableOperation {

    @Override
    public String action() {
        return "NO INHERIT";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.table(table);
    }

    @Override
    public SortedSet<ObjectName> tables() {
        return new TreeSet<>(List.of(table, parent));
    }

    @Override
    public List<String> statements() {
        return List.of("ALTER TABLE " + table.sql() + " NO INHERIT " + parent.sql());
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new AddInheritance(table, parent));
    }
}
