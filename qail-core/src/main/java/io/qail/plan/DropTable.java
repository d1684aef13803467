package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Sequence;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Drops a table with all rows. Foreign keys from and to it are dropped by operations of their own before.
 *
 * @param structure without foreign keys
 * @param sequences those that its columns own
 * @param alongside what else goes along in silence, as the operations that bring it back onto the new table
 * @param withParent whether it is a partition of a table that goes as well, among whose rows its own are counted
 */
public record DropTable(Table structure, List<Sequence> sequences, List<Operation> alongside, boolean withParent)
        implements TableOperation {

    public DropTable {
        sequences = List.copyOf(sequences);
        alongside = List.copyOf(alongside);
    }

    @Override
    public ObjectName table() {
        return structure.name();
    }

    /** A partition or heir cannot go while somebody uses the table that it belongs to. */
    @Override
    public SortedSet<ObjectName> tables() {
        SortedSet<ObjectName> tables = new TreeSet<>(structure.options().parents());
        tables.add(table());
        return tables;
    }

    @Override
    public String action() {
        return "DROP TABLE";
    }

    @Override
    public Effect effect() {
        return Effect.DROP;
    }

    @Override
    public ObjectAddress object() {
        return ObjectAddress.table(table());
    }

    @Override
    public List<String> statements() {
        return List.of("DROP TABLE " + table().sql());
    }

    @Override
    public Optional<Risk> risk() {
        return withParent ? Optional.empty() : Optional.of(new Risk.DroppedTable(table()));
    }

    @Override
    public List<Operation> inverse() {
        List<Operation> back = new ArrayList<>();
        sequences.forEach(sequence -> back.add(new CreateSequence(sequence)));
        back.add(new CreateTable(structure));
        sequences.forEach(sequence -> back.add(new SetSequenceOwner(sequence.name(), null, sequence.owner())));
        back.addAll(alongside);
        return List.copyOf(back);
    }
}
