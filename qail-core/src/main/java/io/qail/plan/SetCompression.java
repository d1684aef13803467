package io.qail.plan;

import io.qail.schema.ObjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets how PostgreSQL compresses long values that are written from now on.
 *
 * @param from null for the server's default
 * @param to null for the server's default
 */
public record SetCompression(
        ObjectName table,
        String column,
        @Nullable String from,
        @Nullable String to) implements ColumnOperation {

    @Override
    public String action() {
        return "SET COMPRESSION";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public List<String> statements() {
        return List.of(alter("SET COMPRESSION " + (to == null ? "default" : to)));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new SetCompression(table, column, to, from));
    }
}
