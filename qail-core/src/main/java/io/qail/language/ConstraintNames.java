package io.qail.language;

import io.qail.schema.CheckConstraint;
import io.qail.schema.Constraint;
import io.qail.schema.ExclusionConstraint;
import io.qail.schema.ForeignKey;
import io.qail.schema.Identifier;
import io.qail.schema.IndexKey;
import io.qail.schema.PrimaryKey;
import io.qail.schema.UniqueConstraint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gives unnamed constraints the names that PostgreSQL would give them. */
final class ConstraintNames {

    private ConstraintNames() {}

    /**
     * The constraints, all named. Written names are taken first; where two generated ones are equal, the later one gets a
     * number, as in PostgreSQL.
     *
     * @param columns every column of the table, as far as it is known
     */
    static List<Constraint> complete(String table, Set<String> columns, List<Constraint> constraints) {
        Set<String> taken = constraints.stream().map(Constraint::name).collect(Collectors.toCollection(HashSet::new));
        Map<String, Integer> next = new HashMap<>();
        List<Constraint> named = new ArrayList<>(constraints.size());
        for (Constraint constraint : constraints) {
            named.add(
                    constraint.name().isEmpty()
                            ? constraint.withName(free(table, constraint.accept(new Naming(columns)), taken, next))
                            : constraint);
        }
        return named;
    }

    /** Where the columns are not known: any name in a check is taken for one of them. */
    static Set<String> possibleColumns(List<Constraint> constraints) {
        return constraints.stream()
                .filter(CheckConstraint.class::isInstance)
                .flatMap(check -> ColumnReferences.names(((CheckConstraint) check).expression()).stream())
                .collect(Collectors.toSet());
    }

    /** The name of the constraint when nothing stands in its way. */
    static String plain(String table, Set<String> columns, Constraint constraint) {
        Parts parts = constraint.accept(new Naming(columns));
        return Identifier.generated(table, parts.middle(), parts.label());
    }

    private static String free(String table, Parts parts, Set<String> taken, Map<String, Integer> next) {
        String plain = Identifier.generated(table, parts.middle(), parts.label());
        String name = plain;
        while (!taken.add(name)) {
            int number = next.merge(plain, 1, Integer::sum);
            name = Identifier.generated(table, parts.middle(), parts.label() + number);
        }
        return name;
    }

    /** The two parts that PostgreSQL puts behind the name of the table. */
    private record Parts(String middle, String label) {}

    /** Finds them; the columns are those of the table. */
    private record Naming(Set<String> columns) implements Constraint.Visitor<Parts> {

        @Override
        public Parts visit(PrimaryKey key) {
            return new Parts("", "pkey");
        }

        @Override
        public Parts visit(UniqueConstraint unique) {
            return new Parts(joined(Stream.concat(unique.columns().stream(), unique.include().stream())), "key");
        }

        /** A check is named after the column that it tests, when that is one. */
        @Override
        public Parts visit(CheckConstraint check) {
            List<String> tested = ColumnReferences.names(check.expression()).stream()
                    .filter(columns::contains)
                    .toList();
            return new Parts(tested.size() == 1 ? tested.get(0) : "", "check");
        }

        @Override
        public Parts visit(ForeignKey key) {
            return new Parts(joined(key.columns().stream()), "fkey");
        }

        @Override
        public Parts visit(ExclusionConstraint exclusion) {
            return new Parts(
                    joined(distinct(exclusion.elements().stream().map(element -> word(element.key())))), "excl");
        }
    }

    private static String joined(Stream<String> names) {
        String joined = names.collect(Collectors.joining("_"));
        // PostgreSQL stops at its longest name; that also bounds the cutting.
        int end = Math.min(joined.length(), 2 * Identifier.MAX_BYTES);
        return joined.substring(0, end);
    }

    private static Stream<String> distinct(Stream<String> names) {
        Map<String, Integer> seen = new HashMap<>();
        return names.map(name -> {
            int before = seen.merge(name, 1, Integer::sum) - 1;
            return before == 0 ? name : name + before;
        });
    }

    /** A key in a generated name: its column, its function, else {@code expr}. */
    private static String word(IndexKey key) {
        if (key.column() != null) {
            return key.column();
        }
        String text = String.valueOf(key.expression());
        int open = text.indexOf('(');
        String function = open < 0 ? "" : text.substring(0, open).strip();
        return !function.isEmpty() && Identifier.quote(function).equals(function) ? function : "expr";
    }
}
