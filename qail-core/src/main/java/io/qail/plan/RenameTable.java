package io.qail.plan;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.util.List;

/** Renames a table within its schema; everything that belongs to it or points at it follows. */
public record RenameTable(ObjectName table, ObjectName to) implements TableOperation {

    @Override
    public String action() {
        return "RENAME TABLE";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.table(table);
    }

    @Override
    public List<String> statements() {
        return List.of("ALTER TABLE " + table.sql() + " RENAME TO " + Identifier.quote(to.name()));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new RenameTable(to, table));
    }
}
