package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.Routine;
import java.util.List;

/**
 * Gives a function or procedure another body or other attributes; what uses it, and its privileges, stay.
 *
 * @param unchecked whether PostgreSQL takes the new body as it is, because it names what is only made later
 */
public record ReplaceRoutine(Routine from, Routine to, boolean unchecked) implements TablelessOperation {

    /** Whether it can be replaced, and back. */
    static boolean isPossible(Routine from, Routine to) {
        return to.canReplace(from) && from.canReplace(to);
    }

    @Override
    public String action() {
        return "REPLACE " + to.address().kind().keyword();
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public ObjectAddress object() {
        return to.address();
    }

    @Override
    public List<String> statements() {
        return UncheckedBody.around(to, unchecked);
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new ReplaceRoutine(to, from, true));
    }
}
