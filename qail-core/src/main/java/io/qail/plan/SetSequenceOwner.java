package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Sequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives a sequence to a column, or to none. PostgreSQL locks the table no more than a reader does. */
public record SetSequenceOwner(ObjectName sequence, Sequence.@Nullable Owner from, Sequence.@Nullable Owner to)
        implements TablelessOperation {

    @Override
    public String action() {
        return "ALTER SEQUENCE";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.of(ObjectKind.SEQUENCE, sequence);
    }

    @Override
    public List<String> statements() {
        return List.of("ALTER SEQUENCE " + sequence.sql() + " OWNED BY " + (to == null ? "NONE" : to.sql()));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new SetSequenceOwner(sequence, to, from));
    }
}
