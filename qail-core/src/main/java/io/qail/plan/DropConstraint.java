package io.qail.plan;

import io.qail.schema.Constraint;
import io.qail.schema.ForeignKey;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Drops a key or check.
 *
 * @param comment what goes along, or null
 */
public record DropConstraint(
        ObjectName table, Constraint constraint, @Nullable String comment) implements TableOperation {

    @Override
    public String action() {
        return "DROP CONSTRAINT";
    }

    @Override
    public Effect effect() {
        return Effect.DROP;
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
    public List<String> statements() {
        return List.of("ALTER TABLE " + table.sql() + " DROP CONSTRAINT " + Identifier.quote(constraint.name()));
    }

    @Override
    public List<Operation> inverse() {
        return SetComment.restoring(List.of(new AddConstraint(table, constraint)), object(), comment);
    }
}
