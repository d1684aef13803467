package io.qail.plan;

import io.qail.schema.Routine;
import java.util.ArrayList;
import java.util.List;

/** The statement that makes a routine, where needed without a look at its body. */
final class UncheckedBody {

    private UncheckedBody() {}

    static List<String> around(Routine routine, boolean unchecked) {
        // A standard body is parsed in any case.
        if (!unchecked || routine.standardBody()) {
            return routine.sql();
        }
        List<String> statements = new ArrayList<>();
        statements.add("SET LOCAL check_function_bodies = off");
        statements.addAll(routine.sql());
        statements.add("SET LOCAL check_function_bodies = on");
        return List.copyOf(statements);
    }
}
