package io.qail.plan;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import java.util.List;

/** Renames a type; columns that have it follow. */
public record RenameEnum(ObjectName from, ObjectName to) implements TablelessOperation {

    @Override
    public String action() {
        return "ALTER TYPE";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.of(ObjectKind.ENUM, from);
    }

    @Override
    public List<String> statements() {
        return List.of("ALTER TYPE " + from.sql() + " RENAME TO " + Identifier.quote(to.name()));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new RenameEnum(to, from));
    }
}
