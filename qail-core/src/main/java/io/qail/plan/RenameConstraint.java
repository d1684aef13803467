package io.qail.plan;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.util.List;

/** Renames a key or check, and the index of a key with it. */
public record RenameConstraint(ObjectName table, String from, String to) implements TableOperation {

    @Override
    public String action() {
        return "RENAME CONSTRAINT";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.constraint(table, from);
    }

    @Override
    public List<String> statements() {
        return List.of("ALTER TABLE " + table.sql() + " RENAME CONSTRAINT " + Identifier.quote(from) + " TO "
                + Identifier.quote(to));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new RenameConstraint(table, to, from));
    }
}
