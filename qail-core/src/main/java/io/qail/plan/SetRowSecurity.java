package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.util.ArrayList;
import java.util.List;

/** Turns row level security of a table on or off, and whether it holds for the owner. */
public record SetRowSecurity(
        ObjectName table, boolean fromEnabled, boolean fromForced, boolean toEnabled, boolean toForced)
        implements TableOperation {

    @Override
    public String action() {
        return "ROW LEVEL SECURITY";
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
        List<String> statements = new ArrayList<>();
        if (fromEnabled != toEnabled) {
            statements.add("ALTER TABLE " + table.sql() + (toEnabled ? " ENABLE" : " DISABLE") + " ROW LEVEL SECURITY");
        }
        if (fromForced != toForced) {
            statements.add("ALTER TABLE " + table.sql() + (toForced ? " FORCE" : " NO FORCE") + " ROW LEVEL SECURITY");
        }
        return List.copyOf(statements);
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new SetRowSecurity(table, toEnabled, toForced, fromEnabled, fromForced));
    }
}
