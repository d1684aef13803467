package io.qail.shadow;

import io.qail.plan.AddConstraint;
import io.qail.plan.Change;
import io.qail.plan.CreateIndex;
import io.qail.plan.DropConstraint;
import io.qail.plan.DropIndex;
import io.qail.plan.DropObject;
import io.qail.plan.Operation;
import io.qail.plan.Plan;
import io.qail.plan.Planner;
import io.qail.plan.SetComment;
import io.qail.plan.SetRowSecurity;
import io.qail.schema.CheckConstraint;
import io.qail.schema.Constraint;
import io.qail.schema.ForeignKey;
import io.qail.schema.Identifier;
import io.qail.schema.Index;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Table;
import io.qail.schema.TableOptions;
import io.qail.schema.Trigger;
import io.qail.shadow.StateTables.Moment;
import io.qail.shadow.StateTables.Step;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the shadow has not while rows are copied into it: foreign keys, triggers and row level security until the switch,
 * indexes and keys of ordinary tables until the table is copied, which is faster than to keep them up.
 *
 * @param drops the statements that take it all away
 * @param steps those that bring it back, each at its moment
 */
record Reduction(List<String> drops, List<Step> steps) {

    /** The statements without which nothing would be reduced; anything else would change what is not to change. */
    private static final List<Class<? extends Operation>> EXPECTED =
            List.of(DropConstraint.class, DropIndex.class, DropObject.class, SetRowSecurity.class, SetComment.class);

    /** Of a target schema as it is in the catalogs of the still empty shadow. */
    static Reduction of(Session shadow, Schema target) throws SQLException {
        Schema reduced = reduced(target, true);
        Plan down = Planner.plan(target, Change.to(reduced));
        if (down.operations().stream().anyMatch(operation -> !EXPECTED.contains(operation.getClass()))) {
            // Something stands on a key, a view with GROUP BY for example.
            reduced = reduced(target, false);
            down = Planner.plan(target, Change.to(reduced));
        }
        return new Reduction(down.statements(), steps(shadow, target, Planner.plan(reduced, Change.to(target))));
    }

    private static Schema reduced(Schema target, boolean withoutKeys) {
        Set<ObjectName> parents = new TreeSet<>();
        target.tables().values().forEach(table -> parents.addAll(table.options().parents()));
        SchemaBuilder builder = target.toBuilder();
        builder.tables.replaceAll((name, table) -> {
            boolean keys = withoutKeys && isOrdinary(table, parents);
            return table.withConstraints(table.constraints().stream()
                            .filter(constraint -> stays(constraint, keys))
                            .toList())
                    .withOptions(table.options().withRowSecurity(false, false));
        });
        builder.indexes.values().removeIf(index -> {
            Table table = target.tables().get(index.table());
            return table != null && isOrdinary(table, parents);
        });
        builder.objects
                .values()
                .removeIf(object ->
                        object instanceof Trigger trigger && target.tables().containsKey(trigger.table()));
        Schema bare = builder.build();
        SchemaBuilder commented = bare.toBuilder();
        commented.comments.keySet().removeIf(address -> target.contains(address) && !bare.contains(address));
        return commented.build();
    }

    private static boolean stays(Constraint constraint, boolean withoutKeys) {
        return constraint instanceof CheckConstraint || (!(constraint instanceof ForeignKey) && !withoutKeys);
    }

    private static boolean isOrdinary(Table table, Set<ObjectName> parents) {
        TableOptions options = table.options();
        return options.partitionBy() == null && options.parents().isEmpty() && !parents.contains(table.name());
    }

    private static List<Step> steps(Session shadow, Schema target, Plan up) throws SQLException {
        List<Step> steps = new ArrayList<>();
        List<Step> undo = new ArrayList<>();
        for (Operation operation : up.operations()) {
            if (operation instanceof AddConstraint add && add.constraint() instanceof ForeignKey key) {
                foreignKey(shadow, target, add.table(), key, steps);
                undo.addAll(0, all(Moment.UNFINISH, null, new DropConstraint(add.table(), key, null).statements()));
            } else if (operation instanceof AddConstraint add) {
                steps.addAll(all(Moment.AFTER_COPY, add.table(), add.statements()));
            } else if (operation instanceof CreateIndex create) {
                Index index = create.index().withConcurrently(false);
                steps.addAll(all(Moment.AFTER_COPY, index.table(), new CreateIndex(index).statements()));
            } else {
                steps.addAll(all(Moment.FINISH, null, operation.statements()));
                if (!(operation instanceof SetComment)) {
                    List<String> back = new ArrayList<>();
                    operation.inverse().forEach(inverse -> back.addAll(inverse.statements()));
                    undo.addAll(0, all(Moment.UNFINISH, null, back));
                }
            }
        }
        steps.addAll(undo);
        return steps;
    }

    /** Rows are checked after the switch; PostgreSQL cannot put that off for a partitioned table. */
    private static void foreignKey(Session shadow, Schema target, ObjectName name, ForeignKey key, List<Step> steps)
            throws SQLException {
        Table table = target.tables().get(name);
        List<String> operators = KeyOperators.of(shadow, key.target(), key.targetColumns());
        steps.add(new Step(Moment.CHECK, null, References.violations(target, name, key, operators)));
        String add = "ALTER TABLE " + name.sql() + " ADD " + key.sql();
        if (table != null && table.options().partitionBy() != null) {
            steps.add(new Step(Moment.FINISH, null, add));
            return;
        }
        steps.add(new Step(Moment.FINISH, null, add + " NOT VALID"));
        steps.add(new Step(
                Moment.AFTER_SWITCH,
                null,
                "ALTER TABLE " + name.sql() + " VALIDATE CONSTRAINT " + Identifier.quote(key.name())));
    }

    private static List<Step> all(
            Moment moment, @org.jspecify.annotations.Nullable ObjectName table, List<String> sql) {
        return sql.stream().map(statement -> new Step(moment, table, statement)).toList();
    }
}
