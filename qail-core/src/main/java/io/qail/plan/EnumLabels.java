package io.qail.plan;

import io.qail.schema.EnumType;
import io.qail.schema.ObjectName;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether new labels can be added to an enum, or a new type has to take its place. */
final class EnumLabels {

    private final Comparison comparison;

    EnumLabels(Comparison comparison) {
        this.comparison = comparison;
    }

    /** True when labels go or change places, or when the same plan uses a new one, which PostgreSQL refuses (55P04). */
    boolean mustReplace(EnumType type, EnumType wanted) {
        List<String> kept = wanted.labels().stream()
                .filter(label -> type.labels().contains(label))
                .toList();
        if (!kept.equals(type.labels())) {
            return true;
        }
        List<String> added = wanted.labels().stream()
                .filter(label -> !type.labels().contains(label))
                .toList();
        return !added.isEmpty() && (someColumnJoins(type.name()) || someRowsAreLoaded(type.name()) || isUsed(added));
    }

    private boolean someColumnJoins(ObjectName type) {
        return comparison.from.tables().values().stream()
                .anyMatch(table -> table.columns().stream()
                        .anyMatch(column -> !type.equals(column.type().userDefined())
                                && hasType(comparison.to.tables().get(table.name()), column.name(), type)));
    }

    private boolean someRowsAreLoaded(ObjectName type) {
        return comparison.steps.stream()
                .filter(Statement.CopyFrom.class::isInstance)
                .map(step -> comparison.to.tables().get(((Statement.CopyFrom) step).table()))
                .anyMatch(table -> table != null
                        && table.columns().stream()
                                .anyMatch(column -> type.equals(column.type().userDefined())));
    }

    private boolean isUsed(List<String> labels) {
        Set<String> texts = Expressions.of(comparison.to);
        texts.removeAll(Expressions.of(comparison.from));
        comparison.to.objects().forEach((address, object) -> {
            if (!object.equals(comparison.from.objects().get(address))) {
                texts.addAll(object.sql());
            }
        });
        for (Statement step : comparison.steps) {
            if (step instanceof Statement.Transform transform) {
                texts.add(transform.expression().text());
            } else if (step instanceof Statement.RawSql sql) {
                texts.add(sql.sql());
            }
        }
        return texts.stream()
                .anyMatch(text -> labels.stream().anyMatch(label -> text.contains(label.replace("'", "''"))));
    }

    private static boolean hasType(@Nullable Table table, String column, ObjectName type) {
        return table != null
                && table.column(column)
                        .filter(wanted -> type.equals(wanted.type().userDefined()))
                        .isPresent();
    }
}
