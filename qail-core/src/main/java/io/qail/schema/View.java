package io.qail.schema;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A view or a materialized view.
 *
 * @param columns the names of its columns where the file gives them; empty when they come from the query, as in the
 *     catalogs, whose query names every column
 * @param options {@code security_invoker}, {@code security_barrier}, {@code check_option} of a view, storage parameters of a
 *     materialized one, with their values as PostgreSQL keeps them: {@code true}, {@code local}, {@code 70}
 * @param query without blanks around it, and without a semicolon at its end
 */
public record View(
        ObjectName name, boolean materialized, List<String> columns, SortedMap<String, String> options, String query)
        implements SchemaObject {

    public View {
        columns = List.copyOf(columns);
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        query = query.strip();
    }

    @Override
    public ObjectAddress address() {
        return ObjectAddress.of(materialized ? ObjectKind.MATERIALIZED_VIEW : ObjectKind.VIEW, name);
    }

    public View withName(ObjectName other) {
        return new View(other, materialized, columns, options, query);
    }

    public View withQuery(List<String> otherColumns, String otherQuery) {
        return new View(name, materialized, otherColumns, options, otherQuery);
    }

    /** The query stands on lines of its own: it may end in a comment. */
    @Override
    public List<String> sql() {
        return List.of("CREATE " + (materialized ? "MATERIALIZED VIEW " : "VIEW ") + name.sql()
                + (columns.isEmpty() ? "" : " " + ColumnList.sql(columns))
                + (options.isEmpty() ? "" : " WITH " + Parameters.sql(options))
                + " AS\n" + query);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
