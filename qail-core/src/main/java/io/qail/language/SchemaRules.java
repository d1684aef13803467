package io.qail.language;

import io.qail.schema.ObjectAddress;
import io.qail.schema.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a complete schema must keep to, whichever way it came about. */
public final class SchemaRules {

    private SchemaRules() {}

    /**
     * One violation.
     *
     * @param object what is wrong
     * @param suggestion what would have been right, or null
     */
    public record Problem(
            ObjectAddress object, String message, @Nullable String suggestion) {}

    /** Everything wrong with the schema, in a fixed order; empty when nothing is. */
    public static List<Problem> check(Schema schema, String defaultSchema) {
        return List.of();
    }
}
