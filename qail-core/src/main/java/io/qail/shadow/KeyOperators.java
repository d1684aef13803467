package io.qail.shadow;

import io.qail.schema.ObjectName;
import java.sql.SQLException;
import java.util.List;

/**
 * The operator by which each column of a key is compared: that of the type's own default operator class, with its schema.
 * By its name alone it would be looked for on the search path, and an extension's type has it elsewhere.
 */
final class KeyOperators {

    /** 403 is btree, where 3 is equality, and 405 is hash. Types without a class of their own are compared as another. */
    private static final String SQL = """
            WITH RECURSIVE base(position, type) AS (
                SELECT k.position, a.atttypid FROM unnest(?::text[]) WITH ORDINALITY AS k(name, position)
                JOIN pg_attribute a ON a.attrelid = ?::regclass AND a.attname = k.name
                UNION ALL
                SELECT b.position, t.typbasetype FROM base b JOIN pg_type t ON t.oid = b.type WHERE t.typtype = 'd')
            SELECT format('OPERATOR(%I.%s)', coalesce(n.nspname, 'pg_catalog'), coalesce(o.oprname, '='))
            FROM base b JOIN pg_type t ON t.oid = b.type AND t.typtype <> 'd'
            LEFT JOIN LATERAL (
                SELECT m.amopopr FROM pg_opclass c
                JOIN pg_amop m ON m.amopfamily = c.opcfamily AND m.amoplefttype = t.oid AND m.amoprighttype = t.oid
                    AND m.amopstrategy = CASE c.opcmethod WHEN 403 THEN 3 ELSE 1 END
                WHERE c.opcdefault AND c.opcintype = t.oid AND c.opcmethod IN (403, 405)
                ORDER BY c.opcmethod LIMIT 1) AS m ON true
            LEFT JOIN pg_operator o ON o.oid = m.amopopr LEFT JOIN pg_namespace n ON n.oid = o.oprnamespace
            ORDER BY b.position""";

    private KeyOperators() {}

    /** In the order of the columns, each as {@code OPERATOR(schema.=)}. */
    static List<String> of(Session session, ObjectName table, List<String> columns) throws SQLException {
        return session.underCatalogPath(() -> session.strings(SQL, columns, table.sql()));
    }
}
