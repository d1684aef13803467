package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.Schema;
import io.qail.schema.Sequence;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sequences; one that is owned by a dropped column or table goes with it. */
final class SequenceDiff {

    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");

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
                operations.add(Phase.DROP_SEQUENCE, new DropSequence(sequence, counts(comparison, owner), comment));
            }
        });
    }

    /** Whether the column holds integers before and after the plan. */
    private static boolean counts(Comparison comparison, Sequence.@Nullable Owner owner) {
        return owner != null && isInteger(comparison.from, owner) && isInteger(comparison.to, owner);
    }

    private static boolean isInteger(Schema schema, Sequence.Owner owner) {
        return Objects.requireNonNull(schema.tables().get(owner.table()))
                .column(owner.column())
                .filter(column -> INTEGERS.contains(column.type().sql()))
                .isPresent();
    }
}
