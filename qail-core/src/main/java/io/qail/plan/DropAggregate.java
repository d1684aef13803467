package io.qail.plan;

import io.qail.schema.Aggregate;
import io.qail.schema.ObjectAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops an aggregate function.
 *
 * @param alongside what goes along in silence, comments and privileges, as the operations that bring it back
 */
public record DropAggregate(Aggregate aggregate, List<Operation> alongside) implements TablelessOperation {

    public DropAggregate {
        alongside = List.copyOf(alongside);
    }

    @Override
    public String action() {
        return "DROP AGGREGATE";
    }

    @Override
    public ObjectAddress object() {
        return aggregate.address();
    }

    @Override
    public List<String> statements() {
        return List.of("DROP " + aggregate.address().sql());
    }

    @Override
    public List<Operation> inverse() {
        List<Operation> back = new ArrayList<>();
        back.add(new CreateAggregate(aggregate));
        back.addAll(alongside);
        return List.copyOf(back);
    }
}
