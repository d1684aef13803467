package io.qail.snapshot;

import io.qail.schema.ObjectName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The SQL of what goes along with a dropped table or column and does not stand in any schema that QAIL keeps: owner,
 * grants, triggers, policies, options, and the names of identity sequences.
 */
final class UnmanagedSql {

    /** Statements in the order in which they can run once the table is back; {@code attnum} is null for a whole table. */
    private static final String QUERY = """
            WITH gone AS (
                SELECT c.*, c.oid::regclass::text AS name, a.attnum
                FROM unnest(?, ?, ?) AS wanted(schema, name, attribute)
                JOIN pg_namespace n ON n.nspname = wanted.schema
                JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name
                LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = wanted.attribute
            ), whole AS (SELECT * FROM gone WHERE attnum IS NULL)
            SELECT statement FROM (
                SELECT name, 1 AS step, format('ALTER TABLE %s SET UNLOGGED', name) AS statement
                FROM whole WHERE relpersistence = 'u'
                UNION ALL
                SELECT name, 1, format('ALTER TABLE %s SET (%s)', name, array_to_string(reloptions, ', '))
                FROM whole WHERE reloptions IS NOT NULL
                UNION ALL
                SELECT name, 1, format('DO %L', format('BEGIN IF pg_catalog.to_regclass(%L) IS NULL THEN'
                        ' EXECUTE pg_catalog.format(''ALTER SEQUENCE %%s RENAME TO %%I'','
                        ' pg_catalog.pg_get_serial_sequence(%L, %L), %L); END IF; END',
                        s.oid::regclass, g.name, a.attname, s.relname))
                FROM gone g
                JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                    AND d.refobjid = g.oid AND d.refobjsubid > 0 AND d.deptype = 'i'
                    AND (g.attnum IS NULL OR d.refobjsubid = g.attnum)
                JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
                JOIN pg_attribute a ON a.attrelid = g.oid AND a.attnum = d.refobjsubid
                UNION ALL
                SELECT g.name, 3, pg_get_statisticsobjdef(e.oid)
                FROM whole g JOIN pg_statistic_ext e ON e.stxrelid = g.oid
                UNION ALL
                SELECT g.name, 4, rtrim(pg_get_ruledef(r.oid), ';') FROM whole g JOIN pg_rewrite r ON r.ev_class = g.oid
                UNION ALL
                SELECT g.name, 5, pg_get_triggerdef(t.oid) FROM whole g JOIN pg_trigger t ON t.tgrelid = g.oid
                WHERE NOT t.tgisinternal
                UNION ALL
                SELECT g.name, 6, format('ALTER TABLE %s %s TRIGGER %I', g.name, CASE t.tgenabled
                        WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, t.tgname)
                FROM whole g JOIN pg_trigger t ON t.tgrelid = g.oid
                WHERE NOT t.tgisinternal AND t.tgenabled <> 'O'
                UNION ALL
                SELECT g.name, 7, format('CREATE POLICY %I ON %s AS %s FOR %s TO %s%s%s', p.polname, g.name,
                        CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                        CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                            WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
                        (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r)) END, ', '
                            ORDER BY r) FROM unnest(p.polroles) AS r),
                        ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
                        ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
                FROM whole g JOIN pg_policy p ON p.polrelid = g.oid
                UNION ALL
                SELECT name, 8, format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name) FROM whole WHERE relrowsecurity
                UNION ALL
                SELECT name, 8, format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name)
                FROM whole WHERE relforcerowsecurity
                UNION ALL
                SELECT name, 8, format('ALTER TABLE %s REPLICA IDENTITY %s', name,
                        CASE relreplident WHEN 'f' THEN 'FULL' ELSE 'NOTHING' END)
                FROM whole WHERE relreplident IN ('f', 'n')
                UNION ALL
                SELECT name, 9, format('GRANT %s ON TABLE %s TO %s%s', string_agg(x.privilege_type, ', '
                        ORDER BY x.privilege_type), name,
                        CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END,
                        CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                FROM whole g CROSS JOIN LATERAL aclexplode(g.relacl) AS x
                WHERE x.grantee <> g.relowner
                GROUP BY name, x.grantee, x.is_grantable
                UNION ALL
                SELECT g.name, 9, format('GRANT %s (%I) ON TABLE %s TO %s%s', x.privilege_type, a.attname, g.name,
                        CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END,
                        CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                FROM gone g
                JOIN pg_attribute a ON a.attrelid = g.oid AND NOT a.attisdropped
                    AND (g.attnum IS NULL OR a.attnum = g.attnum)
                CROSS JOIN LATERAL aclexplode(a.attacl) AS x
                UNION ALL
                SELECT name, 10, format('ALTER TABLE %s OWNER TO %I', name, pg_get_userbyid(relowner))
                FROM whole WHERE pg_get_userbyid(relowner) <> current_user
            ) AS statements
            ORDER BY name, step, statement
            """;

    private UnmanagedSql() {}

    static List<String> of(Connection connection, List<SnapshotPart> parts) throws SQLException {
        List<SnapshotPart> gone = parts.stream()
                .filter(part -> part.type() != SnapshotType.ALTER_TYPE)
                .toList();
        if (gone.isEmpty()) {
            return List.of();
        }
        return CatalogPath.on(connection, () -> {
            List<String> statements = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
                List<ObjectName> tables =
                        gone.stream().map(part -> part.table().name()).toList();
                Object[] columns = gone.stream()
                        .map(SnapshotPart::column)
                        .map(column -> column == null ? null : column.name())
                        .toArray();
                statement.setArray(
                        1,
                        connection.createArrayOf(
                                "text", tables.stream().map(ObjectName::schema).toArray()));
                statement.setArray(
                        2,
                        connection.createArrayOf(
                                "text", tables.stream().map(ObjectName::name).toArray()));
                statement.setArray(3, connection.createArrayOf("text", columns));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        statements.add(row.getString(1));
                    }
                }
            }
            return statements;
        });
    }
}
