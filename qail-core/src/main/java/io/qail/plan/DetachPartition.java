package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.TableOptions;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Makes a partition a table of its own; its rows stay in it, and leave the partitioned table.
 *
 * @param place where the partition belongs
 */
public record DetachPartition(ObjectName table, TableOptions.PartitionOf place) implements TableOperation {

    @Override
    public String action() {
        return "DETACH PARTITION";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.table(table);
    }

    @Override
    public SortedSet<ObjectName> tables() {
        return new TreeSet<>(List.of(table, place.parent()));
    }

    @Override
    public List<String> statements() {
        return List.of("ALTER TABLE " + place.parent().sql() + " DETACH PARTITION " + table.sql());
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new AttachPartition(table, place));
    }
}
