package io.qail.schema;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An exclusion constraint: no two rows may compare true on all elements.
 *
 * @param method the index method, {@code gist} mostly
 * @param where null for a constraint on all rows
 */
public record ExclusionConstraint(
        String name,
        String method,
        List<Element> elements,
        @Nullable Expression where,
        Deferrability deferrability) implements Constraint {

    /**
     * One compared column or expression.
     *
     * @param operator as SQL text: {@code =}, {@code &&}, {@code OPERATOR(s.@@)}
     */
    public record Element(IndexKey key, String operator) {}

    public ExclusionConstraint {
        elements = List.copyOf(elements);
    }

    @Override
    public List<String> columns() {
        return elements.stream()
                .map(element -> element.key().column())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    @Override
    public ExclusionConstraint withName(String other) {
        return new ExclusionConstraint(other, method, elements, where, deferrability);
    }

    @Override
    public ExclusionConstraint withColumnRenamed(String from, String to) {
        List<Element> renamed = elements.stream()
                .map(element -> new Element(element.key().withColumnRenamed(from, to), element.operator()))
                .toList();
        return new ExclusionConstraint(name, method, renamed, where, deferrability);
    }

    @Override
    public String definition() {
        return elements.stream()
                        .map(element -> element.key().sql() + " WITH " + element.operator())
                        .collect(Collectors.joining(", ", "EXCLUDE USING " + method + " (", ")"))
                + (where == null ? "" : " WHERE (" + where + ")")
                + deferrability.sql();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
