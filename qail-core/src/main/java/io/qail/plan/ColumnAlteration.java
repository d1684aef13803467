package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.EnumType;
import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import io.qail.schema.Identity;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Sequence;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What changes about one column that stays. */
final class ColumnAlteration {

    private final Comparison comparison;
    private final PhasedOperations operations;
    private final Table before;
    private final ObjectName table;
    private final String name;
    private final Column from;
    private final Column to;
    private final boolean retyped;

    /**
     * An alteration of a column.
     *
     * @param before the table with everything that stands on the column
     */
    ColumnAlteration(Comparison comparison, PhasedOperations operations, Table before, Column from, Column to) {
        this.comparison = comparison;
        this.operations = operations;
        this.before = before;
        this.table = before.name();
        this.name = from.name();
        this.from = from;
        this.to = to;
        this.retyped = comparison.changes(table).retyped().contains(name);
    }

    void add() {
        dropExpression();
        identity();
        position();
        defaultValue();
        notNull();
        storage();
        compression();
        if (retyped) {
            type();
        }
    }

    private void dropExpression() {
        if (from.generated() != null && to.generated() == null) {
            List<Operation> dependents = Dependents.drops(comparison.from, before.name(), Set.of(name), false);
            operations.add(
                    Phase.RELAX_COLUMN,
                    new DropGenerated(table, from, dependents, comparison.comment(ObjectAddress.column(table, name))));
        }
    }

    private void identity() {
        if (from.identity() != null && to.identity() == null) {
            operations.add(Phase.DROP_IDENTITY, new DropIdentity(table, name, from.type(), from.identity()));
        } else if (to.identity() != null) {
            Identity old =
                    from.identity() == null ? null : IdentityTypes.afterChange(from.identity(), from.type(), to.type());
            if (!to.identity().equals(old)) {
                operations.add(Phase.SET_IDENTITY, new SetIdentity(table, name, to.type(), old, to.identity()));
            }
        }
    }

    /** Another sequence goes on where the old one is: serial becomes identity, identity becomes serial, a sequence is replaced. */
    private void position() {
        Optional<ObjectName> old = sequence(comparison.from);
        Optional<ObjectName> wanted = sequence(comparison.to);
        boolean numbered =
                (from.identity() != null || old.isPresent()) && (to.identity() != null || wanted.isPresent());
        if (numbered && ((from.identity() == null) != (to.identity() == null) || !old.equals(wanted))) {
            operations.add(
                    Phase.KEEP_POSITION,
                    new KeepPosition(table, name, from.identity() != null ? null : old.orElseThrow()));
            operations.add(
                    Phase.CONTINUE_POSITION,
                    new ContinuePosition(table, name, to.identity() != null ? null : wanted.orElseThrow()));
        }
    }

    private Optional<ObjectName> sequence(Schema schema) {
        return schema.sequences().values().stream()
                .filter(sequence -> new Sequence.Owner(table, name).equals(sequence.owner()))
                .map(Sequence::name)
                .findFirst();
    }

    /** PostgreSQL casts a default along with its column where it can, and refuses the change where it cannot. */
    private void defaultValue() {
        Expression old = from.defaultValue();
        if (old != null
                && (retyped
                        || to.defaultValue() == null
                        || comparison.lostRoutines().areIn(old))) {
            operations.add(Phase.RELAX_COLUMN, new SetDefault(table, name, old, null));
            old = null;
        }
        if (!Objects.equals(old, to.defaultValue())) {
            operations.add(Phase.SET_DEFAULT, new SetDefault(table, name, old, to.defaultValue()));
        }
    }

    private void notNull() {
        if (from.notNull() && !to.notNull()) {
            operations.add(Phase.RELAX_COLUMN, new DropNotNull(table, name, from.notNullName()));
        } else if (!from.notNull() && to.notNull()) {
            operations.add(Phase.SET_NOT_NULL, new SetNotNull(table, name, to.notNullName()));
        } else if (to.notNull() && !notNullName(from).equals(notNullName(to))) {
            operations.add(Phase.RENAME_PART, new RenameConstraint(table, notNullName(from), notNullName(to)));
        }
    }

    private String notNullName(Column column) {
        return column.notNullName() == null
                ? Identifier.generated(table.name(), name, "not_null")
                : column.notNullName();
    }

    /** A type change takes storage and compression back to the type's own; said before, it can be undone. */
    private void storage() {
        String old = from.storage();
        if (old != null && retyped) {
            operations.add(Phase.RELAX_COLUMN, new SetStorage(table, name, from.type(), old, null));
            old = null;
        }
        if (!Objects.equals(old, to.storage())) {
            operations.add(Phase.SET_IDENTITY, new SetStorage(table, name, to.type(), old, to.storage()));
        }
    }

    private void compression() {
        String old = from.compression();
        if (old != null && retyped) {
            operations.add(Phase.RELAX_COLUMN, new SetCompression(table, name, old, null));
            old = null;
        }
        if (!Objects.equals(old, to.compression())) {
            operations.add(Phase.SET_IDENTITY, new SetCompression(table, name, old, to.compression()));
        }
    }

    private void type() {
        EnumType leaving = replaced(from.type());
        EnumType joining = replaced(to.type());
        Expression using = comparison
                .transform(table, name)
                .map(Statement.Transform::expression)
                .orElse(null);
        if (leaving != null && joining != null && from.type().equals(to.type())) {
            List<String> old = leaving.labels();
            List<String> wanted = Objects.requireNonNull(
                            comparison.to.enums().get(to.type().userDefined()))
                    .labels();
            operations.add(
                    Phase.ALTER_TYPE,
                    alter(
                            from.type().withName(leaving.name()),
                            using,
                            wanted.containsAll(old),
                            old.containsAll(wanted)));
            return;
        }
        operations.add(
                leaving == null ? Phase.ALTER_TYPE : Phase.LEAVE_ENUM,
                alter(
                        from.type(),
                        using,
                        TypeChange.of(from.type(), to.type()).keepsEveryValue(),
                        TypeChange.of(to.type(), from.type()).keepsEveryValue()));
    }

    private AlterColumnType alter(
            DataType type, @Nullable Expression using, boolean keepsEveryValue, boolean keepsEveryValueBack) {
        return new AlterColumnType(
                table,
                name,
                type,
                to.type(),
                from.collation(),
                to.collation(),
                using,
                keepsEveryValue,
                keepsEveryValueBack);
    }

    private @Nullable EnumType replaced(DataType type) {
        ObjectName enumName = type.userDefined();
        return enumName == null ? null : comparison.replacedEnums().get(enumName);
    }
}
