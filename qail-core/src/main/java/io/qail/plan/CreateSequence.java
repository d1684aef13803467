package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.Sequence;
import java.util.List;

/** Makes a sequence, as yet owned by no column. */
public record CreateSequence(Sequence sequence) implements TablelessOperation {

    @Override
    public String action() {
        return "CREATE SEQUENCE";
    }

    @Override
    public Effect effect() {
        return Effect.CREATE;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.of(ObjectKind.SEQUENCE, sequence.name());
    }

    @Override
    public List<String> statements() {
        return List.of(sequence.sql());
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropSequence(sequence.withOwner(null), false, null));
    }
}
