package io.qail.plan;

import io.qail.schema.CheckConstraint;
import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.Domain;
import io.qail.schema.ExclusionConstraint;
import io.qail.schema.Expression;
import io.qail.schema.Index;
import io.qail.schema.Schema;
import io.qail.schema.Table;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The texts of all expressions of tables, indexes and domains. */
final class Expressions {

    private Expressions() {}

    static Set<String> of(Schema schema) {
        Set<String> texts = new HashSet<>();
        Consumer<@Nullable Expression> add = expression -> {
            if (expression != null) {
                texts.add(expression.text());
            }
        };
        for (Table table : schema.tables().values()) {
            for (Column column : table.columns()) {
                add.accept(column.defaultValue());
                add.accept(
                        column.generated() == null ? null : column.generated().expression());
            }
            table.constraints().forEach(constraint -> of(constraint, add));
        }
        for (Index index : schema.indexes().values()) {
            add.accept(index.where());
            index.keys().forEach(key -> add.accept(key.expression()));
        }
        for (Domain domain : schema.objects(Domain.class)) {
            add.accept(domain.defaultValue());
            domain.checks().forEach(check -> add.accept(check.expression()));
        }
        return texts;
    }

    private static void of(Constraint constraint, Consumer<@Nullable Expression> add) {
        if (constraint instanceof CheckConstraint check) {
            add.accept(check.expression());
        } else if (constraint instanceof ExclusionConstraint exclusion) {
            add.accept(exclusion.where());
            exclusion.elements().forEach(element -> add.accept(element.key().expression()));
        }
    }
}
