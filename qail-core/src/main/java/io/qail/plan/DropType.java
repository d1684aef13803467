package io.qail.plan;

import io.qail.schema.CompositeType;
import io.qail.schema.ObjectAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops a composite type; while a column has it PostgreSQL refuses.
 *
 * @param alongside what goes along in silence, comments and privileges, as the operations that bring it back
 */
public record DropType(CompositeType type, List<Operation> alongside) implements TablelessOperation {

    public DropType {
        alongside = List.copyOf(alongside);
    }

    @Override
    public String action() {
        return "DROP TYPE";
    }

    @Override
    public ObjectAddress object() {
        return type.address();
    }

    @Override
    public List<String> statements() {
        return List.of("DROP " + type.address().sql());
    }

    @Override
    public List<Operation> inverse() {
        List<Operation> back = new ArrayList<>();
        back.add(new CreateType(type));
        back.addAll(alongside);
        return List.copyOf(back);
    }
}
