package io.qail.plan;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import java.util.List;

/** Makes a schema. */
public record CreateSchema(String name) implements TablelessOperation {

    @Override
    public String action() {
        return "CREATE SCHEMA";
    }

    @Override
    public Effect effect() {
        return Effect.CREATE;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.of(ObjectKind.SCHEMA, ObjectName.global(name));
    }

    @Override
    public List<String> statements() {
        return List.of("CREATE SCHEMA " + Identifier.quote(name));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropSchema(name, null));
    }
}
