package io.qail.plan;

import io.qail.schema.ObjectName;
import java.util.List;

/** Allows NULL in a column. */
public record DropNotNull(ObjectName table, String column) implements ColumnOperation {

    @Override
    public String action() {
        return "DROP NOT NULL";
    }

    @Override
    public List<String> statements() {
        return List.of(alter("DROP NOT NULL"));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new SetNotNull(table, column));
    }
}
