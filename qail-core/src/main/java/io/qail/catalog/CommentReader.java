package io.qail.catalog;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.Schema;

/** The comments of everything that was read; the default schema is no part of it. */
final class CommentReader {

    /** The comments that initdb and the control file of an extension give are no wish of anybody. */
    private static final String SQL = """
            SELECT d.classoid::regclass::text AS catalog, d.objoid, a.attname, d.description
            FROM pg_description d
            LEFT JOIN pg_attribute a ON d.objsubid > 0 AND d.classoid = 'pg_class'::regclass
                AND a.attrelid = d.objoid AND a.attnum = d.objsubid
            WHERE (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass)
              AND d.description IS DISTINCT FROM CASE d.classoid
                  WHEN 'pg_namespace'::regclass THEN
                      (SELECT 'standard public schema' FROM pg_namespace n WHERE n.oid = d.objoid AND n.nspname = 'public')
                  WHEN 'pg_extension'::regclass THEN
                      (SELECT v.comment FROM pg_extension e JOIN pg_available_extensions() v ON v.name = e.extname
                       WHERE e.oid = d.objoid) END
            """;

    private CommentReader() {}

    static void read(Reading reading) {
        Schema schema = reading.schema().build();
        reading.query().each(SQL, row -> {
            ObjectAddress object = reading.addresses().find(row.getString("catalog"), row.getLong("objoid"));
            String column = row.getString("attname");
            ObjectAddress target =
                    object == null || column == null ? object : ObjectAddress.column(object.name(), column);
            if (target != null && (target.kind() == ObjectKind.COLUMN || schema.contains(target))) {
                reading.schema().comments.put(target, row.getString("description"));
            }
        });
    }
}
