package io.qail.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An extended statistics object.
 *
 * @param kinds {@code ndistinct}, {@code dependencies}, {@code mcv}; all that apply to several columns when nothing else is
 *     said, empty for a single expression, which has none of them
 * @param columns in the order of the file; the catalogs keep them in the order of the table, so that order has no meaning
 * @param target the statistics target, null for the system's
 */
public record Statistics(
        ObjectName name,
        ObjectName table,
        SortedSet<String> kinds,
        List<String> columns,
        List<Expression> expressions,
        @Nullable Integer target)
        implements SchemaObject {

    public Statistics {
        kinds = Collections.unmodifiableSortedSet(new TreeSet<>(kinds));
        columns = columns.stream().sorted().toList();
        expressions = List.copyOf(expressions);
    }

    @Override
    public ObjectAddress address() {
        return ObjectAddress.of(ObjectKind.STATISTICS, name);
    }

    @Override
    public List<String> sql() {
        List<String> keys = new ArrayList<>();
        columns.forEach(column -> keys.add(Identifier.quote(column)));
        expressions.forEach(expression -> keys.add("(" + expression + ")"));
        List<String> statements = new ArrayList<>();
        statements.add("CREATE STATISTICS " + name.sql()
                + (kinds.isEmpty() ? "" : " (" + String.join(", ", kinds).toLowerCase(Locale.ROOT) + ")") + " ON "
                + String.join(", ", keys) + " FROM " + table.sql());
        if (target != null) {
            statements.add("ALTER STATISTICS " + name.sql() + " SET STATISTICS " + target);
        }
        return List.copyOf(statements);
    }

    @Override
    public SortedSet<ObjectName> tables() {
        return new TreeSet<>(List.of(table));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
