package io.qail.drift;

import io.qail.catalog.Catalog;
import io.qail.catalog.ExpressionEquivalence;
import io.qail.catalog.LiveSchema;
import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Table;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Comparator;
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
        LiveSchema live = Catalog.read(connection, schemas(expected, defaultSchema), defaultSchema);
        return differences(connection, expected, live, defaultSchema);
    }

    /**
     * The same for catalogs that were read already; what lies in schemas that are not expected is UNEXPECTED then. An object
     * that does not do what it says is {@link Difference.Kind#CHANGED}: a constraint that is NOT VALID, and an INVALID index,
     * unless it is built concurrently and so still work to do.
     */
    public static List<Difference> differences(
            Connection connection, Schema expected, LiveSchema live, String defaultSchema) {
        Schema inLiveWords = ExpressionEquivalence.inLiveWords(connection, expected, live.schema(), defaultSchema);
        List<Difference> differences = new ArrayList<>(SchemaComparison.compare(inLiveWords, live.schema()));
        for (ObjectAddress object : live.notValidated()) {
            if (holds(expected, object)) {
                differences.add(new Difference(
                        object, Difference.Kind.CHANGED, "is NOT VALID: rows older than it may violate it"));
            }
        }
        for (ObjectName name : live.invalidIndexes()) {
            Index index = expected.indexes().get(name);
            if (index != null && !index.concurrently()) {
                differences.add(new Difference(
                        ObjectAddress.index(name), Difference.Kind.CHANGED, "is INVALID: no query uses it"));
            }
        }
        differences.sort(Comparator.comparing(Difference::object));
        return List.copyOf(differences);
    }

    private static boolean holds(Schema schema, ObjectAddress object) {
        Table table = schema.tables().get(object.name());
        String member = String.valueOf(object.member());
        return table != null
                && (object.kind() == ObjectKind.CONSTRAINT
                        ? table.constraint(member).isPresent()
                        : table.column(member).isPresent());
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
