package io.qail.catalog;

import io.qail.schema.Expression;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys of those indexes whose definition PostgreSQL has to print. */
final class IndexDefinitions {

    private static final Pattern COLLATE =
            Pattern.compile("^ COLLATE (?:\"(?:[^\"]|\"\")*\"|[^\\s\".]+)(?:\\.(?:\"(?:[^\"]|\"\")*\"|[^\\s\".]+))?");

    private static final Pattern ORDER = Pattern.compile("(?: DESC)?(?: NULLS (?:FIRST|LAST))?$");

    private static final String SQL = """
            SELECT i.indexrelid, pg_get_indexdef(i.indexrelid) AS definition, k.expressions, k.collation_schemas, k.collations
            FROM pg_index i
            CROSS JOIN LATERAL (
                SELECT array_agg(CASE WHEN k.attnum = 0 THEN pg_get_indexdef(i.indexrelid, k.n::int, false) END ORDER BY k.n)
                           AS expressions,
                       array_agg(n.nspname::text ORDER BY k.n) AS collation_schemas,
                       array_agg(l.collname::text ORDER BY k.n) AS collations
                FROM unnest(i.indkey::int2[], i.indcollation::oid[]) WITH ORDINALITY AS k(attnum, coll, n)
                LEFT JOIN pg_collation l ON l.oid = k.coll LEFT JOIN pg_namespace n ON n.oid = l.collnamespace
            ) AS k
            WHERE i.indexrelid = ANY (?::int8[]::oid[])
            """;

    /**
     * A printed index.
     *
     * @param expressions the keys that are no plain columns
     */
    private record Printed(
            String definition,
            List<@Nullable String> expressions,
            List<@Nullable String> collationSchemas,
            List<@Nullable String> collations) {}

    private final Map<Long, Printed> printed = new HashMap<>();

    private IndexDefinitions() {}

    /** Those of the indexes with these oids. */
    static IndexDefinitions read(CatalogQuery query, SortedSet<Long> indexes) {
        IndexDefinitions definitions = new IndexDefinitions();
        if (!indexes.isEmpty()) {
            query.each(SQL, indexes.toArray(Long[]::new), definitions::add);
        }
        return definitions;
    }

    private void add(ResultSet row) throws SQLException {
        printed.put(
                row.getLong("indexrelid"),
                new Printed(
                        row.getString("definition"),
                        CatalogQuery.nullableStrings(row, "expressions"),
                        CatalogQuery.nullableStrings(row, "collation_schemas"),
                        CatalogQuery.nullableStrings(row, "collations")));
    }

    /**
     * The keys. Whether one has a collation or operator class that is not its default is known to the printed definition alone:
     * the default collation of an expression stands in no catalog. So the definition is walked along the texts of its keys.
     *
     * @param columns by key, null for an expression
     * @param options by key, the bits of {@code pg_index.indoption}
     */
    List<IndexKey> keys(long oid, List<@Nullable String> columns, List<Integer> options) {
        Printed index = printed.get(oid);
        if (index == null) {
            throw new IllegalStateException("index " + oid + " is gone");
        }
        String definition = index.definition();
        List<IndexKey> keys = new ArrayList<>();
        int at = definition.indexOf('(', SqlText.indexOf(definition, " USING ", 0)) + 1;
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            String expression =
                    column == null ? String.valueOf(index.expressions().get(i)) : null;
            int behind = expression == null ? endOf(" ,)", definition, at) : at + expression.length();
            int end = endOf(",)", definition, behind);
            String rest = definition.substring(behind, end);
            Matcher collate = COLLATE.matcher(rest);
            boolean collated = collate.find();
            String operatorClass = ORDER.matcher(rest.substring(collated ? collate.end() : 0))
                    .replaceFirst("")
                    .strip();
            keys.add(new IndexKey(
                    column,
                    expression == null ? null : new Expression(SqlText.withoutOuterParentheses(expression)),
                    collated
                            ? collation(
                                    index.collationSchemas().get(i),
                                    index.collations().get(i))
                            : null,
                    operatorClass.isEmpty() ? null : operatorClass,
                    IndexReader.isDescending(options.get(i)),
                    IndexReader.isNullsFirst(options.get(i))));
            at = end + ", ".length();
        }
        return keys;
    }

    private static @Nullable ObjectName collation(@Nullable String schema, @Nullable String name) {
        return schema == null || name == null ? null : ObjectName.of(schema, name);
    }

    /** The place of the first of these characters outside literals, quoted names and parentheses. */
    private static int endOf(String stops, String definition, int from) {
        int i = from;
        while (stops.indexOf(definition.charAt(i)) < 0) {
            i = SqlText.skip(definition, i);
        }
        return i;
    }
}
