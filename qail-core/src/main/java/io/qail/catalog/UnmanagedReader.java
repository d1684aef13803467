package io.qail.catalog;

import java.util.SortedSet;
import java.util.TreeSet;

/** What lies in the chosen schemas and the language of this release cannot say. */
final class UnmanagedReader {

    private static final String SQL = """
            , candidate AS (
                SELECT 'pg_class'::regclass AS classid, c.oid AS objid,
                       CASE WHEN c.relkind = 'p' AND NOT c.relispartition THEN 'partitioned '
                            WHEN c.relispartition THEN 'partition '
                            WHEN c.relkind = 'r' AND c.reloftype <> 0 THEN 'typed '
                            WHEN c.relkind = 'r' THEN 'inherited ' ELSE '' END AS prefix
                FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND NOT starts_with(c.relname::text, '_qail_')
                  AND c.oid NOT IN (SELECT m.oid FROM managed m)
                UNION ALL
                SELECT 'pg_type'::regclass, t.oid, CASE WHEN t.typtype = 'd' THEN 'domain ' ELSE 'range ' END
                FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace WHERE t.typtype IN ('d', 'r')
                UNION ALL
                SELECT 'pg_proc'::regclass, p.oid, ''
                FROM pg_proc p JOIN chosen n ON n.oid = p.pronamespace
                WHERE NOT starts_with(p.proname::text, '_qail_')
                  -- The functions that PostgreSQL makes for a range type.
                  AND NOT EXISTS (SELECT FROM pg_depend d
                                  WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
                UNION ALL
                SELECT 'pg_trigger'::regclass, g.oid, ''
                FROM pg_trigger g JOIN managed m ON m.oid = g.tgrelid
                WHERE NOT g.tgisinternal AND NOT starts_with(g.tgname::text, '_qail_')
                UNION ALL
                SELECT 'pg_policy'::regclass, p.oid, '' FROM pg_policy p JOIN managed m ON m.oid = p.polrelid
                UNION ALL
                SELECT 'pg_rewrite'::regclass, r.oid, '' FROM pg_rewrite r JOIN managed m ON m.oid = r.ev_class
                UNION ALL
                SELECT 'pg_statistic_ext'::regclass, s.oid, ''
                FROM pg_statistic_ext s JOIN chosen n ON n.oid = s.stxnamespace
                UNION ALL
                SELECT 'pg_collation'::regclass, c.oid, '' FROM pg_collation c JOIN chosen n ON n.oid = c.collnamespace
                UNION ALL
                SELECT 'pg_operator'::regclass, o.oid, '' FROM pg_operator o JOIN chosen n ON n.oid = o.oprnamespace
                UNION ALL
                SELECT 'pg_ts_config'::regclass, c.oid, '' FROM pg_ts_config c JOIN chosen n ON n.oid = c.cfgnamespace
                UNION ALL
                SELECT 'pg_constraint'::regclass, c.oid, '' FROM pg_constraint c JOIN managed m ON m.oid = c.conrelid
                WHERE c.contype IN ('p', 'u', 'c', 'f', 'x') AND c.conparentid = 0 AND NOT (%s)
            )
            SELECT CASE WHEN c.prefix IN ('domain ', 'range ') THEN c.prefix || i.identity
                        ELSE c.prefix || i.type || ' ' || i.identity END AS description
            FROM candidate c CROSS JOIN LATERAL pg_identify_object(c.classid, c.objid, 0) AS i
            WHERE NOT EXISTS (SELECT FROM pg_depend d
                              WHERE d.classid = c.classid AND d.objid = c.objid AND d.deptype = 'e')
            """;

    private UnmanagedReader() {}

    static SortedSet<String> read(CatalogQuery query) {
        String expressible = ConstraintReader.expressible(query.serverVersion());
        return new TreeSet<>(query.list(SQL.formatted(expressible), (row, n) -> row.getString("description")));
    }
}
