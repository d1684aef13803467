package io.qail.plan;

import io.qail.schema.Expression;
import io.qail.schema.ObjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets or drops a default; existing rows stay as they are.
 *
 * @param from null for none
 * @param to null to drop it
 */
public record SetDefault(
        ObjectName table,
        String column,
        @Nullable Expression from,
        @Nullable Expression to) implements ColumnOperation {

    @Override
    public String action() {
        return to == null ? "DROP DEFAULT" : "SET DEFAULT";
    }

    @Override
    public Effect effect() {
        return to == null ? Effect.DROP : Effect.ALTER;
    }

    @Override
    public List<String> statements() {
        return List.of(alter(to == null ? "DROP DEFAULT" : "SET DEFAULT " + to));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new SetDefault(table, column, to, from));
    }
}
