package io.qail.plan;

import io.qail.error.SourcePosition;
import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.DataType;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import java.util.Objects;
import java.util.Optional;

/** {@code add}, {@code alter T.c} and {@code rename T.a -> T.b} in a versioned script. */
final class ColumnVerbs {

    private final FoldedSchema schema;
    private final TableVerbs tables;

    ColumnVerbs(FoldedSchema schema) {
        this.schema = schema;
        this.tables = new TableVerbs(schema);
    }

    void rename(Statement.RenameColumn rename) {
        ObjectAddress from = ObjectAddress.column(rename.table(), rename.from());
        ObjectAddress to = ObjectAddress.column(rename.table(), rename.to());
        if (schema.tableInsteadOf(rename.table(), rename.from()).isPresent()) {
            schema.error(
                    rename.position(),
                    "there is no table " + schema.display(rename.table()),
                    "for the table of a schema write: rename table " + schema.display(from) + " -> "
                            + schema.display(to));
            return;
        }
        if (schema.column(rename.position(), rename.table(), rename.from()).isEmpty()) {
            return;
        }
        if (exists(to)) {
            schema.error(rename.position(), "the column " + schema.display(to) + " exists already", null);
        } else if (schema.dropped.containsKey(to)) {
            schema.error(
                    rename.position(),
                    "the name " + schema.display(to) + " is that of a column that the same version drops",
                    "renames come first: drop the old column in an earlier version");
        } else {
            boolean made = schema.isMade(from) || schema.isMade(ObjectAddress.table(rename.table()));
            schema.rename(
                    rename,
                    address -> address.equals(from) ? to : address,
                    step -> StepNames.afterColumnRename(step, rename));
            if (!made) {
                schema.renames.add(rename);
            }
        }
    }

    void add(Statement.AddColumn add) {
        Column column = add.column();
        ObjectAddress address = ObjectAddress.column(add.table(), column.name());
        if (schema.table(add.position(), add.table()).isEmpty()) {
            return;
        }
        if (exists(address)) {
            schema.error(
                    add.position(),
                    "the column " + schema.display(address) + " exists already",
                    "change it: alter " + schema.display(address) + " …");
            return;
        }
        if (schema.dropped.containsKey(address)) {
            schema.error(
                    add.position(),
                    "the column " + schema.display(address) + " is dropped and added in the same version",
                    "convert it with `alter` and `transform`, or use two versions");
            return;
        }
        schema.change(add.table(), table -> table.withColumn(column));
        schema.made(address);
        schema.at(address, add.position());
        if (add.sequence() != null) {
            tables.addSequence(add.position(), add.sequence());
        }
        add.constraints().forEach(constraint -> addConstraint(add.position(), add.table(), constraint));
    }

    void alter(Statement.AlterColumn alter) {
        ObjectAddress address = ObjectAddress.column(alter.table(), alter.column());
        Optional<Column> found = schema.column(alter.position(), alter.table(), alter.column());
        if (found.isEmpty()) {
            return;
        }
        boolean inPrimaryKey = schema.table(alter.position(), alter.table())
                .flatMap(Table::primaryKey)
                .filter(key -> key.columns().contains(alter.column()))
                .isPresent();
        Column changed = change(found.get(), alter);
        if (Boolean.FALSE.equals(alter.notNull()) && (inPrimaryKey || changed.identity() != null)) {
            schema.error(
                    alter.position(),
                    "the column " + schema.display(address) + " cannot be nullable: it "
                            + (inPrimaryKey ? "belongs to the primary key" : "is an identity column"),
                    null);
        }
        if (changed.generated() != null && (changed.defaultValue() != null || changed.identity() != null)) {
            schema.error(
                    alter.position(),
                    "the column " + schema.display(address)
                            + " is generated; it cannot have a default or be an identity",
                    "write no_default, or take the expression away");
        }
        if (changed.identity() != null && changed.defaultValue() != null) {
            schema.error(
                    alter.position(),
                    "the column " + schema.display(address) + " cannot have both a default and an identity",
                    "write no_default as well");
        }
        schema.at(address, alter.position());
        schema.change(alter.table(), table -> table.changingColumn(alter.column(), old -> changed));
        alter.constraints().forEach(constraint -> addConstraint(alter.position(), alter.table(), constraint));
    }

    private void addConstraint(SourcePosition position, ObjectName table, Constraint constraint) {
        tables.add(position, Objects.requireNonNull(schema.builder.tables.get(table)), constraint);
    }

    private boolean exists(ObjectAddress column) {
        Table table = schema.builder.tables.get(column.name());
        return table != null
                && column.member() != null
                && table.column(column.member()).isPresent();
    }

    /** What is written changes, what is not written stays, except what the new type cannot have. */
    private static Column change(Column column, Statement.AlterColumn alter) {
        Column changed = column;
        if (alter.type() != null && !alter.type().equals(column.type())) {
            changed = retype(column, alter.type());
        }
        if (alter.notNull() != null) {
            changed = changed.withNotNull(alter.notNull());
            if (!alter.notNull()) {
                changed = changed.withNotNullName(null);
            }
        }
        if (alter.notNullName() != null) {
            changed = changed.withNotNullName(
                    Column.writtenNotNullName(alter.table().name(), alter.column(), alter.notNullName()));
        }
        if (alter.dropDefault()) {
            changed = changed.withDefault(null);
        }
        if (alter.defaultValue() != null) {
            changed = changed.withDefault(alter.defaultValue());
        }
        if (alter.dropIdentity()) {
            changed = changed.withIdentity(null);
        }
        if (alter.identity() != null) {
            changed = changed.withIdentity(alter.identity()).withNotNull(true);
        }
        if (alter.dropGenerated()) {
            changed = changed.withGenerated(null);
        }
        if (alter.generated() != null) {
            changed = changed.withGenerated(alter.generated());
        }
        if (alter.collation() != null) {
            changed = changed.withCollation(alter.collation());
        }
        if (alter.storage() != null) {
            changed = changed.withStorage(alter.storage());
        }
        return alter.compression() == null ? changed : changed.withCompression(alter.compression());
    }

    private static Column retype(Column column, DataType type) {
        Column changed = column.withType(type);
        if (!type.name().equals(column.type().name())) {
            changed = changed.withStorage(null);
        }
        if (!TypeChange.isText(type) && type.schema() == null) {
            changed = changed.withCollation(null).withCompression(null);
        }
        if (changed.identity() != null) {
            changed = changed.withIdentity(IdentityTypes.afterChange(changed.identity(), column.type(), type));
        }
        return changed;
    }
}
