package io.qail.plan;

import io.qail.schema.Extension;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drops an extension; while anything uses it PostgreSQL refuses.
 *
 * @param comment what goes along, or null
 */
public record DropExtension(Extension extension, @Nullable String comment) implements TablelessOperation {

    @Override
    public String action() {
        return "DROP EXTENSION";
    }

    @Override
    public Effect effect() {
        return Effect.DROP;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.of(ObjectKind.EXTENSION, ObjectName.global(extension.name()));
    }

    @Override
    public List<String> statements() {
        return List.of("DROP EXTENSION " + Identifier.quote(extension.name()));
    }

    @Override
    public List<Operation> inverse() {
        return SetComment.restoring(List.of(new CreateExtension(extension)), object(), comment);
    }
}
