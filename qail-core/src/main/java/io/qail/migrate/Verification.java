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
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private final Set<ObjectAddress> named;
    private final Set<Difference> earlierDrift;
    private final TakenAlong takenAlong;
    private final KeptState kept;

    private Verification(Connection connection, Plan plan, LiveSchema before, String defaultSchema)
            throws SQLException {
        this.plan = plan;
        this.before = before;
        this.defaultSchema = defaultSchema;
        this.named = named(plan);
        this.takenAlong = TakenAlong.of(connection, plan);
        this.kept = KeptState.before(connection, plan);
        this.earlierDrift = Set.copyOf(SchemaComparison.compare(
                plan.renamed(inLiveWords(connection, plan.from(), before.schema())), plan.renamed(before.schema())));
    }

    /** Looks, before the plan runs, at what PostgreSQL will take along and at what differs already. */
    static Verification prepare(Connection connection, Plan plan, LiveSchema before, String defaultSchema)
            throws SQLException {
        return new Verification(connection, plan, before, defaultSchema);
    }

    /**
     * Gives what the plan made again the owner, the privileges and everything else that it had.
     *
     * @throws MigrationException that names everything that cannot be given back
     */
    void restore(String version) throws SQLException {
        List<String> lost = kept.restore();
        if (!lost.isEmpty()) {
            throw new MigrationException(
                    version,
                    "Migration " + version + " was rolled back: what it makes again would not be as it was\n    "
                            + String.join("\n    ", lost),
                    "Give the migration's role the right to restore it, or change the object first. "
                            + "The database is as it was before this version.");
        }
    }

    /**
     * Reads the catalogs again and compares.
     *
     * @return the schema that the plan led to, in PostgreSQL's words where it named objects or carried them along
     * @throws MigrationException that names every difference
     */
    Schema verify(Connection connection, String version) throws SQLException {
        LiveSchema after = Catalog.read(connection, defaultSchema);
        List<Difference> wrong = new ArrayList<>();
        Set<ObjectAddress> carriedAlong = new HashSet<>();
        Schema target = inLiveWords(connection, withoutLaterIndexes(plan.to()), after.schema());
        for (Difference difference : SchemaComparison.compare(target, after.schema())) {
            if (!isNamed(difference.object()) || earlierDrift.contains(difference)) {
                continue;
            }
            if (isMadeAgain(difference.object()) && followsRename(difference)) {
                carriedAlong.add(difference.object());
            } else {
                wrong.add(difference);
            }
        }
        Schema expected = plan.renamed(before.schema());
        for (Difference difference : SchemaComparison.compare(expected, after.schema())) {
            if (isNamed(difference.object()) || takenAlong.explains(difference, expected)) {
                continue;
            }
            if (followsRename(difference)) {
                carriedAlong.add(difference.object());
            } else if (!isOfSqlBlock(difference.object())) {
                wrong.add(difference);
            }
        }
        List<String> lines = new ArrayList<>(wrong.stream()
                .map(d -> d.object().kind() + " " + d.object().display(defaultSchema) + ": " + d.detail())
                .toList());
        lines.addAll(unmanaged(after));
        lines.addAll(kept.differences());
        if (!lines.isEmpty()) {
            throw new MigrationException(
                    version,
                    "Migration " + version + " was rolled back: its result is not what the plan says\n    "
                            + String.join("\n    ", lines),
                    action());
        }
        return ExpressionEquivalence.keepingOpenChoices(
                withCarriedAlong(target, carriedAlong, after.schema()), plan.to());
    }

    /** What had drifted before stays as the scripts have it. */
    private Schema withCarriedAlong(Schema target, Set<ObjectAddress> carriedAlong, Schema after) {
        Set<ObjectAddress> drifted =
                earlierDrift.stream().map(Difference::object).collect(Collectors.toSet());
        SchemaBuilder builder = target.toBuilder();
        for (ObjectAddress object : carriedAlong) {
            SchemaObject live = after.objects().get(object);
            if (live != null && !drifted.contains(object)) {
                builder.objects.computeIfPresent(object, (address, declared) -> live);
            }
        }
        return builder.build();
    }

    /** A sql block may do as it likes with views, routines and the like that no script declares. */
    private boolean isOfSqlBlock(ObjectAddress object) {
        return object.kind().isSchemaObject()
                && plan.operations().stream().anyMatch(RunSql.class::isInstance)
                && !plan.from().contains(object)
                && !plan.to().contains(object);
    }

    /** Whether the version leaves it as it is, and only a change of something else made it go and come back. */
    private boolean isMadeAgain(ObjectAddress object) {
        SchemaObject declared = plan.to().objects().get(object);
        return declared != null
                && declared.equals(plan.renamed(plan.from()).objects().get(object));
    }

    /** PostgreSQL carries views, policies and the like along with what they name, in words of its own. */
    private boolean followsRename(Difference difference) {
        if (difference.kind() != Difference.Kind.CHANGED) {
            return false;
        }
        SchemaObject object = before.schema().objects().get(difference.object());
        return object != null && RenamedWords.isIn(object, plan.renames());
    }

    /** PostgreSQL is asked about the named tables only: all others wait for this transaction's locks meanwhile. */
    private Schema inLiveWords(Connection connection, Schema target, Schema live) throws SQLException {
        Set<ObjectName> tables = named.stream().map(ObjectAddress::name).collect(Collectors.toSet());
        SchemaBuilder asked = target.toBuilder();
        asked.tables.keySet().retainAll(tables);
        asked.objects.keySet().retainAll(named);
        asked.indexes.values().removeIf(index -> !tables.contains(index.name()) && !tables.contains(index.table()));
        Schema answer = ExpressionEquivalence.inLiveWords(connection, asked.build(), live, defaultSchema);
        SchemaBuilder all = answer.toBuilder();
        target.tables().forEach(all.tables::putIfAbsent);
        target.indexes().forEach(all.indexes::putIfAbsent);
        target.objects().forEach(all.objects::putIfAbsent);
        return all.build();
    }

    /** Objects that the language has no word for must not change, unless the script holds SQL of its own. */
    private List<String> unmanaged(LiveSchema after) {
        if (plan.operations().stream().anyMatch(RunSql.class::isInstance)) {
            return List.of();
        }
        Set<String> expected = before.unmanaged().stream()
                .filter(object -> !takenAlong.contains(object))
                .map(this::renamed)
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> lines = new ArrayList<>();
        for (String object : after.unmanaged()) {
            if (!expected.remove(object)) {
                lines.add(object + ": appeared");
            }
        }
        expected.forEach(object -> lines.add(object + ": disappeared"));
        return lines;
    }

    /** Triggers, rules and policies carry the name of their table, functions that of its row type. */
    private String renamed(String object) {
        String current = object;
        for (Statement rename : plan.renames()) {
            if (rename instanceof Statement.RenameTable table) {
                if (TakenAlong.isOn(current, table.from())) {
                    current = current.substring(
                                    0, current.length() - table.from().sql().length())
                            + table.to().sql();
                }
                current = inArguments(current, table.from().sql(), table.to().sql());
                current = inArguments(
                        current, table.from().display(defaultSchema), table.to().display(defaultSchema));
            }
        }
        return current;
    }

    private static String inArguments(String object, String from, String to) {
        int arguments = object.indexOf('(');
        return arguments < 0
                ? object
                : object.substring(0, arguments)
                        + object.substring(arguments)
                                .replaceAll(
                                        "(?<=[(,])" + Pattern.quote(from) + "(?=[,)\\[])",
                                        Matcher.quoteReplacement(to));
    }

    private static Set<ObjectAddress> named(Plan plan) {
        Set<ObjectAddress> named = plan.operations().stream()
                .filter(operation -> !(operation instanceof RunSql))
                .map(Operation::object)
                .collect(Collectors.toCollection(HashSet::new));
        SchemaComparison.compare(plan.renamed(plan.from()), plan.to())
                .forEach(difference -> named.add(difference.object()));
        return named;
    }

    /** A column or constraint is also named when its whole table is made or dropped. */
    private boolean isNamed(ObjectAddress object) {
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
