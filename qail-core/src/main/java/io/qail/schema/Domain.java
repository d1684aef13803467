package io.qail.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A type with conditions on its values.
 *
 * @param collation null for the type's own
 * @param checks in the order of their names
 */
public record Domain(
        ObjectName name,
        DataType type,
        @Nullable ObjectName collation,
        @Nullable Expression defaultValue,
        boolean notNull,
        List<CheckConstraint> checks)
        implements SchemaObject {

    public Domain {
        checks = checks.stream()
                .sorted(Comparator.comparing(CheckConstraint::name))
                .toList();
    }

    @Override
    public ObjectAddress address() {
        return ObjectAddress.of(ObjectKind.DOMAIN, name);
    }

    @Override
    public Domain mapTypes(UnaryOperator<DataType> change) {
        return new Domain(name, change.apply(type), collation, defaultValue, notNull, checks);
    }

    @Override
    public List<String> sql() {
        List<String> parts = new ArrayList<>();
        parts.add("CREATE DOMAIN " + name.sql() + " AS " + type.sql());
        if (collation != null) {
            parts.add("COLLATE " + collation.sql());
        }
        if (defaultValue != null) {
            parts.add("DEFAULT " + defaultValue);
        }
        if (notNull) {
            parts.add("NOT NULL");
        }
        checks.forEach(check -> parts.add(check.sql()));
        return List.of(String.join(" ", parts));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
