package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.Sequence;
import java.util.Objects;

/** Sequences; one that is owned by a dropped column or table goes with it. */
final class SequenceDiff {

    private SequenceDiff() {}

    static void compare(Comparison comparison, PhasedOperations operations) {
        comparison.to.sequences().forEach((name, sequence) -> {
            Sequence old = comparison.from.sequences().get(name);
            if (old == null) {
                operations.add(Phase.CREATE_SEQUENCE, new CreateSequence(sequence));
            } else if (!old.withOwner(null).equals(sequence.withOwner(null))) {
                operations.add(Phase.CREATE_SEQUENCE, new AlterSequence(old, sequence));
            }
            Sequence.Owner owner = old == null ? null : old.owner();
            if (!Objects.equals(owner, sequence.owner())) {
                operations.add(Phase.SET_SEQUENCE_OWNER, new SetSequenceOwner(name, owner, sequence.owner()));
            }
        });
        comparison.from.sequences().forEach((name, sequence) -> {
            Sequence.Owner owner = sequence.owner();
            if (!comparison.to.sequences().containsKey(name)
                    && (owner == null || !comparison.goes(owner.table(), owner.column()))) {
                String comment = comparison.comment(ObjectAddress.of(ObjectKind.SEQUENCE, name));
                operations.add(Phase.DROP_SEQUENCE, new DropSequence(sequence, comment));
            }
        });
    }
}
