package io.qail.plan;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import java.util.List;

/** Renames a column; keys, checks and indexes with it follow. */
public record RenameColumn(ObjectName table, String column, String to) implements ColumnOperation {

    @Override
    public String action() {
        return "RENAME COLUMN";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public List<String> statements() {
        return List.of("ALTER TABLE " + table.sql() + " RENAME COLUMN " + Identifier.quote(column) + " TO "
                + Identifier.quote(to));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new RenameColumn(table, to, column));
    }
}
