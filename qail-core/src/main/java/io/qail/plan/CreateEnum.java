package io.qail.plan;

import io.qail.schema.EnumType;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import java.util.List;

/** Makes an enum type. */
public record CreateEnum(EnumType type) implements TablelessOperation {

    @Override
    public String action() {
        return "CREATE TYPE";
    }

    @Override
    public Effect effect() {
        return Effect.CREATE;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.of(ObjectKind.ENUM, type.name());
    }

    @Override
    public List<String> statements() {
        return List.of(type.sql());
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropEnum(type, null));
    }
}
