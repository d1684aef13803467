package io.qail.plan;

import io.qail.schema.ObjectName;
import java.util.List;

/** Forbids NULL in a column; one that is there makes it fail. PostgreSQL reads the whole table meanwhile. */
public record SetNotNull(ObjectName table, String column) implements ColumnOperation {

    @Override
    public String action() {
        return "SET NOT NULL";
    }

    @Override
    public List<String> statements() {
        return List.of(alter("SET NOT NULL"));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropNotNull(table, column));
    }
}
