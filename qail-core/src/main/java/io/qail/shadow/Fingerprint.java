package io.qail.shadow;

import java.sql.SQLException;
import java.util.List;

/**
 * Everything in a database's catalogs that a change could be made of, one line for each object: what the object is called,
 * and a text that differs when the object does. The lines of the moment in which a shadow is made are kept in the primary,
 * so that a later change is told by name. What capture makes, and what maintenance does to tables and indexes, is in no line.
 */
final class Fingerprint {

    private static final String TABLE = StateTables.SCHEMA + ".catalog";

    private static final String LINES = """
            space AS (
                SELECT n.oid, n.nspname FROM pg_namespace n
                WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', '_qail_shadow')
            ), relation AS (
                SELECT c.*, n.nspname, n.nspname || '.' || c.relname AS name,
                    CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
                        WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' WHEN 'c' THEN 'type' WHEN 'f' THEN 'foreign table'
                        ELSE 'table' END AS kind
                FROM pg_class c JOIN space n ON n.oid = c.relnamespace WHERE c.relpersistence <> 't'
            ), member AS MATERIALIZED (
                -- Of an extension; its line stands for them.
                SELECT d.classid, d.objid, d.refobjid FROM pg_depend d
                WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass
            ), own AS (
                SELECT * FROM relation WHERE relname !~ '^_qail_'
            ), line(kind, name, digest) AS (
                -- An index that is built again has another OID.
                SELECT r.kind, r.name, concat_ws(' ', CASE WHEN r.relkind IN ('i', 'I') THEN 0 ELSE r.oid END, r.relkind,
                    r.relpersistence, r.relowner, r.relacl, r.reloptions, r.relrowsecurity, r.relforcerowsecurity,
                    r.relispartition, r.relreplident, r.relam, r.reltablespace, r.reloftype, md5(r.relpartbound::text),
                    (SELECT t.reloptions FROM pg_class t WHERE t.oid = r.reltoastrelid))
                FROM own r
                UNION ALL
                -- Of QAIL's own tables those that hold records; it may make others.
                SELECT r.kind, r.name, concat_ws(' ', r.relowner, r.relacl) FROM relation r
                WHERE r.relname IN ('_qail_migrations', '_qail_snapshots', '_qail_data_snapshots')
                UNION ALL
                SELECT 'column', r.name || '.' || a.attname, concat_ws(' ', a.attnum, a.atttypid, a.atttypmod, a.attnotnull,
                    a.attisdropped, a.attidentity, a.attgenerated, a.attcollation, a.attstorage, a.attcompression,
                    CASE WHEN NOT r.relispartition THEN a.attislocal END, a.attinhcount, coalesce(a.attstattarget, -1), a.attacl, a.attoptions, a.attfdwoptions,
                    md5(d.adbin::text))
                FROM own r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0
                LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                WHERE r.relkind IN ('r', 'p', 'v', 'm', 'c', 'f')
                UNION ALL
                SELECT 'statistics target of index', r.name || '.' || a.attnum, a.attstattarget::text
                FROM own r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attstattarget >= 0 WHERE r.relkind IN ('i', 'I')
                UNION ALL
                SELECT 'constraint', k.conname || ' on ' || coalesce(r.name, format_type(k.contypid, NULL)),
                    md5((to_jsonb(k) - ARRAY['oid', 'conindid', 'conparentid']
                        - CASE WHEN r.relispartition THEN ARRAY['conislocal', 'coninhcount'] ELSE '{}' END)::text)
                FROM pg_constraint k LEFT JOIN own r ON r.oid = k.conrelid
                WHERE r.oid IS NOT NULL OR k.contypid >= 16384
                UNION ALL
                SELECT 'definition of index', r.name, md5((to_jsonb(i) - ARRAY['indexrelid', 'indcheckxmin'])::text)
                FROM own r JOIN pg_index i ON i.indexrelid = r.oid
                UNION ALL
                SELECT 'trigger', g.tgname || ' on ' || r.name, concat_ws(' ', g.oid, g.tgenabled, g.tgfoid, g.tgtype, g.tgattr,
                    g.tgdeferrable, g.tginitdeferred, encode(g.tgargs, 'hex'), md5(g.tgqual::text), g.tgoldtable, g.tgnewtable)
                FROM own r JOIN pg_trigger g ON g.tgrelid = r.oid
                WHERE g.tgname !~ '^_qail_' AND (NOT g.tgisinternal OR g.tgenabled <> 'O')
                UNION ALL
                SELECT 'rule', w.rulename || ' on ' || r.name,
                    concat_ws(' ', w.ev_type, w.ev_enabled, w.is_instead, md5(w.ev_qual::text), md5(w.ev_action::text))
                FROM own r JOIN pg_rewrite w ON w.ev_class = r.oid
                UNION ALL
                SELECT 'policy', o.polname || ' on ' || r.name, md5((to_jsonb(o) - 'oid')::text)
                FROM own r JOIN pg_policy o ON o.polrelid = r.oid
                UNION ALL
                SELECT 'position in a hierarchy of table', r.name, string_agg(i.inhparent || ' ' || i.inhseqno, ',' ORDER BY i.inhseqno)
                FROM own r JOIN pg_inherits i ON i.inhrelid = r.oid WHERE r.relkind NOT IN ('i', 'I') GROUP BY r.name
                UNION ALL
                SELECT 'partitioning of table', r.name, md5(p::text)
                FROM own r JOIN pg_partitioned_table p ON p.partrelid = r.oid
                UNION ALL
                SELECT 'parameters of sequence', r.name, concat_ws(' ', q::text, d.refobjid, d.refobjsubid, d.deptype)
                FROM own r JOIN pg_sequence q ON q.seqrelid = r.oid
                LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.deptype IN ('a', 'i')
                    AND d.refclassid = 'pg_class'::regclass
                UNION ALL
                SELECT 'function', n.nspname || '.' || p.proname || '(' || oidvectortypes(p.proargtypes) || ')',
                    concat_ws(' ', p.oid, p.xmin)
                FROM pg_proc p JOIN space n ON n.oid = p.pronamespace
                WHERE p.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_proc'::regclass)
                UNION ALL
                SELECT 'type', n.nspname || '.' || y.typname, concat_ws(' ', y.oid, y.xmin)
                FROM pg_type y JOIN space n ON n.oid = y.typnamespace
                WHERE y.typtype <> 'c' AND NOT (y.typelem <> 0 AND y.typsubscript = 'array_subscript_handler'::regproc)
                    AND y.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_type'::regclass)
                UNION ALL
                SELECT 'privileges of type', n.nspname || '.' || y.typname, y.typacl::text
                FROM pg_type y JOIN space n ON n.oid = y.typnamespace WHERE y.typtype = 'c' AND y.typacl IS NOT NULL
                UNION ALL
                SELECT 'labels of enum', format_type(e.enumtypid, NULL),
                    string_agg(concat_ws(' ', e.oid, e.xmin), ',' ORDER BY e.enumsortorder)
                FROM pg_enum e WHERE e.oid >= 16384 GROUP BY e.enumtypid
                UNION ALL
                SELECT 'range', format_type(x.rngtypid, NULL), x::text FROM pg_range x WHERE x.rngtypid >= 16384
                UNION ALL
                SELECT 'schema', n.nspname, concat_ws(' ', n.oid, n.nspowner, n.nspacl)
                FROM pg_namespace n JOIN space s ON s.oid = n.oid
                UNION ALL
                SELECT 'extension', x.extname, concat_ws(' ', x::text, (
                    SELECT sum(hashtextextended(concat_ws(' ', m.classid, m.objid, p.xmin, y.xmin), 0)) FROM member m
                    LEFT JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid
                    LEFT JOIN pg_type y ON m.classid = 'pg_type'::regclass AND y.oid = m.objid
                    WHERE m.refobjid = x.oid))
                FROM pg_extension x
                UNION ALL
                SELECT 'dependency on extension', x.extname, count(*) || ' ' || sum(d.objid::int8)
                FROM pg_depend d JOIN pg_extension x ON x.oid = d.refobjid
                WHERE d.deptype = 'x' AND d.refclassid = 'pg_extension'::regclass GROUP BY x.extname
                UNION ALL
                SELECT 'default privileges', concat_ws(' ', 'of role', pg_get_userbyid(d.defaclrole), 'in schema ' || n.nspname,
                    CASE d.defaclobjtype WHEN 'r' THEN 'on tables' WHEN 'S' THEN 'on sequences' WHEN 'f' THEN 'on functions'
                        WHEN 'T' THEN 'on types' WHEN 'n' THEN 'on schemas' ELSE 'on large objects' END), d.defaclacl::text
                FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
                UNION ALL
                SELECT 'statistics', n.nspname || '.' || s.stxname, md5((to_jsonb(s) - 'oid')::text)
                FROM pg_statistic_ext s JOIN space n ON n.oid = s.stxnamespace
                UNION ALL
                SELECT 'comment', coalesce('on ' || r.kind || ' ' || r.name || coalesce('.' || a.attname, ''),
                    concat_ws(' ', 'on', d.classoid::regclass, d.objoid)), md5(d.description)
                FROM pg_description d
                LEFT JOIN relation r ON r.oid = d.objoid AND d.classoid = 'pg_class'::regclass
                LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.objsubid AND d.objsubid > 0
                WHERE (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass) AND d.classoid <> 'pg_extension'::regclass
                    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = d.classoid AND m.objid = d.objoid)
                UNION ALL
                SELECT 'comment', 'on extension ' || x.extname, md5(d.description)
                FROM pg_description d JOIN pg_extension x ON x.oid = d.objoid WHERE d.classoid = 'pg_extension'::regclass
                UNION ALL
                SELECT 'security label', concat_ws(' ', 'on', l.classoid::regclass, l.objoid, nullif(l.objsubid, 0), l.provider),
                    md5(l.label) FROM pg_seclabel l
                UNION ALL
                SELECT 'large objects', '', concat_ws(' ', count(*), sum(l.oid::int8)) FROM pg_largeobject_metadata l
                UNION ALL
                SELECT 'publication', p.pubname, concat_ws(' ', md5(p::text), (SELECT sum(hashtextextended(m::text, 0))
                    FROM pg_publication_rel m WHERE m.prpubid = p.oid)) FROM pg_publication p
                UNION ALL
                SELECT 'event trigger', e.evtname, e::text FROM pg_event_trigger e
                UNION ALL
                SELECT 'foreign data wrapper', w.fdwname, md5(w::text) FROM pg_foreign_data_wrapper w
                UNION ALL
                SELECT 'foreign server', s.srvname, md5(s::text) FROM pg_foreign_server s
                UNION ALL
                SELECT 'user mapping', concat_ws(' ', 'of', u.usename, 'on', u.srvname), md5(u::text) FROM pg_user_mappings u
                UNION ALL
                SELECT 'foreign table', r.name || ' (options)', f::text FROM own r JOIN pg_foreign_table f ON f.ftrelid = r.oid
                UNION ALL
                SELECT 'language', l.lanname, l::text FROM pg_language l
                UNION ALL
                SELECT 'cast', format_type(c.castsource, NULL) || ' AS ' || format_type(c.casttarget, NULL), c::text
                FROM pg_cast c WHERE c.oid >= 16384
                UNION ALL
                SELECT 'transform', format_type(t.trftype, NULL), t::text FROM pg_transform t
                UNION ALL
                SELECT 'access method', a.amname, a::text FROM pg_am a WHERE a.oid >= 16384
                UNION ALL
                SELECT 'operator', n.nspname || '.' || o.oprname || ' (' || o.oid || ')', o::text
                FROM pg_operator o JOIN space n ON n.oid = o.oprnamespace
                WHERE o.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_operator'::regclass)
                UNION ALL
                SELECT 'operator class', n.nspname || '.' || o.opcname || ' (' || o.oid || ')', o::text
                FROM pg_opclass o JOIN space n ON n.oid = o.opcnamespace
                WHERE o.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_opclass'::regclass)
                UNION ALL
                SELECT 'operator family', n.nspname || '.' || o.opfname || ' (' || o.oid || ')', o::text
                FROM pg_opfamily o JOIN space n ON n.oid = o.opfnamespace
                WHERE o.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_opfamily'::regclass)
                UNION ALL
                SELECT 'operators of operator families', '', concat_ws(' ', (SELECT sum(hashtextextended(o::text, 0))
                    FROM pg_amop o WHERE o.oid >= 16384), (SELECT sum(hashtextextended(o::text, 0)) FROM pg_amproc o
                    WHERE o.oid >= 16384))
                UNION ALL
                SELECT 'collation', n.nspname || '.' || c.collname, md5(c::text)
                FROM pg_collation c JOIN space n ON n.oid = c.collnamespace
                UNION ALL
                SELECT 'conversion', n.nspname || '.' || c.conname, c::text
                FROM pg_conversion c JOIN space n ON n.oid = c.connamespace
                UNION ALL
                SELECT 'text search configuration', n.nspname || '.' || c.cfgname, concat_ws(' ', c::text,
                    (SELECT md5(string_agg(m::text, ',' ORDER BY m.maptokentype, m.mapseqno)) FROM pg_ts_config_map m
                     WHERE m.mapcfg = c.oid))
                FROM pg_ts_config c JOIN space n ON n.oid = c.cfgnamespace
                UNION ALL
                SELECT 'text search dictionary', n.nspname || '.' || d.dictname, md5(d::text)
                FROM pg_ts_dict d JOIN space n ON n.oid = d.dictnamespace
                UNION ALL
                SELECT 'text search parser', n.nspname || '.' || p.prsname, p::text
                FROM pg_ts_parser p JOIN space n ON n.oid = p.prsnamespace
                UNION ALL
                SELECT 'text search template', n.nspname || '.' || t.tmplname, t::text
                FROM pg_ts_template t JOIN space n ON n.oid = t.tmplnamespace
                UNION ALL
                SELECT 'privileges', 'on the objects of PostgreSQL itself', concat_ws(' ',
                    (SELECT sum(hashtextextended(concat_ws(' ', c.oid, c.relacl), 0)) FROM pg_class c
                     WHERE c.oid < 16384 AND c.relacl IS NOT NULL),
                    (SELECT sum(hashtextextended(concat_ws(' ', a.attrelid, a.attnum, a.attacl), 0)) FROM pg_attribute a
                     WHERE a.attrelid < 16384 AND a.attacl IS NOT NULL),
                    (SELECT sum(hashtextextended(concat_ws(' ', p.oid, p.proacl), 0)) FROM pg_proc p
                     WHERE p.oid < 16384 AND p.proacl IS NOT NULL),
                    (SELECT sum(hashtextextended(concat_ws(' ', y.oid, y.typacl), 0)) FROM pg_type y
                     WHERE y.oid < 16384 AND y.typacl IS NOT NULL),
                    (SELECT sum(hashtextextended(concat_ws(' ', n.oid, n.nspacl), 0)) FROM pg_namespace n
                     WHERE n.nspname IN ('pg_catalog', 'information_schema')))
                :schemas)""";

    /** PostgreSQL 15. */
    private static final String PUBLISHED_SCHEMAS = """
                UNION ALL
                SELECT 'schemas of publication', p.pubname, string_agg(s.pnnspid::text, ',' ORDER BY s.pnnspid)
                FROM pg_publication p JOIN pg_publication_namespace s ON s.pnpubid = p.oid GROUP BY p.pubname
            """;

    private Fingerprint() {}

    private static String lines(Session primary) throws SQLException {
        boolean schemas = primary.isTrue("SELECT to_regclass('pg_catalog.pg_publication_namespace') IS NOT NULL");
        return LINES.replace(":schemas", schemas ? PUBLISHED_SCHEMAS : "");
    }

    /** One text for all lines, which does not depend on their order. Fast enough to be asked while writers wait. */
    static String of(Session primary) throws SQLException {
        return primary.underCatalogPath(() -> primary.strings("WITH " + lines(primary)
                        + " SELECT concat(count(*), ' ', sum(hashtextextended(concat_ws('|', kind, name, digest), 0)))"
                        + " FROM line")
                .get(0));
    }

    /** Keeps the lines of this moment in the primary; {@link #of} of the same moment, if nobody changes anything. */
    static void record(Session primary) throws SQLException {
        primary.underCatalogPath(() -> {
            primary.execute("CREATE TABLE " + TABLE + " AS WITH " + lines(primary)
                    + " SELECT kind, name, coalesce(digest, '') AS digest FROM line");
            return true;
        });
    }

    /** What differs now from what was kept, each as words: {@code index public.by_hand (new)}. */
    static List<String> differences(Session primary) throws SQLException {
        return primary.underCatalogPath(() -> {
            if (!primary.isTrue("SELECT to_regclass(?) IS NOT NULL", TABLE)) {
                return List.of("the shadow was made by another version of QAIL, which kept no list of what there was");
            }
            return primary.strings("WITH " + lines(primary) + """
                    , difference AS (
                        SELECT coalesce(l.kind, k.kind) AS kind, coalesce(l.name, k.name) AS name,
                            CASE WHEN k.kind IS NULL THEN 'new' WHEN l.kind IS NULL THEN 'gone' ELSE 'changed' END AS how
                        FROM line l FULL JOIN %s k ON k.kind = l.kind AND k.name = l.name
                        WHERE k.kind IS NULL OR l.kind IS NULL OR coalesce(l.digest, '') <> k.digest)
                    SELECT concat(kind, ' ' || nullif(name, ''), ' (', how, ')') FROM difference
                    ORDER BY kind COLLATE "C", name COLLATE "C"
                    """.formatted(TABLE));
        });
    }
}
