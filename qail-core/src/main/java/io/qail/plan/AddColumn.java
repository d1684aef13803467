package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.ObjectName;
import java.util.ArrayList;
import java.util.List;

/** Adds a column. Without a default, existing rows hold NULL in it. */
public record AddColumn(ObjectName table, Column definition) implements ColumnOperation {

    @Override
    public String column() {
        return definition.name();
    }

    @Override
    public String action() {
        return "ADD COLUMN";
    }

    @Override
    public Effect effect() {
        return Effect.CREATE;
    }

    @Override
    public List<String> statements() {
        List<String> statements = new ArrayList<>();
        statements.add("ALTER TABLE " + table.sql() + " ADD COLUMN " + definition.sql());
        statements.addAll(SetStorage.of(table, definition));
        return List.copyOf(statements);
    }

    /** Values that are the same for every row are kept in the catalog; all others are written into each row. */
    @Override
    public boolean rewrites() {
        return definition.identity() != null
                || (definition.generated() != null && definition.generated().stored())
                || (definition.defaultValue() != null && Volatility.mayDifferByRow(definition.defaultValue()));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropColumn(table, definition, List.of(), List.of()));
    }
}
