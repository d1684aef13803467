package io.qail.plan;

import io.qail.schema.Aggregate;
import io.qail.schema.ObjectAddress;
import java.util.List;

/** Makes an aggregate function. */
public record CreateAggregate(Aggregate aggregate) implements TablelessOperation {

    @Override
    public String action() {
        return "CREATE AGGREGATE";
    }

    @Override
    public ObjectAddress object() {
        return aggregate.address();
    }

    @Override
    public List<String> statements() {
        return aggregate.sql();
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropAggregate(aggregate, List.of()));
    }
}
