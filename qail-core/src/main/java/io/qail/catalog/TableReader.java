package io.qail.catalog;

import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Table;
import io.qail.schema.TableOptions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tables with their columns, constraints and indexes; partitions and tables that inherit with what is their own. */
final class TableReader {

    private static final String SQL = """
            , heirs AS MATERIALIZED (
                SELECT i.inhrelid, array_agg(n.nspname::text ORDER BY i.inhseqno) AS parent_schemas,
                       array_agg(p.relname::text ORDER BY i.inhseqno) AS parents
                FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace n ON n.oid = p.relnamespace
                GROUP BY i.inhrelid
            )
            SELECT t.oid, t.nspname, t.relname, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity,
                   c.reloptions, o.reloptions AS toast_options,
                   CASE WHEN t.relkind = 'p' THEN pg_get_partkeydef(t.oid) END AS partition_by,
                   CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound,
                   h.parent_schemas, h.parents
            FROM managed t JOIN pg_class c ON c.oid = t.oid LEFT JOIN pg_class o ON o.oid = c.reltoastrelid
            LEFT JOIN heirs h ON h.inhrelid = t.oid
            """;

    private TableReader() {}

    static void read(Reading reading) {
        Map<ObjectName, TableOptions> options = new HashMap<>();
        reading.query().each(SQL, row -> {
            ObjectName name = ObjectName.of(row.getString("nspname"), row.getString("relname"));
            reading.addresses().put("pg_class", row.getLong("oid"), ObjectAddress.table(name));
            options.put(name, options(row));
        });
        SortedMap<ObjectName, SortedMap<Integer, Column>> columns = new TreeMap<>(ColumnReader.read(reading, options));
        Map<Long, IndexReader.Entry> indexes = IndexReader.read(reading);
        SortedMap<ObjectName, List<Constraint>> constraints = ConstraintReader.read(reading, indexes);
        for (ObjectName name : new TreeSet<>(options.keySet())) {
            reading.schema()
                    .tables
                    .put(
                            name,
                            new Table(
                                    name,
                                    List.copyOf(columns.getOrDefault(name, new TreeMap<>())
                                            .values()),
                                    constraints.getOrDefault(name, List.of()),
                                    options.getOrDefault(name, TableOptions.NONE)));
        }
    }

    private static TableOptions options(ResultSet row) throws SQLException {
        SortedMap<String, String> parameters = CatalogQuery.parameters(row, "reloptions");
        CatalogQuery.parameters(row, "toast_options").forEach((name, value) -> parameters.put("toast." + name, value));
        List<String> schemas = CatalogQuery.strings(row, "parent_schemas");
        List<String> names = CatalogQuery.strings(row, "parents");
        List<ObjectName> parents = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            parents.add(ObjectName.of(schemas.get(i), names.get(i)));
        }
        String bound = row.getString("bound");
        return new TableOptions(
                row.getString("relpersistence").equals("u"),
                parameters,
                row.getString("partition_by"),
                bound == null ? null : new TableOptions.PartitionOf(parents.get(0), bound),
                bound == null ? parents : List.of(),
                row.getBoolean("relrowsecurity"),
                row.getBoolean("relforcerowsecurity"));
    }
}
