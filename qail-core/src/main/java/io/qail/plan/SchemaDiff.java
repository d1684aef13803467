package io.qail.plan;

import io.qail.schema.Schema;
import io.qail.schema.Statement;

/** Finds the operations between two schemas, object kind by object kind; {@link Phase} puts them in order. */
final class SchemaDiff {

    private SchemaDiff() {}

    static Plan plan(Schema from, Change change) {
        PhasedOperations operations = new PhasedOperations();
        Schema renamed = from;
        for (Statement rename : change.renames()) {
            operations.add(Phase.RENAME, Renaming.operation(rename));
            renamed = Renaming.apply(renamed, rename);
        }
        PartitionMoves moves = new PartitionMoves(PendingTypes.align(renamed, change.target()), change.target());
        moves.add(operations);
        Comparison comparison = new Comparison(moves.from(), moves.to(), change.renames(), change.steps());
        CommentChanges comments = new CommentChanges(comparison);
        new ObjectDiff(from, change.renames(), comparison, operations, comments).compare();
        NamedObjectDiff.compare(comparison, operations);
        EnumDiff.compare(comparison, operations);
        SequenceDiff.compare(comparison, operations);
        TableDiff.compare(comparison, operations);
        TableOptionsDiff.compare(comparison, operations);
        new ConstraintDiff(comparison, operations, comments).compare();
        new IndexDiff(comparison, operations, comments).compare();
        StepOrder.add(comparison, operations);
        PrivilegeDiff.compare(comparison, operations);
        comments.compare(operations);
        return new Plan(from, change.target(), change.renames(), operations.inOrder());
    }
}
