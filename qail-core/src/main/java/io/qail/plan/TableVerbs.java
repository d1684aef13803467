package io.qail.plan;

import io.qail.error.SourcePosition;
import io.qail.schema.Constraint;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.PrimaryKey;
import io.qail.schema.Sequence;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import java.util.Optional;

/** {@code table}, {@code rename T -> U} and {@code alter T add constraint} in a versioned script. */
final class TableVerbs {

    private final FoldedSchema schema;

    TableVerbs(FoldedSchema schema) {
        this.schema = schema;
    }

    void create(Statement.DeclareTable declare) {
        Table table = declare.table();
        ObjectAddress address = ObjectAddress.table(table.name());
        if (schema.builder.tables.containsKey(table.name())) {
            schema.error(
                    declare.position(),
                    "the table " + schema.display(address) + " exists already",
                    "in a versioned script `add` and `alter` change a table that is there");
            return;
        }
        if (schema.dropped.containsKey(address)) {
            schema.error(
                    declare.position(),
                    "the table " + schema.display(address) + " is dropped and made in the same version",
                    "change it with `add`, `alter` and `drop`, or use two versions");
            return;
        }
        schema.builder.tables.put(table.name(), table);
        schema.made(address);
        schema.at(address, declare.position());
        declare.columnPositions()
                .forEach((column, position) -> schema.at(ObjectAddress.column(table.name(), column), position));
        table.constraints()
                .forEach(constraint ->
                        schema.at(ObjectAddress.constraint(table.name(), constraint.name()), declare.position()));
        declare.sequences().forEach(sequence -> addSequence(declare.position(), sequence));
    }

    /** The sequence of a serial column. */
    void addSequence(SourcePosition position, Sequence sequence) {
        ObjectAddress address = ObjectAddress.of(ObjectKind.SEQUENCE, sequence.name());
        if (schema.builder.sequences.putIfAbsent(sequence.name(), sequence) != null) {
            schema.error(
                    position,
                    "the sequence " + schema.display(address) + " of a serial column exists already",
                    "declare the column as generated_identity, or with a default of its own");
        }
        schema.at(address, position);
    }

    void rename(Statement.RenameTable rename) {
        ObjectAddress to = ObjectAddress.table(rename.to());
        if (schema.table(rename.position(), rename.from()).isEmpty()) {
            return;
        }
        if (!rename.from().schema().equals(rename.to().schema())) {
            schema.error(
                    rename.position(),
                    "a rename cannot move the table " + schema.display(rename.from()) + " to another schema",
                    null);
        } else if (schema.builder.tables.containsKey(rename.to())) {
            schema.error(rename.position(), "the table " + schema.display(to) + " exists already", null);
        } else if (schema.dropped.containsKey(to)) {
            schema.error(
                    rename.position(),
                    "the name " + schema.display(to) + " is that of a table that the same version drops",
                    "renames come first: drop the old table in an earlier version");
        } else {
            boolean made = schema.isMade(ObjectAddress.table(rename.from()));
            schema.rename(
                    rename,
                    address -> rename.from().equals(SetComment.tableOf(address))
                            ? new ObjectAddress(address.kind(), rename.to(), address.member())
                            : address,
                    step -> StepNames.afterTableRename(step, rename));
            if (!made) {
                schema.renames.add(rename);
            }
        }
    }

    void add(Statement.AddConstraint add) {
        schema.table(add.position(), add.table()).ifPresent(table -> add(add.position(), table, add.constraint()));
    }

    /** Adds a constraint to a table; the columns of a primary key become NOT NULL. */
    void add(SourcePosition position, Table table, Constraint constraint) {
        ObjectAddress address = ObjectAddress.constraint(table.name(), constraint.name());
        if (table.constraint(constraint.name()).isPresent()) {
            schema.error(
                    position,
                    "the table " + schema.display(table.name()) + " has a constraint "
                            + Identifier.quote(constraint.name()) + " already",
                    "give the new one a name of its own, or drop the old one first");
            return;
        }
        Optional<PrimaryKey> key = table.primaryKey();
        if (constraint instanceof PrimaryKey && key.isPresent()) {
            schema.error(
                    position,
                    "the table " + schema.display(table.name()) + " has a primary key already",
                    "drop it first: alter " + schema.display(table.name()) + " drop constraint "
                            + Identifier.quote(key.get().name()));
            return;
        }
        schema.at(address, position);
        schema.change(table.name(), old -> {
            Table changed = old.withConstraint(constraint);
            if (constraint instanceof PrimaryKey primary) {
                for (String column : primary.columns()) {
                    changed = changed.changingColumn(column, found -> found.withNotNull(true));
                }
            }
            return changed;
        });
    }
}
