package io.qail.plan;

import io.qail.language.ColumnReferences;
import io.qail.schema.CheckConstraint;
import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.ExclusionConstraint;
import io.qail.schema.Expression;
import io.qail.schema.Generated;
import io.qail.schema.Index;
import io.qail.schema.IndexKey;
import io.qail.schema.Table;

/** A column's new name in everything of its table that names it, expressions included. */
record ColumnRenaming(String table, String from, String to) {

    Table apply(Table old) {
        Table renamed = old.changingColumn(from, column -> column.withName(to));
        return renamed.withColumns(renamed.columns().stream().map(this::apply).toList())
                .withConstraints(renamed.constraints().stream().map(this::apply).toList());
    }

    Index apply(Index index) {
        return index.withColumnRenamed(from, to)
                .withExpressions(
                        index.keys().stream().map(this::apply).toList(),
                        index.where() == null ? null : apply(index.where()));
    }

    Expression apply(Expression expression) {
        return ColumnReferences.rename(expression, table, from, to);
    }

    private Column apply(Column column) {
        Generated generated = column.generated();
        return generated == null
                ? column
                : column.withGenerated(new Generated(apply(generated.expression()), generated.stored()));
    }

    private Constraint apply(Constraint constraint) {
        Constraint renamed = constraint.withColumnRenamed(from, to);
        if (renamed instanceof CheckConstraint check) {
            return check.withExpression(apply(check.expression()));
        }
        if (renamed instanceof ExclusionConstraint exclusion) {
            return new ExclusionConstraint(
                    exclusion.name(),
                    exclusion.method(),
                    exclusion.elements().stream()
                            .map(element -> new ExclusionConstraint.Element(apply(element.key()), element.operator()))
                            .toList(),
                    exclusion.where() == null ? null : apply(exclusion.where()),
                    exclusion.deferrability());
        }
        return renamed;
    }

    private IndexKey apply(IndexKey key) {
        IndexKey renamed = key.withColumnRenamed(from, to);
        return renamed.expression() == null ? renamed : renamed.withExpression(apply(renamed.expression()));
    }
}
