package io.qail.plan;

import io.qail.schema.ObjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Allows NULL in a column.
 *
 * @param name the name of the constraint that goes (PostgreSQL 18), or null for PostgreSQL's own
 */
public record DropNotNull(
        ObjectName table, String column, @Nullable String name) implements ColumnOperation {

    @Override
    public String action() {
        return "DROP NOT NULL";
    }

    @Override
    public Effect effect() {
        return Effect.DROP;
    }

    @Override
    public List<String> statements() {
        return List.of(alter("DROP NOT NULL"));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new SetNotNull(table, column, name));
    }
}
