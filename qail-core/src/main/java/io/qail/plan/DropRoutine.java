package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.Routine;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops a function or procedure.
 *
 * @param alongside what goes along in silence, its comment and privileges, as the operations that bring it back
 */
public record DropRoutine(Routine routine, List<Operation> alongside) implements TablelessOperation {

    public DropRoutine {
        alongside = List.copyOf(alongside);
    }

    @Override
    public String action() {
        return "DROP " + routine.address().kind().keyword();
    }

    @Override
    public ObjectAddress object() {
        return routine.address();
    }

    @Override
    public List<String> statements() {
        return List.of("DROP " + routine.address().sql());
    }

    /** Its body was right before; what it names may come back later. */
    @Override
    public List<Operation> inverse() {
        List<Operation> back = new ArrayList<>();
        back.add(new CreateRoutine(routine, true));
        back.addAll(alongside);
        return List.copyOf(back);
    }
}
