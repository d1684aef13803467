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
 * @param comment what goes along, or null
 */
public record DropSequence(Sequence sequence, @Nullable String comment) implements TablelessOperation {

    @Override
    public String action() {
        return "DROP SEQUENCE";
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
        }
        return SetComment.restoring(back, object(), comment);
    }
}
