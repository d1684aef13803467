package io.qail.schema;

import org.jspecify.annotations.Nullable;

/**
 * One column or expression of an index or exclusion constraint.
 *
 * @param column the column's name, or null for an expression
 * @param expression the expression, or null for a column
 * @param operatorClass null for the type's default
 * @param nullsFirst concrete: the default is true for a descending and false for an ascending key
 */
public record IndexKey(
        @Nullable String column,
        @Nullable Expression expression,
        @Nullable ObjectName collation,
        @Nullable String operatorClass,
        boolean descending,
        boolean nullsFirst) {

    public static IndexKey column(String name) {
        return new IndexKey(name, null, null, null, false, false);
    }

    public static IndexKey expression(Expression expression) {
        return new IndexKey(null, expression, null, null, false, false);
    }

    public IndexKey withColumnRenamed(String from, String to) {
        return from.equals(column)
                ? new IndexKey(to, expression, collation, operatorClass, descending, nullsFirst)
                : this;
    }

    public IndexKey withExpression(Expression other) {
        return new IndexKey(column, other, collation, operatorClass, descending, nullsFirst);
    }

    public String sql() {
        StringBuilder sql = new StringBuilder();
        if (column != null) {
            sql.append(Identifier.quote(column));
        } else {
            sql.append('(').append(expression).append(')');
        }
        if (collation != null) {
            sql.append(" COLLATE ").append(collation.sql());
        }
        if (operatorClass != null) {
            sql.append(' ').append(operatorClass);
        }
        if (descending) {
            sql.append(" DESC");
        }
        if (nullsFirst != descending) {
            sql.append(nullsFirst ? " NULLS FIRST" : " NULLS LAST");
        }
        return sql.toString();
    }
}
