package io.qail.schema;

import java.util.List;

/**
 * A check; its columns stand in the expression.
 *
 * @param noInherit the constraint does not hold for child tables
 */
public record CheckConstraint(String name, Expression expression, boolean noInherit) implements Constraint {

    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public CheckConstraint withName(String other) {
        return new CheckConstraint(other, expression, noInherit);
    }

    public CheckConstraint withExpression(Expression other) {
        return new CheckConstraint(name, other, noInherit);
    }

    /** The expression is not touched: only the language can tell a column in it from another word. */
    @Override
    public CheckConstraint withColumnRenamed(String from, String to) {
        return this;
    }

    @Override
    public String definition() {
        return "CHECK (" + expression + ")" + (noInherit ? " NO INHERIT" : "");
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
