package io.qail.migrate;

import io.qail.catalog.Catalog;
import io.qail.catalog.ExpressionEquivalence;
import io.qail.catalog.LiveSchema;
import io.qail.drift.Difference;
import io.qail.drift.SchemaComparison;
import io.qail.error.MigrationException;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.plan.RunSql;
import io.qail.schema.ObjectAddress;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The verified commit: what the plan names must equal the target, everything else must be as it was.
 *
 * <ol>
 *   <li>An object counts as named when the two schemas of the plan differ on it, or an operation acts on it.
 *   <li>A named object is compared with the target; where texts of expressions differ, PostgreSQL says whether they mean
 *       the same.
 *   <li>Every other object is compared with the catalog before the plan ran, the plan's renames applied.
 * </ol>
 */
final class Verification {

    private final Plan plan;
    private final LiveSchema before;
    private final String defaultSchema;

    Verification(Plan plan, LiveSchema before, String defaultSchema) {
        this.plan = plan;
        this.before = before;
        this.defaultSchema = defaultSchema;
    }

    /**
     * Reads the catalogs again and compares.
     *
     * @throws MigrationException that names every difference
     */
    void verify(Connection connection, String version) throws SQLException {
        LiveSchema after = Catalog.read(connection, defaultSchema);
        Set<ObjectAddress> named = named();
        List<Difference> wrong = new ArrayList<>();
        Schema target = ExpressionEquivalence.inLiveWords(
                connection, withoutLaterIndexes(plan.to()), after.schema(), defaultSchema);
        for (Difference difference : SchemaComparison.compare(target, after.schema())) {
            if (isNamed(named, difference.object())) {
                wrong.add(difference);
            }
        }
        Schema expected = plan.renamed(before.schema());
        for (Difference difference : SchemaComparison.compare(expected, after.schema())) {
            if (!isNamed(named, difference.object())) {
                wrong.add(difference);
            }
        }
        List<String> lines = new ArrayList<>(wrong.stream()
                .map(d -> d.object().kind() + " " + d.object().display(defaultSchema) + ": " + d.detail())
                .toList());
        lines.addAll(unmanaged(after));
        if (!lines.isEmpty()) {
            throw new MigrationException(
                    version,
                    "Migration " + version + " was rolled back: its result is not what the plan says\n    "
                            + String.join("\n    ", lines),
                    action());
        }
    }

    /** Objects that the language has no word for must not change, unless the script holds SQL of its own. */
    private List<String> unmanaged(LiveSchema after) {
        if (plan.operations().stream().anyMatch(RunSql.class::isInstance)) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        Set<String> old = new HashSet<>(before.unmanaged());
        Set<String> now = new HashSet<>(after.unmanaged());
        after.unmanaged().stream().filter(o -> !old.contains(o)).forEach(o -> lines.add(o + ": appeared"));
        if (plan.renames().isEmpty()) {
            // A trigger or rule of a dropped table goes with it, as its impact says.
            before.unmanaged().stream()
                    .filter(o -> !now.contains(o) && !belongsToDropped(o))
                    .forEach(o -> lines.add(o + ": disappeared"));
        }
        return lines;
    }

    private boolean belongsToDropped(String object) {
        return plan.from().tables().keySet().stream()
                .filter(table -> !plan.to().tables().containsKey(table))
                .anyMatch(table -> object.contains(table.display(defaultSchema)) || object.contains(table.sql()));
    }

    private Set<ObjectAddress> named() {
        Set<ObjectAddress> named = plan.operations().stream()
                .filter(operation -> !(operation instanceof RunSql))
                .map(Operation::object)
                .collect(Collectors.toCollection(HashSet::new));
        SchemaComparison.compare(plan.renamed(plan.from()), plan.to())
                .forEach(difference -> named.add(difference.object()));
        return named;
    }

    /** A column or constraint is also named when its whole table is made or dropped. */
    private boolean isNamed(Set<ObjectAddress> named, ObjectAddress object) {
        if (named.contains(object)) {
            return true;
        }
        ObjectAddress table = ObjectAddress.table(object.name());
        boolean existsOnBothSides = object.member() != null
                && plan.to().tables().containsKey(object.name())
                && before.schema().tables().containsKey(object.name());
        return object.member() != null && !existsOnBothSides && named.contains(table);
    }

    private Schema withoutLaterIndexes(Schema target) {
        SchemaBuilder builder = target.toBuilder();
        for (Operation later : plan.afterCommit()) {
            builder.indexes.remove(later.object().name());
            builder.comments.remove(later.object());
        }
        return builder.build();
    }

    private String action() {
        return plan.operations().stream().anyMatch(RunSql.class::isInstance)
                ? "A sql block must not change what QAIL manages: use the verb for it (table, add, alter, drop, rename, index). "
                        + "The database is as it was before this version."
                : "Look for an event trigger, or another session that changed the schema at the same time. "
                        + "The database is as it was before this version.";
    }
}
