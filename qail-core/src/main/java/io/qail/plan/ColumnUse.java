package io.qail.plan;

import io.qail.language.ColumnReferences;
import io.qail.schema.CheckConstraint;
import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.ExclusionConstraint;
import io.qail.schema.Expression;
import io.qail.schema.Index;
import io.qail.schema.PrimaryKey;
import io.qail.schema.UniqueConstraint;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether an object of a table names one of some columns. */
final class ColumnUse {

    private ColumnUse() {}

    /** As a column or in an expression. */
    static boolean of(Constraint constraint, Set<String> columns) {
        return anyOf(constraint.columns(), columns)
                || anyOf(included(constraint), columns)
                || inExpression(constraint, columns);
    }

    /** As a column or in an expression. */
    static boolean of(Index index, Set<String> columns) {
        return index.keys().stream().anyMatch(key -> key.column() != null && columns.contains(key.column()))
                || anyOf(index.include(), columns)
                || inExpression(index, columns);
    }

    /** In an expression; PostgreSQL does not carry that over to another type reliably. */
    static boolean inExpression(Constraint constraint, Set<String> columns) {
        if (constraint instanceof CheckConstraint check) {
            return named(check.expression(), columns);
        }
        return constraint instanceof ExclusionConstraint exclusion
                && (named(exclusion.where(), columns)
                        || exclusion.elements().stream()
                                .anyMatch(element -> named(element.key().expression(), columns)));
    }

    static boolean inExpression(Index index, Set<String> columns) {
        return named(index.where(), columns) || index.keys().stream().anyMatch(key -> named(key.expression(), columns));
    }

    static boolean inExpression(Column column, Set<String> columns) {
        return column.generated() != null && named(column.generated().expression(), columns);
    }

    private static boolean named(@Nullable Expression expression, Set<String> columns) {
        return expression != null && !columns.isEmpty() && anyOf(ColumnReferences.names(expression), columns);
    }

    private static List<String> included(Constraint constraint) {
        if (constraint instanceof PrimaryKey key) {
            return key.include();
        }
        return constraint instanceof UniqueConstraint unique ? unique.include() : List.of();
    }

    private static boolean anyOf(Collection<String> names, Set<String> columns) {
        return names.stream().anyMatch(columns::contains);
    }
}
