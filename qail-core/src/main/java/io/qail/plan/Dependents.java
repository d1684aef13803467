package io.qail.plan;

import io.qail.schema.Constraint;
import io.qail.schema.ForeignKey;
import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Drops of what stands on a column, so that it is named and comes back: foreign keys first, from other tables too. */
final class Dependents {

    private Dependents() {}

    /**
     * Everything that names one of the columns.
     *
     * @param onlyExpressions leave out what names it as a column only, which PostgreSQL carries over to another type
     */
    static List<Operation> drops(Schema schema, ObjectName table, Set<String> columns, boolean onlyExpressions) {
        List<Operation> drops = new ArrayList<>();
        if (!onlyExpressions) {
            schema.tables().values().forEach(other -> foreignKeys(schema, other, table, columns, drops));
        }
        drops.addAll(drops(
                schema,
                Objects.requireNonNull(schema.tables().get(table)),
                constraint -> !(constraint instanceof ForeignKey)
                        && (ColumnUse.inExpression(constraint, columns)
                                || (!onlyExpressions && ColumnUse.of(constraint, columns))),
                index -> ColumnUse.inExpression(index, columns) || (!onlyExpressions && ColumnUse.of(index, columns))));
        return drops;
    }

    /** Constraints and indexes of the table that call one of the functions. */
    static List<Operation> callers(Schema schema, Table table, LostRoutines routines) {
        return drops(schema, table, routines::areUsedBy, routines::areUsedBy);
    }

    private static List<Operation> drops(
            Schema schema, Table table, Predicate<Constraint> constraints, Predicate<Index> indexes) {
        List<Operation> drops = new ArrayList<>();
        for (Constraint constraint : table.constraints()) {
            if (constraints.test(constraint)) {
                drops.add(new DropConstraint(
                        table.name(), constraint, constraintComment(schema, table.name(), constraint)));
            }
        }
        for (Index index : schema.indexes().values()) {
            if (index.table().equals(table.name()) && indexes.test(index)) {
                drops.add(new DropIndex(index, schema.comments().get(ObjectAddress.index(index.name()))));
            }
        }
        return drops;
    }

    private static void foreignKeys(
            Schema schema, Table other, ObjectName table, Set<String> columns, List<Operation> drops) {
        for (Constraint constraint : other.constraints()) {
            if (constraint instanceof ForeignKey key
                    && ((other.name().equals(table) && ColumnUse.of(key, columns))
                            || (key.target().equals(table)
                                    && key.targetColumns().stream().anyMatch(columns::contains)))) {
                drops.add(new DropConstraint(other.name(), key, constraintComment(schema, other.name(), key)));
            }
        }
    }

    private static @Nullable String constraintComment(Schema schema, ObjectName table, Constraint constraint) {
        return schema.comments().get(ObjectAddress.constraint(table, constraint.name()));
    }
}
