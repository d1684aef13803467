package io.qail.plan;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forbids NULL in a column; one that is there makes it fail. PostgreSQL reads the whole table meanwhile.
 *
 * @param name the name of the constraint (PostgreSQL 18), or null for PostgreSQL's own
 */
public record SetNotNull(
        ObjectName table, String column, @Nullable String name) implements ColumnOperation {

    @Override
    public String action() {
        return "SET NOT NULL";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public boolean readsEveryRow() {
        return true;
    }

    @Override
    public List<String> statements() {
        return List.of(
                name == null
                        ? alter("SET NOT NULL")
                        : "ALTER TABLE " + table.sql() + " ADD CONSTRAINT " + Identifier.quote(name) + " NOT NULL "
                                + Identifier.quote(column));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropNotNull(table, column, name));
    }
}
