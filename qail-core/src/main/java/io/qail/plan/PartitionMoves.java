package io.qail.plan;

import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Table;
import io.qail.schema.TableOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Tables that cease to be partitions or heirs, or become some, or partitions with other bounds. Between the two they are
 * tables of their own, and are compared as such.
 */
final class PartitionMoves {

    private final SchemaBuilder from;
    private final SchemaBuilder to;
    private final List<Operation> detached = new ArrayList<>();
    private final List<Operation> attached = new ArrayList<>();

    PartitionMoves(Schema from, Schema to) {
        this.from = from.toBuilder();
        this.to = to.toBuilder();
        TableOrder.parentsFirst(from.tables()).forEach(table -> {
            Table wanted = to.tables().get(table.name());
            if (wanted != null) {
                partition(table, wanted);
                inheritance(table, wanted);
            }
        });
    }

    private void partition(Table before, Table after) {
        TableOptions.PartitionOf old = before.options().partitionOf();
        TableOptions.PartitionOf wanted = after.options().partitionOf();
        if (Objects.equals(old, wanted)) {
            return;
        }
        if (old != null) {
            detached.add(new DetachPartition(before.name(), old));
            Partitions.standAlone(from, before);
        }
        if (wanted != null) {
            attached.add(new AttachPartition(after.name(), wanted));
            Partitions.standAlone(to, after);
        }
    }

    /** An heir that is one no longer keeps the columns that it had from its parent; a new one has had them before. */
    private void inheritance(Table before, Table after) {
        List<ObjectName> lost = new ArrayList<>(before.options().inherits());
        lost.removeAll(after.options().inherits());
        List<ObjectName> won = new ArrayList<>(after.options().inherits());
        won.removeAll(before.options().inherits());
        if (!lost.isEmpty()) {
            Table alone = before.withColumns(from.build().allColumns(before));
            from.tables.put(before.name(), alone);
            lost.forEach(parent -> detached.add(new DropInheritance(before.name(), parent)));
        }
        won.forEach(parent -> attached.add(new AddInheritance(after.name(), parent)));
    }

    /** The first schema once everything is detached. */
    Schema from() {
        return from.build();
    }

    /** The second schema before everything is attached. */
    Schema to() {
        return to.build();
    }

    void add(PhasedOperations operations) {
        List<Operation> last = new ArrayList<>(detached);
        Collections.reverse(last);
        last.forEach(operation -> operations.add(Phase.DETACH, operation));
        attached.forEach(operation -> operations.add(Phase.ATTACH, operation));
    }
}
