package io.qail.plan;

import io.qail.schema.Extension;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import java.util.List;

/** Installs an extension. */
public record CreateExtension(Extension extension) implements TablelessOperation {

    @Override
    public String action() {
        return "CREATE EXTENSION";
    }

    @Override
    public Effect effect() {
        return Effect.CREATE;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.of(ObjectKind.EXTENSION, ObjectName.global(extension.name()));
    }

    @Override
    public List<String> statements() {
        return List.of(extension.sql());
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropExtension(extension, null));
    }
}
