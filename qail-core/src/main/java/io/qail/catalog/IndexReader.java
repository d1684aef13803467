package io.qail.catalog;

import io.qail.schema.Expression;
import io.qail.schema.Index;
import io.qail.schema.IndexKey;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The indexes of tables and materialized views, those of constraints included; a partition's part of its parent's index is none of its own. */
final class IndexReader {

    private static final Pattern COLLATE =
            Pattern.compile("^ COLLATE (?:\"(?:[^\"]|\"\")*\"|[^\\s\".]+)(?:\\.(?:\"(?:[^\"]|\"\")*\"|[^\\s\".]+))?");

    private static final Pattern ORDER = Pattern.compile("(?: DESC)?(?: NULLS (?:FIRST|LAST))?$");

    private static final String SQL = """
            , indexed AS (
                SELECT m.oid, m.nspname, m.relname FROM managed m
                UNION ALL
                SELECT c.oid, n.nspname, c.relname FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
                WHERE c.relkind = 'm'
                  AND NOT EXISTS (SELECT FROM pg_depend d
                                  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            )
            SELECT i.indexrelid, t.nspname, t.relname, c.relname AS index_name, am.amname, i.indisunique, i.indisvalid,
                   %s AS nulls_not_distinct, i.indnkeyatts, c.reloptions, k.columns, k.keys, k.collation_schemas, k.collations,
                   i.indoption::int2[]::int4[] AS options, co.contype IS NOT NULL AS of_constraint,
                   CASE WHEN co.contype IN ('p', 'u') THEN NULL ELSE pg_get_indexdef(i.indexrelid) END AS definition,
                   pg_get_expr(i.indpred, i.indrelid) AS predicate
            FROM indexed t
            JOIN pg_index i ON i.indrelid = t.oid
            JOIN pg_class c ON c.oid = i.indexrelid AND NOT c.relispartition
            JOIN pg_am am ON am.oid = c.relam
            LEFT JOIN pg_constraint co ON co.conindid = i.indexrelid AND co.conrelid = i.indrelid
                AND co.contype IN ('p', 'u', 'x')
            CROSS JOIN LATERAL (
                SELECT array_agg(a.attname::text ORDER BY k.n) AS columns,
                       array_agg(CASE WHEN k.attnum = 0 THEN pg_get_indexdef(i.indexrelid, k.n::int, false)
                                      ELSE quote_ident(a.attname) END ORDER BY k.n) AS keys,
                       array_agg((SELECT n.nspname::text FROM pg_collation co JOIN pg_namespace n ON n.oid = co.collnamespace
                                  WHERE co.oid = k.colloid) ORDER BY k.n) AS collation_schemas,
                       array_agg((SELECT co.collname::text FROM pg_collation co
                                  WHERE co.oid = k.colloid) ORDER BY k.n) AS collations
                FROM unnest(i.indkey::int2[], i.indcollation::oid[]) WITH ORDINALITY AS k(attnum, colloid, n)
                LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            ) AS k
            """;

    /**
     * An index and what the schema's record has no place for.
     *
     * @param index without its keys where it belongs to a primary or unique key, whose columns the constraint has
     * @param ofConstraint whether it belongs to a key or an exclusion constraint
     */
    record Entry(Index index, boolean valid, boolean ofConstraint) {}

    private IndexReader() {}

    /** By oid. */
    static Map<Long, Entry> read(Reading reading) {
        Map<Long, Entry> indexes = new HashMap<>();
        String nullsNotDistinct = reading.query().serverVersion() >= 15 ? "i.indnullsnotdistinct" : "false";
        reading.query().each(SQL.formatted(nullsNotDistinct), row -> {
            Entry entry = entry(row);
            long oid = row.getLong("indexrelid");
            indexes.put(oid, entry);
            if (!entry.ofConstraint()) {
                Index index = entry.index();
                reading.schema().indexes.put(index.name(), index);
                reading.addresses().put("pg_class", oid, ObjectAddress.index(index.name()));
                if (!entry.valid()) {
                    reading.invalidIndexes().add(index.name());
                }
            }
        });
        return indexes;
    }

    private static Entry entry(ResultSet row) throws SQLException {
        int keyCount = row.getInt("indnkeyatts");
        List<@Nullable String> columns = CatalogQuery.nullableStrings(row, "columns");
        List<String> include = new ArrayList<>();
        for (String column : columns.subList(keyCount, columns.size())) {
            include.add(String.valueOf(column));
        }
        String definition = row.getString("definition");
        String predicate = row.getString("predicate");
        Index index = new Index(
                ObjectName.of(row.getString("nspname"), row.getString("index_name")),
                ObjectName.of(row.getString("nspname"), row.getString("relname")),
                row.getBoolean("indisunique"),
                false,
                row.getString("amname"),
                definition == null ? List.of() : keys(row, definition, columns.subList(0, keyCount)),
                include,
                row.getBoolean("nulls_not_distinct"),
                predicate == null ? null : new Expression(SqlText.withoutOuterParentheses(predicate)),
                CatalogQuery.parameters(row, "reloptions"));
        return new Entry(index, row.getBoolean("indisvalid"), row.getBoolean("of_constraint"));
    }

    /**
     * Whether a key has a collation or operator class that is not its default is known to the printed definition alone:
     * the default collation of an expression stands in no catalog. So the definition is walked along the texts of its keys.
     */
    private static List<IndexKey> keys(ResultSet row, String definition, List<@Nullable String> columns)
            throws SQLException {
        List<String> texts = CatalogQuery.strings(row, "keys");
        Integer[] options = (Integer[]) row.getArray("options").getArray();
        List<@Nullable String> collationSchemas = CatalogQuery.nullableStrings(row, "collation_schemas");
        List<@Nullable String> collations = CatalogQuery.nullableStrings(row, "collations");
        List<IndexKey> keys = new ArrayList<>();
        int at = definition.indexOf('(', SqlText.indexOf(definition, " USING ", 0)) + 1;
        for (int i = 0; i < columns.size(); i++) {
            String text = texts.get(i);
            int end = endOfKey(definition, at + text.length());
            String rest = definition.substring(at + text.length(), end);
            Matcher collate = COLLATE.matcher(rest);
            boolean collated = collate.find();
            String operatorClass = ORDER.matcher(rest.substring(collated ? collate.end() : 0))
                    .replaceFirst("")
                    .strip();
            int bits = options[i];
            String column = columns.get(i);
            keys.add(new IndexKey(
                    column,
                    column == null ? new Expression(SqlText.withoutOuterParentheses(text)) : null,
                    collated ? collation(collationSchemas.get(i), collations.get(i)) : null,
                    operatorClass.isEmpty() ? null : operatorClass,
                    (bits & 1) != 0,
                    (bits & 2) != 0));
            at = end + ", ".length();
        }
        return keys;
    }

    private static @Nullable ObjectName collation(@Nullable String schema, @Nullable String name) {
        return schema == null || name == null ? null : ObjectName.of(schema, name);
    }

    private static int endOfKey(String definition, int from) {
        int i = from;
        while (definition.charAt(i) != ',' && definition.charAt(i) != ')') {
            i = SqlText.skip(definition, i);
        }
        return i;
    }
}
