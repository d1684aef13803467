package io.qail.plan;

import io.qail.schema.Extension;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.SqlLiteral;
import java.util.ArrayList;
import java.util.List;

/** Updates an extension to another version, moves it to another schema, or both. */
public record AlterExtension(Extension from, Extension to) implements TablelessOperation {

    @Override
    public String action() {
        return "ALTER EXTENSION";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.of(ObjectKind.EXTENSION, ObjectName.global(to.name()));
    }

    @Override
    public List<String> statements() {
        List<String> statements = new ArrayList<>();
        String alter = "ALTER EXTENSION " + Identifier.quote(to.name());
        if (to.version() != null && !to.version().equals(from.version())) {
            statements.add(alter + " UPDATE TO " + SqlLiteral.quote(to.version()));
        }
        if (to.schema() != null && !to.schema().equals(from.schema())) {
            statements.add(alter + " SET SCHEMA " + Identifier.quote(to.schema()));
        }
        return List.copyOf(statements);
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new AlterExtension(to, from));
    }
}
