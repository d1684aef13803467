package io.qail.plan;

import io.qail.schema.CompositeType;
import io.qail.schema.DataType;
import io.qail.schema.Domain;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaObject;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Composite types that lose or change attributes while columns hold values of them. PostgreSQL drops attributes at the end without
 * a word, out of every row, and they cannot be counted like the values of a column; anything else it does not do to a type that
 * is in use ({@code ALTER TYPE}, 14 to 18). Both are refused.
 */
final class CompositeTypesInUse {

    private CompositeTypesInUse() {}

    /**
     * Of one type.
     *
     * @param lost attributes at its end that go; empty where the type would have to be made anew
     * @param column one that holds values of the type
     */
    record Refusal(ObjectAddress type, List<String> lost, ObjectAddress column) {

        String message(String defaultSchema) {
            String holder = ", and the column " + column.display(defaultSchema) + " holds values of it, which ";
            return lost.isEmpty()
                    ? "the attributes of the type " + type.display(defaultSchema)
                            + " change elsewhere than at their end" + holder + "PostgreSQL does not convert"
                    : "the type " + type.display(defaultSchema) + " loses " + String.join(", ", lost) + holder
                            + "would be lost without a count";
        }

        /** What to do instead. */
        static String suggestion() {
            return "declare a new type, convert the column with `transform`, and drop the old type";
        }
    }

    /** Those between two schemas, in the order of the types. */
    static List<Refusal> between(Schema from, Schema to) {
        List<Refusal> refusals = new ArrayList<>();
        for (CompositeType type : from.objects(CompositeType.class)) {
            if (to.objects().get(type.address()) instanceof CompositeType wanted
                    && (!AlterType.isPossible(type, wanted)
                            || wanted.attributes().size() < type.attributes().size())) {
                List<String> lost = AlterType.isPossible(type, wanted) ? lastNames(type, wanted) : List.of();
                holder(from, type.name()).ifPresent(column -> refusals.add(new Refusal(type.address(), lost, column)));
            }
        }
        return refusals;
    }

    private static List<String> lastNames(CompositeType type, CompositeType shorter) {
        return type
                .attributes()
                .subList(shorter.attributes().size(), type.attributes().size())
                .stream()
                .map(CompositeType.Attribute::name)
                .toList();
    }

    /** The first column that has the type, an array of it, or a type that is made of it. */
    private static Optional<ObjectAddress> holder(Schema schema, ObjectName type) {
        Set<ObjectName> types = madeOf(schema, type);
        return schema.tables().values().stream()
                .flatMap(table -> holders(table, types).stream())
                .findFirst();
    }

    private static List<ObjectAddress> holders(Table table, Set<ObjectName> types) {
        return table.columns().stream()
                .filter(column -> isOneOf(column.type(), types))
                .map(column -> ObjectAddress.column(table.name(), column.name()))
                .toList();
    }

    private static Set<ObjectName> madeOf(Schema schema, ObjectName type) {
        Set<ObjectName> types = new TreeSet<>(Set.of(type));
        int before;
        do {
            before = types.size();
            for (SchemaObject object : schema.objects().values()) {
                boolean contains = (object instanceof Domain domain && isOneOf(domain.type(), types))
                        || (object instanceof CompositeType composite
                                && composite.attributes().stream()
                                        .anyMatch(attribute -> isOneOf(attribute.type(), types)));
                if (contains) {
                    types.add(object.address().name());
                }
            }
            for (Table table : schema.tables().values()) {
                if (!holders(table, types).isEmpty()) {
                    // The row of a table is a type as well.
                    types.add(table.name());
                }
            }
        } while (types.size() > before);
        return types;
    }

    private static boolean isOneOf(DataType type, Set<ObjectName> types) {
        ObjectName name = type.userDefined();
        return name != null && types.contains(name);
    }
}
