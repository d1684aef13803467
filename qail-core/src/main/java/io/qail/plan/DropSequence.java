package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drops a sequence and forgets its position.
 *
 * @param counts whether it numbers a column that stays: the one that comes back then goes on behind the greatest value
 * @param comment what goes along, or null
 */
public record DropSequence(
        Sequence sequence, boolean counts, @Nullable String comment) implements TablelessOperation {

    @Override
    public String action() {
        return "DROP SEQUENCE";
    }

    @Override
    public Effect effect() {
        return Effect.DROP;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.of(ObjectKind.SEQUENCE, sequence.name());
    }

    @Override
    public List<String> statements() {
        return List.of("DROP SEQUENCE " + sequence.name().sql());
    }

    @Override
    public List<Operation> inverse() {
        List<Operation> back = new ArrayList<>();
        back.add(new CreateSequence(sequence));
        if (sequence.owner() != null) {
            back.add(new SetSequenceOwner(sequence.name(), null, sequence.owner()));
            if (counts) {
                back.add(new AdvanceSequence(sequence, sequence.owner()));
            }
        }
        return SetComment.restoring(back, object(), comment);
    }
}
