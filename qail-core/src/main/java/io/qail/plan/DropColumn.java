package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Drops a column with all its values. Keys, checks and indexes with it are dropped by operations of their own before, so
 * that they are named.
 *
 * @param sequences those that the column owns; they go with it
 * @param alongside what else goes along in silence, as the operations that bring it back
 */
public record DropColumn(ObjectName table, Column definition, List<Sequence> sequences, List<Operation> alongside)
        implements ColumnOperation {

    public DropColumn {
        sequences = List.copyOf(sequences);
        alongside = List.copyOf(alongside);
    }

    @Override
    public String column() {
        return definition.name();
    }

    @Override
    public String action() {
        return "DROP COLUMN";
    }

    @Override
    public Effect effect() {
        return Effect.DROP;
    }

    @Override
    public List<String> statements() {
        return List.of("ALTER TABLE " + table.sql() + " DROP COLUMN " + Identifier.quote(column()));
    }

    /** The values of a generated column are computed again when it comes back. */
    @Override
    public Optional<Risk> risk() {
        return definition.generated() != null ? Optional.empty() : Optional.of(new Risk.DroppedColumn(table, column()));
    }

    /** The column comes back bare, so that its values can be filled in before default, NOT NULL and identity hold. */
    @Override
    public List<Operation> inverse() {
        List<Operation> back = new ArrayList<>();
        sequences.forEach(sequence -> back.add(new CreateSequence(sequence)));
        back.add(new AddColumn(
                table, definition.withNotNull(false).withDefault(null).withIdentity(null)));
        if (definition.defaultValue() != null) {
            back.add(new SetDefault(table, column(), null, definition.defaultValue()));
        }
        if (definition.notNull()) {
            back.add(new SetNotNull(table, column(), definition.notNullName()));
        }
        if (definition.identity() != null) {
            back.add(new SetIdentity(table, column(), definition.type(), null, definition.identity()));
        }
        sequences.forEach(sequence -> back.add(new SetSequenceOwner(sequence.name(), null, sequence.owner())));
        back.addAll(alongside);
        return List.copyOf(back);
    }
}
