package io.qail.catalog;

import io.qail.schema.ObjectName;
import io.qail.schema.View;
import java.util.List;

/** Views and materialized views. */
final class ViewReader {

    private static final String SQL = """
            SELECT c.oid, n.nspname, c.relname, c.relkind = 'm' AS materialized, c.reloptions, pg_get_viewdef(c.oid) AS query
            FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('v', 'm') AND NOT starts_with(c.relname::text, '_qail_')
              AND c.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_class'::regclass)
            """;

    private ViewReader() {}

    static void read(Reading reading) {
        reading.query().each(SQL, row -> {
            String query = row.getString("query").strip();
            View view = new View(
                    ObjectName.of(row.getString("nspname"), row.getString("relname")),
                    row.getBoolean("materialized"),
                    List.of(),
                    CatalogQuery.parameters(row, "reloptions"),
                    query.endsWith(";") ? query.substring(0, query.length() - 1) : query);
            reading.schema().put(view);
            reading.addresses().put("pg_class", row.getLong("oid"), view.address());
        });
    }
}
