package io.qail.plan;

import io.qail.schema.CompositeType;
import io.qail.schema.ObjectAddress;
import java.util.List;

/** Makes a composite type. */
public record CreateType(CompositeType type) implements TablelessOperation {

    @Override
    public String action() {
        return "CREATE TYPE";
    }

    @Override
    public ObjectAddress object() {
        return type.address();
    }

    @Override
    public List<String> statements() {
        return type.sql();
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropType(type, List.of()));
    }
}
