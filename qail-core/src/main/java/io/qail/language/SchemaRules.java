package io.qail.language;

import io.qail.schema.ObjectAddress;
import io.qail.schema.Schema;
import java.util.ArrayList;
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

    /**
     * Everything wrong with the schema, in a fixed order; empty when nothing is: two objects that PostgreSQL keeps under one
     * name, schemas that are not declared, keys and indexes over missing tables or columns, foreign keys that point at no
     * key, sequences of missing owners, partitions, heirs, triggers, policies, statistics and grants of missing tables, views
     * that stand on themselves.
     */
    public static List<Problem> check(Schema schema, String defaultSchema) {
        List<Problem> problems = new ArrayList<>();
        new NameRules(schema, defaultSchema, problems).check();
        new KeyRules(schema, defaultSchema, problems).check();
        new ObjectRules(schema, defaultSchema, problems).check();
        return List.copyOf(problems);
    }
}
