package io.qail.plan;

import io.qail.schema.Column;
import io.qail.schema.DataType;
import io.qail.schema.ObjectName;
import io.qail.schema.Table;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * What changes in the columns of one table.
 *
 * @param retyped columns that get another type, or a new type of the same name
 * @param reinterpreted those of them whose values can change: expressions over them are made anew
 * @param rebuilt columns that are dropped and added again under their name
 */
record ColumnChanges(Set<String> retyped, Set<String> reinterpreted, Set<String> rebuilt) {

    static final ColumnChanges NONE = new ColumnChanges(Set.of(), Set.of(), Set.of());

    static ColumnChanges of(Table from, Table to, Set<ObjectName> replacedEnums, LostRoutines lostRoutines) {
        Set<String> retyped = new HashSet<>();
        Set<String> reinterpreted = new HashSet<>();
        Set<String> rebuilt = new HashSet<>();
        for (Column column : from.columns()) {
            to.column(column.name()).ifPresent(wanted -> {
                boolean newEnum = isReplaced(column.type(), replacedEnums) || isReplaced(wanted.type(), replacedEnums);
                if (newEnum
                        || !column.type().equals(wanted.type())
                        || !Objects.equals(column.collation(), wanted.collation())) {
                    retyped.add(column.name());
                    if (newEnum || !TypeChange.of(column.type(), wanted.type()).keepsEveryValue()) {
                        reinterpreted.add(column.name());
                    }
                }
            });
        }
        for (Column column : from.columns()) {
            to.column(column.name())
                    .filter(wanted -> mustRebuild(column, wanted, retyped)
                            || (lostRoutines.areUsedBy(column) && wanted.generated() != null))
                    .ifPresent(wanted -> rebuilt.add(column.name()));
        }
        retyped.removeAll(rebuilt);
        reinterpreted.removeAll(rebuilt);
        return new ColumnChanges(Set.copyOf(retyped), Set.copyOf(reinterpreted), Set.copyOf(rebuilt));
    }

    /** PostgreSQL can take a stored expression away from a column, and nothing else about it. */
    private static boolean mustRebuild(Column column, Column wanted, Set<String> retyped) {
        if (column.generated() == null) {
            return wanted.generated() != null;
        }
        if (wanted.generated() == null) {
            return !column.generated().stored();
        }
        return !column.generated().equals(wanted.generated())
                || retyped.contains(column.name())
                || ColumnUse.inExpression(column, retyped);
    }

    private static boolean isReplaced(DataType type, Set<ObjectName> replacedEnums) {
        ObjectName name = type.userDefined();
        return name != null && replacedEnums.contains(name);
    }
}
