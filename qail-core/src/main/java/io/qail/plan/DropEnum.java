package io.qail.plan;

import io.qail.schema.EnumType;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drops an enum type; while a column has it PostgreSQL refuses.
 *
 * @param comment what goes along, or null
 */
public record DropEnum(EnumType type, @Nullable String comment) implements TablelessOperation {

    @Override
    public String action() {
        return "DROP TYPE";
    }

    @Override
    public Effect effect() {
        return Effect.DROP;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.of(ObjectKind.ENUM, type.name());
    }

    @Override
    public List<String> statements() {
        return List.of("DROP TYPE " + type.name().sql());
    }

    @Override
    public List<Operation> inverse() {
        return SetComment.restoring(List.of(new CreateEnum(type)), object(), comment);
    }
}
