package io.qail.plan;

import io.qail.schema.Constraint;
import io.qail.schema.ForeignKey;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Adds a key or check; rows that violate it make it fail. PostgreSQL reads the whole table meanwhile. */
public record AddConstraint(ObjectName table, Constraint constraint) implements TableOperation {

    @Override
    public String action() {
        return "ADD CONSTRAINT";
    }

    @Override
    public Effect effect() {
        return Effect.CREATE;
    }

    @Override
    public boolean readsEveryRow() {
        return true;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.constraint(table, constraint.name());
    }

    /** A foreign key locks the table that it points at as well. */
    @Override
    public SortedSet<ObjectName> tables() {
        SortedSet<ObjectName> tables = new TreeSet<>(List.of(table));
        if (constraint instanceof ForeignKey key) {
            tables.add(key.target());
        }
        return tables;
    }

    @Override
    public TableLock lock() {
        return constraint instanceof ForeignKey ? TableLock.SHARE_ROW_EXCLUSIVE : TableLock.ACCESS_EXCLUSIVE;
    }

    @Override
    public List<String> statements() {
        return List.of("ALTER TABLE " + table.sql() + " ADD " + constraint.sql());
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropConstraint(table, constraint, null));
    }
}
