package io.qail.plan;

import io.qail.schema.DataType;
import io.qail.schema.Identity;
import io.qail.schema.ObjectName;
import java.util.List;

/** Makes an identity column an ordinary one; its values stay. */
public record DropIdentity(ObjectName table, String column, DataType type, Identity identity)
        implements ColumnOperation {

    @Override
    public String action() {
        return "DROP IDENTITY";
    }

    @Override
    public Effect effect() {
        return Effect.DROP;
    }

    @Override
    public List<String> statements() {
        return List.of(alter("DROP IDENTITY"));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new SetIdentity(table, column, type, null, identity));
    }
}
