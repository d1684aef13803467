package io.qail.catalog;

import java.util.SortedSet;
import java.util.TreeSet;

/** What is in the database and the language cannot say, in words; what extensions brought along is not among it. */
final class UnmanagedReader {

    /** Those with an identity that PostgreSQL can print. */
    private static final String OBJECTS = """
            , candidate AS (
                SELECT 'pg_class'::regclass AS classid, c.oid AS objid, '' AS prefix
                FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
                WHERE c.relkind = 'f' AND NOT starts_with(c.relname::text, '_qail_')
                UNION ALL
                SELECT 'pg_class'::regclass, c.oid, 'typed '
                FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND c.reloftype <> 0 AND NOT starts_with(c.relname::text, '_qail_')
                UNION ALL
                SELECT 'pg_type'::regclass, t.oid, CASE t.typtype WHEN 'r' THEN 'range ' ELSE 'base type ' END
                FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace
                WHERE t.typtype = 'r'
                   OR t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
                UNION ALL
                SELECT 'pg_proc'::regclass, p.oid, ''
                FROM pg_proc p JOIN chosen n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
                LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid
                WHERE NOT starts_with(p.proname::text, '_qail_')
                  AND CASE WHEN p.prokind = 'a' THEN NOT %s ELSE l.lanname IN ('c', 'internal') END
                  -- The functions that PostgreSQL makes for a range type.
                  AND NOT EXISTS (SELECT FROM pg_depend d
                                  WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
                UNION ALL
                SELECT 'pg_rewrite'::regclass, r.oid, ''
                FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN chosen n ON n.oid = c.relnamespace
                WHERE r.rulename <> '_RETURN' AND NOT starts_with(c.relname::text, '_qail_')
                UNION ALL
                SELECT 'pg_constraint'::regclass, c.oid, '' FROM pg_constraint c JOIN managed m ON m.oid = c.conrelid
                WHERE c.contype IN ('p', 'u', 'c', 'f', 'x') AND c.conparentid = 0 AND c.conislocal AND NOT (%s)
                UNION ALL
                SELECT 'pg_collation'::regclass, c.oid, '' FROM pg_collation c JOIN chosen n ON n.oid = c.collnamespace
                UNION ALL
                SELECT 'pg_conversion'::regclass, c.oid, '' FROM pg_conversion c JOIN chosen n ON n.oid = c.connamespace
                UNION ALL
                SELECT 'pg_operator'::regclass, o.oid, '' FROM pg_operator o JOIN chosen n ON n.oid = o.oprnamespace
                UNION ALL
                SELECT 'pg_opclass'::regclass, o.oid, '' FROM pg_opclass o JOIN chosen n ON n.oid = o.opcnamespace
                UNION ALL
                SELECT 'pg_opfamily'::regclass, o.oid, '' FROM pg_opfamily o JOIN chosen n ON n.oid = o.opfnamespace
                UNION ALL
                SELECT 'pg_ts_config'::regclass, c.oid, '' FROM pg_ts_config c JOIN chosen n ON n.oid = c.cfgnamespace
                UNION ALL
                SELECT 'pg_ts_dict'::regclass, d.oid, '' FROM pg_ts_dict d JOIN chosen n ON n.oid = d.dictnamespace
                UNION ALL
                SELECT 'pg_ts_parser'::regclass, p.oid, '' FROM pg_ts_parser p JOIN chosen n ON n.oid = p.prsnamespace
                UNION ALL
                SELECT 'pg_ts_template'::regclass, t.oid, '' FROM pg_ts_template t JOIN chosen n ON n.oid = t.tmplnamespace
                UNION ALL
                SELECT 'pg_cast'::regclass, c.oid, '' FROM pg_cast c WHERE c.oid >= 16384
                UNION ALL
                SELECT 'pg_language'::regclass, l.oid, '' FROM pg_language l WHERE l.oid >= 16384
                UNION ALL
                SELECT 'pg_transform'::regclass, t.oid, '' FROM pg_transform t WHERE t.oid >= 16384
                UNION ALL
                SELECT 'pg_am'::regclass, a.oid, '' FROM pg_am a WHERE a.oid >= 16384
                UNION ALL
                SELECT 'pg_foreign_data_wrapper'::regclass, w.oid, '' FROM pg_foreign_data_wrapper w
                UNION ALL
                SELECT 'pg_foreign_server'::regclass, s.oid, '' FROM pg_foreign_server s
                UNION ALL
                SELECT 'pg_event_trigger'::regclass, e.oid, '' FROM pg_event_trigger e
                UNION ALL
                SELECT 'pg_publication'::regclass, p.oid, '' FROM pg_publication p
            )
            SELECT CASE WHEN c.prefix IN ('range ', 'base type ') THEN c.prefix || i.identity
                        ELSE c.prefix || i.type || ' ' || i.identity END AS description
            FROM candidate c CROSS JOIN LATERAL pg_identify_object(c.classid, c.objid, 0) AS i
            WHERE NOT EXISTS (SELECT FROM pg_depend d
                              WHERE d.classid = c.classid AND d.objid = c.objid AND d.deptype IN ('e', 'i'))
            """;

    /** Properties of what is managed; all end in the name of their table, view or domain. */
    private static final String PROPERTIES = """
            , relation AS (
                SELECT m.oid FROM managed m
                UNION ALL
                SELECT c.oid FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('v', 'm') AND c.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_class'::regclass)
            ), property AS (
                SELECT p.text, c.oid AS on_oid
                FROM relation r JOIN pg_class c ON c.oid = r.oid
                LEFT JOIN pg_am am ON am.oid = c.relam LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
                CROSS JOIN LATERAL (VALUES
                    (CASE WHEN s.oid IS NOT NULL THEN 'tablespace ' || quote_ident(s.spcname) END),
                    (CASE WHEN am.amname <> 'heap' THEN 'access method ' || quote_ident(am.amname) END),
                    (CASE WHEN c.relreplident IN ('f', 'i') OR c.relreplident = 'n' AND c.relkind IN ('r', 'p')
                          THEN 'replica identity' END)) AS p(text)
                UNION ALL
                SELECT p.text, x.indrelid
                FROM relation r JOIN pg_index x ON x.indrelid = r.oid JOIN pg_class c ON c.oid = x.indexrelid
                LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
                LEFT JOIN pg_constraint k ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid
                    AND k.contype IN ('p', 'u', 'x')
                CROSS JOIN LATERAL (VALUES
                    (CASE WHEN x.indisclustered THEN 'cluster order by ' || quote_ident(c.relname) END),
                    (CASE WHEN s.oid IS NOT NULL
                          THEN 'tablespace ' || quote_ident(s.spcname) || ' of index ' || quote_ident(c.relname) END),
                    (CASE WHEN k.oid IS NOT NULL AND c.reloptions IS NOT NULL
                          THEN 'storage parameters of constraint ' || quote_ident(k.conname) END)) AS p(text)
                WHERE x.indisclustered OR c.reltablespace <> 0 OR c.reloptions IS NOT NULL
                UNION ALL
                SELECT p.text, r.oid
                FROM relation r
                JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
                CROSS JOIN LATERAL (VALUES
                    (CASE WHEN a.attstattarget >= 0 THEN 'statistics target of column ' || quote_ident(a.attname) END),
                    (CASE WHEN a.attoptions IS NOT NULL THEN 'options of column ' || quote_ident(a.attname) END)) AS p(text)
                WHERE a.attstattarget >= 0 OR a.attoptions IS NOT NULL
                UNION ALL
                SELECT 'default of column ' || quote_ident(a.attname), r.oid
                FROM relation r JOIN pg_class c ON c.oid = r.oid AND c.relkind = 'v'
                JOIN pg_attrdef d ON d.adrelid = r.oid
                JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
                UNION ALL
                SELECT 'column order', i.inhrelid
                FROM managed m JOIN pg_inherits i ON i.inhrelid = m.oid JOIN pg_class c ON c.oid = m.oid AND c.relispartition
                WHERE (SELECT array_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a
                       WHERE a.attrelid = i.inhrelid AND a.attnum > 0 AND NOT a.attisdropped)
                   <> (SELECT array_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a
                       WHERE a.attrelid = i.inhparent AND a.attnum > 0 AND NOT a.attisdropped)
                %s
            )
            SELECT p.text || ' on ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS description
            FROM property p JOIN pg_class c ON c.oid = p.on_oid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE p.text IS NOT NULL
            UNION ALL
            SELECT 'security label of ' || i.type || ' ' || i.identity
            FROM pg_seclabel s CROSS JOIN LATERAL pg_identify_object(s.classoid, s.objoid, s.objsubid) AS i
            UNION ALL
            SELECT 'large objects' FROM (SELECT FROM pg_largeobject_metadata LIMIT 1) AS l
            """;

    private static final String NOT_NULL = """
                UNION ALL
                SELECT 'NO INHERIT of constraint ' || quote_ident(c.conname), c.conrelid
                FROM managed m JOIN pg_constraint c ON c.conrelid = m.oid
                WHERE c.contype = 'n' AND c.connoinherit
            """;

    private UnmanagedReader() {}

    static SortedSet<String> read(CatalogQuery query) {
        int version = query.serverVersion();
        SortedSet<String> unmanaged = new TreeSet<>(query.list(
                OBJECTS.formatted(AggregateReader.EXPRESSIBLE, ConstraintReader.expressible(version)),
                (row, n) -> row.getString("description")));
        unmanaged.addAll(query.list(
                PROPERTIES.formatted(version >= 18 ? NOT_NULL : ""), (row, n) -> row.getString("description")));
        return unmanaged;
    }
}
