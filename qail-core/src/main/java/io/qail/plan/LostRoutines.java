package io.qail.plan;

import io.qail.language.Mentions;
import io.qail.schema.CheckConstraint;
import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.Domain;
import io.qail.schema.ExclusionConstraint;
import io.qail.schema.Expression;
import io.qail.schema.Index;
import io.qail.schema.ObjectName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions that go, or make way, and what of tables, indexes and domains calls them. */
record LostRoutines(Set<ObjectName> names) {

    static final LostRoutines NONE = new LostRoutines(Set.of());

    LostRoutines {
        names = Set.copyOf(names);
    }

    boolean areUsedBy(Constraint constraint) {
        if (constraint instanceof CheckConstraint check) {
            return areIn(check.expression());
        }
        return constraint instanceof ExclusionConstraint exclusion
                && (areIn(exclusion.where())
                        || exclusion.elements().stream()
                                .anyMatch(element -> areIn(element.key().expression())));
    }

    boolean areUsedBy(Index index) {
        return areIn(index.where()) || index.keys().stream().anyMatch(key -> areIn(key.expression()));
    }

    /** Whether a generated column is computed by one of them. */
    boolean areUsedBy(Column column) {
        return column.generated() != null && areIn(column.generated().expression());
    }

    /** The domain without what calls one of them. */
    Domain without(Domain domain) {
        return new Domain(
                domain.name(),
                domain.type(),
                domain.collation(),
                areIn(domain.defaultValue()) ? null : domain.defaultValue(),
                domain.notNull(),
                domain.checks().stream()
                        .filter(check -> !areIn(check.expression()))
                        .toList());
    }

    boolean areIn(@Nullable Expression expression) {
        if (expression == null || names.isEmpty()) {
            return false;
        }
        Mentions mentions = Mentions.of(expression.text());
        return names.stream().anyMatch(mentions::names);
    }
}
