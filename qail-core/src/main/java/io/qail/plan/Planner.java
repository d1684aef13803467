package io.qail.plan;

import io.qail.error.ScriptException;
import io.qail.language.ParsedFile;
import io.qail.schema.Schema;
import java.util.List;

/** Makes plans: from scripts to the change they ask for, and from there to operations. Pure and thread-safe. */
public final class Planner {

    private Planner() {}

    /**
     * What a versioned script asks for.
     *
     * @param base the schema before the script
     * @throws ScriptException with everything in the script that does not fit the schema
     */
    public static Change fold(Schema base, ParsedFile delta, String defaultSchema) {
        return DeltaFold.fold(base, delta, defaultSchema);
    }

    /**
     * What a declarative schema asks for.
     *
     * @param base the schema of the last history entry
     * @throws ScriptException when the modules do not fit together, a hint does not fit, or something is left out without
     *     a {@code drop … confirm}
     */
    public static Change declare(Schema base, List<ParsedFile> modules, String defaultSchema) {
        return declare(base, modules, defaultSchema, Absence.REFUSED);
    }

    /**
     * The same with a say over what is left out.
     *
     * @throws ScriptException when the modules do not fit together, a hint does not fit, or something is left out that may
     *     not be
     */
    public static Change declare(Schema base, List<ParsedFile> modules, String defaultSchema, Absence absence) {
        return Declaration.change(base, modules, defaultSchema, absence);
    }

    /** The operations that lead from the schema to the target of the change. */
    public static Plan plan(Schema from, Change change) {
        return SchemaDiff.plan(from, change);
    }
}
