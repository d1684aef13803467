package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.TableOptions;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Makes a table a partition; a row outside of its bounds makes it fail. PostgreSQL reads the whole table meanwhile.
 *
 * @param place where the partition belongs
 */
public record AttachPartition(ObjectName table, TableOptions.PartitionOf place) implements TableOperation {

    @Override
    public String action() {
        return "ATTACH PARTITION";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public boolean readsEveryRow() {
        return true;
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
        return List.of(
                "ALTER TABLE " + place.parent().sql() + " ATTACH PARTITION " + table.sql() + " " + place.bound());
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new DetachPartition(table, place));
    }
}
