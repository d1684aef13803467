package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.Sequence;
import java.util.List;

/** Changes type and numbers of a sequence; its position stays. */
public record AlterSequence(Sequence from, Sequence to) implements TablelessOperation {

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
        return ObjectAddress.of(ObjectKind.SEQUENCE, to.name());
    }

    @Override
    public List<String> statements() {
        return List.of("ALTER SEQUENCE " + to.name().sql()
                + (from.type().equals(to.type()) ? "" : " AS " + to.type())
                + SequenceClauses.changes(
                        from.options(), to.options(), " ", from.type().equals(to.type())));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new AlterSequence(to, from));
    }
}
