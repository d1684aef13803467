package io.qail.plan;

import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Indexes that belong to no constraint. Those of a dropped table go with it. */
final class IndexDiff {

    private final Comparison comparison;
    private final PhasedOperations operations;
    private final CommentChanges comments;

    IndexDiff(Comparison comparison, PhasedOperations operations, CommentChanges comments) {
        this.comparison = comparison;
        this.operations = operations;
        this.comments = comments;
    }

    /** Whether the two are one index under two names; how it is built is no part of it. */
    static boolean sameButName(Index one, Index other) {
        return one.withName(other.name()).withConcurrently(other.concurrently()).equals(other);
    }

    void compare() {
        List<Index> gone = new ArrayList<>();
        comparison.from.indexes().forEach((name, index) -> {
            Index wanted = comparison.to.indexes().get(name);
            if (wanted == null) {
                gone.add(index);
            } else if (!sameButName(index, wanted) || mustMakeWay(index)) {
                drop(index);
                comments.recreated(ObjectAddress.index(name));
                create(wanted);
            }
        });
        comparison.to.indexes().forEach((name, wanted) -> {
            if (comparison.from.indexes().containsKey(name)) {
                return;
            }
            Optional<Index> old = gone.stream()
                    .filter(index -> sameButName(index, wanted) && !mustMakeWay(index))
                    .findFirst();
            if (old.isPresent()) {
                gone.remove(old.get());
                operations.add(Phase.RENAME_PART, new RenameIndex(old.get().name(), name));
                comments.renamed(ObjectAddress.index(old.get().name()), ObjectAddress.index(name));
            } else {
                create(wanted);
            }
        });
        gone.forEach(this::drop);
    }

    private boolean mustMakeWay(Index index) {
        ColumnChanges changes = comparison.changesOrNone(index.table());
        return comparison.lostRoutines().areUsedBy(index)
                || comparison.objects().isViewGone(index.table())
                || ColumnUse.of(index, changes.rebuilt())
                || ColumnUse.inExpression(index, changes.reinterpreted());
    }

    private void drop(Index index) {
        boolean ofView = comparison.from.view(index.table()).isPresent()
                && !comparison.objects().isViewGone(index.table());
        if (ofView || comparison.to.tables().containsKey(index.table())) {
            operations.add(
                    Phase.DROP_INDEX, new DropIndex(index, comparison.comment(ObjectAddress.index(index.name()))));
        }
    }

    private void create(Index index) {
        Phase phase = comparison.to.tables().containsKey(index.table()) ? Phase.CREATE_INDEX : Phase.CREATE_VIEW_INDEX;
        operations.add(index.concurrently() ? Phase.AFTER_COMMIT : phase, new CreateIndex(index));
    }
}
