package io.qail.schema;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A composite type of its own; the row type of a table is part of the table. */
public record CompositeType(ObjectName name, List<Attribute> attributes) implements SchemaObject {

    /**
     * One attribute.
     *
     * @param collation null for the type's own
     */
    public record Attribute(
            String name, DataType type, @Nullable ObjectName collation) {

        public String sql() {
            return Identifier.quote(name) + " " + type.sql() + (collation == null ? "" : " COLLATE " + collation.sql());
        }
    }

    public CompositeType {
        attributes = List.copyOf(attributes);
    }

    @Override
    public ObjectAddress address() {
        return ObjectAddress.of(ObjectKind.TYPE, name);
    }

    @Override
    public CompositeType mapTypes(UnaryOperator<DataType> change) {
        return new CompositeType(
                name,
                attributes.stream()
                        .map(attribute ->
                                new Attribute(attribute.name(), change.apply(attribute.type()), attribute.collation()))
                        .toList());
    }

    @Override
    public List<String> sql() {
        return List.of("CREATE TYPE " + name.sql()
                + attributes.stream().map(Attribute::sql).collect(Collectors.joining(", ", " AS (", ")")));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
