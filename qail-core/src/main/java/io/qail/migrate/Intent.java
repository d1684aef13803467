package io.qail.migrate;

import io.qail.catalog.ObjectState;
import io.qail.plan.Plan;
import io.qail.schema.Column;
import io.qail.schema.Grant;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Routine;
import io.qail.schema.RoutineOptions;
import io.qail.schema.Schema;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import io.qail.schema.Trigger;
import io.qail.schema.View;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What the scripts themselves change between the two schemas of a plan: there the database before is no measure. */
final class Intent {

    private final Plan plan;
    private final Schema from;
    private final Set<List<Object>> grants = new HashSet<>();
    private final Map<ObjectState.Key, SchemaObject> objectsBefore = new HashMap<>();
    private final Map<ObjectState.Key, SchemaObject> objectsAfter = new HashMap<>();
    private final Map<ObjectState.Key, String> commentsBefore = new HashMap<>();
    private final Map<ObjectState.Key, String> commentsAfter = new HashMap<>();
    private final Set<ObjectState.Key> declared = new HashSet<>();

    Intent(Plan plan) {
        this.plan = plan;
        this.from = plan.renamed(plan.from());
        Set<Grant> before = from.grants();
        Set<Grant> after = plan.to().grants();
        before.stream().filter(grant -> !after.contains(grant)).forEach(this::add);
        after.stream().filter(grant -> !before.contains(grant)).forEach(this::add);
        from.objects().forEach((address, object) -> objectsBefore.put(ObjectState.key(address), object));
        plan.to().objects().forEach((address, object) -> objectsAfter.put(ObjectState.key(address), object));
        from.comments().forEach((address, text) -> commentsBefore.put(key(address), text));
        plan.to().comments().forEach((address, text) -> commentsAfter.put(key(address), text));
        plan.from().objects().keySet().forEach(address -> declared.add(ObjectState.key(address)));
        plan.from().indexes().keySet().forEach(name -> declared.add(ObjectState.key(ObjectAddress.index(name))));
    }

    private void add(Grant grant) {
        grants.add(List.of(ObjectState.key(grant.target()), grant.grantee(), grant.privilege()));
    }

    /** A schema calls the check of a domain as it calls that of a table. */
    private ObjectState.Key key(ObjectAddress address) {
        ObjectState.Key key = ObjectState.key(address);
        boolean ofTable =
                from.tables().containsKey(address.name()) || plan.to().tables().containsKey(address.name());
        return key.kind().equals("CONSTRAINT") && !ofTable
                ? new ObjectState.Key("DOMAIN " + key.kind(), key.name(), key.member())
                : key;
    }

    /** Whether a script grants or revokes it. */
    boolean grants(ObjectState.Key key, String grantee, String privilege) {
        return grants.contains(List.of(key, grantee, privilege));
    }

    /** Whether the schema before declares an object of its own. */
    boolean declares(ObjectState.Key key) {
        return declared.contains(key);
    }

    /** Whether a script changes the property. */
    boolean changes(ObjectState.Key key, String property) {
        if (property.equals("comment")) {
            return !Objects.equals(commentsBefore.get(key), commentsAfter.get(key));
        }
        SchemaObject before = objectsBefore.get(key);
        SchemaObject after = objectsAfter.get(key);
        if (before instanceof View old && after instanceof View wanted) {
            return property.equals("options") && !old.options().equals(wanted.options());
        }
        if (before instanceof Trigger old && after instanceof Trigger wanted) {
            return property.equals("enabled") && !old.equals(wanted);
        }
        if (before instanceof Routine old && after instanceof Routine wanted) {
            return changes(old.options(), wanted.options(), property);
        }
        if (key.kind().equals("COLUMN")) {
            Column old = column(from, key).orElse(null);
            Column wanted = column(plan.to(), key).orElse(null);
            return old != null
                    && wanted != null
                    && ((property.equals("storage") && !Objects.equals(old.storage(), wanted.storage()))
                            || (property.equals("compression")
                                    && !Objects.equals(old.compression(), wanted.compression())));
        }
        return false;
    }

    private static boolean changes(RoutineOptions before, RoutineOptions after, String property) {
        return switch (property) {
            case "volatility" -> !before.volatility().equals(after.volatility());
            case "strict" -> before.strict() != after.strict();
            case "security" -> before.securityDefiner() != after.securityDefiner();
            case "leakproof" -> before.leakproof() != after.leakproof();
            case "parallel" -> !before.parallel().equals(after.parallel());
            case "cost" -> !Objects.equals(before.cost(), after.cost());
            case "rows" -> !Objects.equals(before.rows(), after.rows());
            case "support" -> !Objects.equals(before.support(), after.support());
            case "settings" -> !before.settings().equals(after.settings());
            default -> false;
        };
    }

    private static Optional<Column> column(Schema schema, ObjectState.Key key) {
        Table table = schema.tables().get(key.name());
        return table == null
                ? Optional.empty()
                : schema.allColumns(table).stream()
                        .filter(column -> column.name().equals(key.member()))
                        .findFirst();
    }

    /** The name that a column has after the renames of the plan. */
    String renamed(ObjectState table, String column) {
        ObjectName name = table.name();
        String now = column;
        for (Statement statement : plan.renames()) {
            if (statement instanceof Statement.RenameTable rename
                    && rename.from().equals(name)) {
                name = rename.to();
            } else if (statement instanceof Statement.RenameColumn rename
                    && rename.table().equals(name)
                    && rename.from().equals(now)) {
                now = rename.to();
            }
        }
        return now;
    }
}
