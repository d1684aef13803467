package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.Routine;
import java.util.List;

/**
 * Makes a function or procedure.
 *
 * @param unchecked whether PostgreSQL takes the body as it is, because it names what is only made later
 */
public record CreateRoutine(Routine routine, boolean unchecked) implements TablelessOperation {

    @Override
    public String action() {
        return "CREATE " + routine.address().kind().keyword();
    }

    @Override
    public ObjectAddress object() {
        return routine.address();
    }

    @Override
    public List<String> statements() {
        return UncheckedBody.around(routine, unchecked);
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DropRoutine(routine, List.of()));
    }
}
