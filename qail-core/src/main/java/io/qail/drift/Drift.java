package io.qail.drift;

import io.qail.catalog.Catalog;
import io.qail.catalog.ExpressionEquivalence;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import java.sql.Connection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compares the database with the schema that it should have. */
public final class Drift {

    private Drift() {}

    /**
     * What is not as expected in the schemas that the expected schema names, in the order of the objects. Objects that are
     * there and not expected are {@link Difference.Kind#UNEXPECTED}: somebody else's, as a rule. Objects of kinds that the
     * language cannot say are no difference.
     *
     * <p>Changes nothing, locks no table of a user, works in a running transaction. Needs the TEMPORARY privilege where the
     * texts of expressions differ.
     *
     * @param expected with its types resolved
     * @throws io.qail.error.EnvironmentException where the role may not make temporary tables
     */
    public static List<Difference> check(Connection connection, Schema expected, String defaultSchema) {
        Schema live = Catalog.read(connection, schemas(expected, defaultSchema), defaultSchema)
                .schema();
        Schema inLiveWords = ExpressionEquivalence.inLiveWords(connection, expected, live, defaultSchema);
        return SchemaComparison.compare(inLiveWords, live);
    }

    private static SortedSet<String> schemas(Schema expected, String defaultSchema) {
        SortedSet<String> schemas = new TreeSet<>(expected.schemas());
        schemas.add(defaultSchema);
        for (SortedSet<ObjectName> names : List.of(
                new TreeSet<>(expected.enums().keySet()),
                new TreeSet<>(expected.sequences().keySet()),
                new TreeSet<>(expected.tables().keySet()),
                new TreeSet<>(expected.indexes().keySet()))) {
            names.forEach(name -> schemas.add(name.schema()));
        }
        return schemas;
    }
}
