package io.qail.catalog;

import io.qail.schema.Expression;
import io.qail.schema.ObjectName;
import io.qail.schema.Statistics;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** Extended statistics of tables and materialized views. */
final class StatisticsReader {

    private static final Map<String, String> KINDS = Map.of("d", "ndistinct", "f", "dependencies", "m", "mcv");

    private static final String SQL = """
            SELECT s.oid, n.nspname, s.stxname, rn.nspname AS table_schema, r.relname AS table_name,
                   s.stxkind::text[] AS kinds, NULLIF(s.stxstattarget::int, -1) AS target,
                   ARRAY(SELECT a.attname::text FROM unnest(s.stxkeys::int2[]) AS k(attnum)
                         JOIN pg_attribute a ON a.attrelid = s.stxrelid AND a.attnum = k.attnum) AS columns,
                   pg_get_statisticsobjdef_expressions(s.oid) AS expressions
            FROM pg_statistic_ext s JOIN chosen n ON n.oid = s.stxnamespace
            JOIN pg_class r ON r.oid = s.stxrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace
            WHERE NOT starts_with(r.relname::text, '_qail_')
              AND s.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_statistic_ext'::regclass)
            """;

    private StatisticsReader() {}

    static void read(Reading reading) {
        reading.query().each(SQL, row -> {
            SortedSet<String> kinds = new TreeSet<>();
            CatalogQuery.strings(row, "kinds").stream()
                    .map(KINDS::get)
                    .filter(Objects::nonNull)
                    .forEach(kinds::add);
            Statistics statistics = new Statistics(
                    ObjectName.of(row.getString("nspname"), row.getString("stxname")),
                    ObjectName.of(row.getString("table_schema"), row.getString("table_name")),
                    kinds,
                    CatalogQuery.strings(row, "columns"),
                    CatalogQuery.strings(row, "expressions").stream()
                            .map(text -> new Expression(SqlText.withoutOuterParentheses(text)))
                            .toList(),
                    (Integer) row.getObject("target"));
            reading.schema().put(statistics);
            reading.addresses().put("pg_statistic_ext", row.getLong("oid"), statistics.address());
        });
    }
}
