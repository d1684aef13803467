package io.qail.plan;

import io.qail.schema.Constraint;
import io.qail.schema.ExclusionConstraint;
import io.qail.schema.ForeignKey;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keys and checks of the tables that both schemas have, and the foreign keys of all. */
final class ConstraintDiff {

    private final Comparison comparison;
    private final PhasedOperations operations;
    private final CommentChanges comments;
    private final LostKeys lostKeys;

    ConstraintDiff(Comparison comparison, PhasedOperations operations, CommentChanges comments) {
        this.comparison = comparison;
        this.operations = operations;
        this.comments = comments;
        this.lostKeys = new LostKeys(comparison);
    }

    void compare() {
        comparison.from.tables().values().stream()
                .filter(table -> !comparison.to.tables().containsKey(table.name()))
                .forEach(table -> table.constraints().stream()
                        .filter(ForeignKey.class::isInstance)
                        .forEach(key -> drop(table.name(), key)));
        comparison.to.tables().values().stream()
                .filter(table -> !comparison.from.tables().containsKey(table.name()))
                .forEach(table -> table.constraints().stream()
                        .filter(ForeignKey.class::isInstance)
                        .forEach(key -> add(table.name(), key)));
        comparison.forEachCommonTable(this::compare);
    }

    private void compare(Table from, Table to) {
        List<Constraint> gone = new ArrayList<>();
        for (Constraint constraint : from.constraints()) {
            Optional<Constraint> wanted = to.constraint(constraint.name());
            if (wanted.isEmpty()) {
                gone.add(constraint);
            } else if (!wanted.get().equals(constraint) || mustMakeWay(from.name(), constraint)) {
                drop(from.name(), constraint);
                comments.recreated(ObjectAddress.constraint(from.name(), constraint.name()));
                add(from.name(), wanted.get());
            }
        }
        for (Constraint wanted : to.constraints()) {
            if (from.constraint(wanted.name()).isPresent()) {
                continue;
            }
            Optional<Constraint> old = gone.stream()
                    .filter(constraint ->
                            constraint.withName(wanted.name()).equals(wanted) && !mustMakeWay(from.name(), constraint))
                    .findFirst();
            if (old.isPresent()) {
                gone.remove(old.get());
                operations.add(
                        Phase.RENAME_PART,
                        new RenameConstraint(from.name(), old.get().name(), wanted.name()));
                comments.renamed(
                        ObjectAddress.constraint(from.name(), old.get().name()),
                        ObjectAddress.constraint(from.name(), wanted.name()));
            } else {
                add(from.name(), wanted);
            }
        }
        gone.forEach(constraint -> drop(from.name(), constraint));
    }

    /** Whether it has to be dropped and made again for what happens to the columns that it stands on. */
    private boolean mustMakeWay(ObjectName table, Constraint constraint) {
        ColumnChanges changes = comparison.changesOrNone(table);
        if (comparison.lostRoutines().areUsedBy(constraint)
                || ColumnUse.of(constraint, changes.rebuilt())
                || ColumnUse.inExpression(constraint, changes.reinterpreted())) {
            return true;
        }
        if (constraint instanceof ExclusionConstraint) {
            return ColumnUse.of(constraint, changes.reinterpreted());
        }
        if (constraint instanceof ForeignKey key) {
            ColumnChanges target = comparison.changesOrNone(key.target());
            return ColumnUse.of(key, changes.reinterpreted())
                    || key.targetColumns().stream()
                            .anyMatch(column -> target.reinterpreted().contains(column)
                                    || target.rebuilt().contains(column))
                    || !comparison.to.tables().containsKey(key.target())
                    || lostKeys.isUsedBy(key);
        }
        return false;
    }

    private void drop(ObjectName table, Constraint constraint) {
        String comment = comparison.comment(ObjectAddress.constraint(table, constraint.name()));
        operations.add(
                constraint instanceof ForeignKey ? Phase.DROP_FOREIGN_KEY : Phase.DROP_CONSTRAINT,
                new DropConstraint(table, constraint, comment));
    }

    private void add(ObjectName table, Constraint constraint) {
        operations.add(
                constraint instanceof ForeignKey ? Phase.ADD_FOREIGN_KEY : Phase.ADD_CONSTRAINT,
                new AddConstraint(table, constraint));
    }
}
