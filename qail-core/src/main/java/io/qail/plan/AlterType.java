package io.qail.plan;

import io.qail.schema.CompositeType;
import io.qail.schema.CompositeType.Attribute;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import java.util.List;
import java.util.stream.Collectors;

/** Adds attributes at the end of a composite type, or takes the last ones away. */
public record AlterType(CompositeType from, CompositeType to) implements TablelessOperation {

    /** PostgreSQL adds at the end only, so anything else does not lead back to the same type. */
    static boolean isPossible(CompositeType from, CompositeType to) {
        return startsWith(from.attributes(), to.attributes()) || startsWith(to.attributes(), from.attributes());
    }

    private static boolean startsWith(List<Attribute> list, List<Attribute> beginning) {
        return list.size() >= beginning.size()
                && list.subList(0, beginning.size()).equals(beginning);
    }

    @Override
    public String action() {
        return "ALTER TYPE";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public ObjectAddress object() {
        return to.address();
    }

    @Override
    public List<String> statements() {
        int before = from.attributes().size();
        int after = to.attributes().size();
        return List.of("ALTER TYPE " + to.name().sql() + " "
                + (after > before
                        ? to.attributes().subList(before, after).stream()
                                .map(attribute -> "ADD ATTRIBUTE " + attribute.sql())
                                .collect(Collectors.joining(", "))
                        : from.attributes().subList(after, before).stream()
                                .map(attribute -> "DROP ATTRIBUTE " + Identifier.quote(attribute.name()))
                                .collect(Collectors.joining(", "))));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new AlterType(to, from));
    }
}
