package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.util.List;

/**
 * Makes a table outlive a crash, or not. PostgreSQL writes it anew, and an unlogged one is empty after a crash of the server:
 * nothing that the migration itself loses.
 */
public record SetLogged(ObjectName table, boolean logged) implements TableOperation {

    @Override
    public String action() {
        return logged ? "SET LOGGED" : "SET UNLOGGED";
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
    public boolean rewrites() {
        return true;
    }

    @Override
    public List<String> statements() {
        return List.of("ALTER TABLE " + table.sql() + " " + action());
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new SetLogged(table, !logged));
    }
}
