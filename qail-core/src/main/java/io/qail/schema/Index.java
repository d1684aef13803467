package io.qail.schema;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An index, of a table or a materialized view, that is not the index of a constraint.
 *
 * @param name lies in the schema of its table, as in PostgreSQL
 * @param concurrently how it is built and dropped; not a property of the index itself, so the catalog cannot tell and a
 *     comparison must leave it out
 * @param include covering columns
 * @param parameters storage parameters, {@code fillfactor} and the like
 * @param where the predicate of a partial index, or null
 */
public record Index(
        ObjectName name,
        ObjectName table,
        boolean unique,
        boolean concurrently,
        String method,
        List<IndexKey> keys,
        List<String> include,
        boolean nullsNotDistinct,
        @Nullable Expression where,
        SortedMap<String, String> parameters) {

    /** An index without storage parameters. */
    public Index(
            ObjectName name,
            ObjectName table,
            boolean unique,
            boolean concurrently,
            String method,
            List<IndexKey> keys,
            List<String> include,
            boolean nullsNotDistinct,
            @Nullable Expression where) {
        this(
                name,
                table,
                unique,
                concurrently,
                method,
                keys,
                include,
                nullsNotDistinct,
                where,
                Collections.emptySortedMap());
    }

    public Index {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        keys = List.copyOf(keys);
        include = List.copyOf(include);
    }

    public Index withName(ObjectName other) {
        return new Index(
                other, table, unique, concurrently, method, keys, include, nullsNotDistinct, where, parameters);
    }

    public Index withTable(ObjectName other) {
        return new Index(
                name.withName(name.name()),
                other,
                unique,
                concurrently,
                method,
                keys,
                include,
                nullsNotDistinct,
                where,
                parameters);
    }

    public Index withConcurrently(boolean other) {
        return new Index(name, table, unique, other, method, keys, include, nullsNotDistinct, where, parameters);
    }

    public Index withExpressions(List<IndexKey> otherKeys, @Nullable Expression otherWhere) {
        return new Index(
                name,
                table,
                unique,
                concurrently,
                method,
                otherKeys,
                include,
                nullsNotDistinct,
                otherWhere,
                parameters);
    }

    public Index withColumnRenamed(String from, String to) {
        return new Index(
                name,
                table,
                unique,
                concurrently,
                method,
                keys.stream().map(key -> key.withColumnRenamed(from, to)).toList(),
                ColumnList.renamed(include, from, to),
                nullsNotDistinct,
                where,
                parameters);
    }

    /** The statement that makes it; {@code CONCURRENTLY} where the index says so. */
    public String sql() {
        return "CREATE " + (unique ? "UNIQUE " : "") + "INDEX " + (concurrently ? "CONCURRENTLY " : "")
                + Identifier.quote(name.name()) + " ON " + table.sql() + " USING " + method
                + keys.stream().map(IndexKey::sql).collect(Collectors.joining(", ", " (", ")"))
                + (include.isEmpty() ? "" : " INCLUDE " + ColumnList.sql(include))
                + (nullsNotDistinct ? " NULLS NOT DISTINCT" : "")
                + (parameters.isEmpty() ? "" : " WITH " + Parameters.sql(parameters))
                + (where == null ? "" : " WHERE (" + where + ")");
    }
}
