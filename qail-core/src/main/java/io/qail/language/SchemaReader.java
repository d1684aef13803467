package io.qail.language;

import io.qail.error.ScriptException;
import io.qail.schema.Schema;
import java.util.List;

/** Puts the declarations of parsed files together into one schema. */
public final class SchemaReader {

    private SchemaReader() {}

    /**
     * The schema that the files declare; their hints are left out. Completed and checked.
     *
     * @throws ScriptException with every duplicate, missing target and unknown column
     */
    public static Schema toSchema(List<ParsedFile> files, String defaultSchema) {
        return Schema.EMPTY;
    }

    /** Reads back what {@link QailFormatter} wrote. Completed, but not checked. */
    public static Schema read(String canonicalText, String defaultSchema) {
        return Schema.EMPTY;
    }

    /**
     * The schema with what only the whole can tell: bare names of types that are enums of the default schema get that
     * schema, foreign keys without target columns get the primary key of their target.
     */
    public static Schema complete(Schema schema, String defaultSchema) {
        return schema;
    }
}
