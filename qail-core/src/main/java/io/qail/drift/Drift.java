package io.qail.drift;

import io.qail.catalog.Catalog;
import io.qail.catalog.ExpressionEquivalence;
import io.qail.catalog.LiveSchema;
import io.qail.schema.Grant;
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
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
        return differences(connection, expected, live(connection, expected, defaultSchema), defaultSchema);
    }

    /** The catalogs of the schemas that the expected schema names. */
    public static LiveSchema live(Connection connection, Schema expected, String defaultSchema) {
        return Catalog.read(connection, schemas(expected, defaultSchema), defaultSchema);
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
        differences.addAll(unexpectedPrivileges(inLiveWords, live.schema(), differences));
        differences.sort(Comparator.comparing(Difference::object));
        return List.copyOf(differences);
    }

    /** On objects that are as expected otherwise: of the others enough is said. */
    private static List<Difference> unexpectedPrivileges(Schema expected, Schema live, List<Difference> differences) {
        Set<ObjectAddress> named = differences.stream().map(Difference::object).collect(Collectors.toSet());
        Set<Grant> said = expected.grants().stream().map(Grant::subject).collect(Collectors.toSet());
        SortedMap<ObjectAddress, List<String>> unexpected = new TreeMap<>();
        for (Grant grant : live.grants()) {
            boolean known = named.contains(grant.target())
                    || !expected.contains(grant.target())
                    || said.contains(grant.subject());
            if (!known) {
                unexpected
                        .computeIfAbsent(grant.target(), target -> new ArrayList<>())
                        .add(grant.toString());
            }
        }
        return unexpected.entrySet().stream()
                .map(entry -> new Difference(
                        entry.getKey(),
                        Difference.Kind.UNEXPECTED,
                        "privileges that are not expected: " + String.join(", ", entry.getValue())))
                .toList();
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
        expected.objects().values().forEach(object -> schemas.add(object.schema()));
        return schemas;
    }
}
