package io.qail.plan;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.util.List;

/** Renames an index; its table stays in use. */
public record RenameIndex(ObjectName from, ObjectName to) implements TablelessOperation {

    @Override
    public String action() {
        return "RENAME INDEX";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.index(from);
    }

    @Override
    public List<String> statements() {
        return List.of("ALTER INDEX " + from.sql() + " RENAME TO " + Identifier.quote(to.name()));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new RenameIndex(to, from));
    }
}
