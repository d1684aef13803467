package io.qail.plan;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drops an empty schema; one that still holds anything is refused by PostgreSQL.
 *
 * @param comment what goes along, or null
 */
public record DropSchema(String name, @Nullable String comment) implements TablelessOperation {

    @Override
    public String action() {
        return "DROP SCHEMA";
    }

    @Override
    public Effect effect() {
        return Effect.DROP;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.of(ObjectKind.SCHEMA, ObjectName.global(name));
    }

    @Override
    public List<String> statements() {
        return List.of("DROP SCHEMA " + Identifier.quote(name));
    }

    @Override
    public List<Operation> inverse() {
        return SetComment.restoring(List.of(new CreateSchema(name)), object(), comment);
    }
}
