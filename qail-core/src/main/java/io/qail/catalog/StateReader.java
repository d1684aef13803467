package io.qail.catalog;

import io.qail.schema.ObjectName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads {@link ObjectState}s: a constant number of queries for all objects of all chosen schemas. Members of extensions and
 * QAIL's own tables are left out.
 */
final class StateReader {

    /** The elements of an access control list; empty for PUBLIC. */
    private static final String ACL = """
            (SELECT string_agg(CASE x.grantee WHEN 0 THEN '' ELSE pg_get_userbyid(x.grantee)::text END || chr(2)
                     || x.privilege_type || chr(2) || pg_get_userbyid(x.grantor)::text || chr(2)
                     || CASE WHEN x.is_grantable THEN '*' ELSE '' END, chr(1)
                     ORDER BY x.grantee, x.privilege_type, x.grantor)
             FROM aclexplode(%s) AS x)""";

    private static final String LIST = "(SELECT string_agg(o, chr(1) ORDER BY o) FROM unnest(%s) AS o)";

    private static final String COMMENT =
            "(SELECT d.description FROM pg_description d WHERE d.classoid = '%s'::regclass AND d.objoid = %s AND d.objsubid = %s)";

    private static final String LABELS = """
            (SELECT string_agg(l.provider || chr(2) || l.label, chr(1) ORDER BY l.provider) FROM pg_seclabel l
             WHERE l.classoid = '%s'::regclass AND l.objoid = %s AND l.objsubid = %s)""";

    /** What {@code DEPENDS ON EXTENSION} says. */
    private static final String EXTENSIONS = """
            (SELECT string_agg(e.extname, chr(1) ORDER BY e.extname) FROM pg_depend d
             JOIN pg_extension e ON e.oid = d.refobjid
             WHERE d.classid = '%s'::regclass AND d.objid = %s AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'x')""";

    private static final String USED_COLUMNS = """
            (SELECT string_agg(DISTINCT a.attname, chr(1)) FROM pg_depend d
             JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
             WHERE d.classid = '%s'::regclass AND d.objid = %s AND d.refclassid = 'pg_class'::regclass AND d.refobjid = %s
               AND d.refobjsubid > 0)""";

    private static final String RELATIONS = """
            , relation AS (
                SELECT c.*, n.nspname FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT starts_with(c.relname::text, '_qail_')
                  AND c.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_class'::regclass)
            )
            """;

    private static String relations(int version) {
        String publications = version >= 15 ? """
                  COALESCE((SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
                            WHERE a.attrelid = c.oid AND a.attnum = ANY (r.prattrs)), '')
                  || chr(2) || COALESCE(pg_get_expr(r.prqual, r.prrelid), '')""" : "'' || chr(2)";
        return RELATIONS
                + """
            SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
                       WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS kind,
                   c.nspname, c.relname AS name, '' AS member, c.oid, 0 AS position,
                   CASE WHEN c.relkind = 'S' THEN (SELECT d.refobjid FROM pg_depend d
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
                          AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i') LIMIT 1) ELSE 0 END AS parent,
                   p.property, p.value
            FROM relation c LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
            CROSS JOIN LATERAL (VALUES
                ('owner', CASE WHEN c.relkind = 'S' AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                               AND d.objid = c.oid AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')) THEN NULL
                          ELSE pg_get_userbyid(c.relowner)::text END),
                ('@owner', pg_get_userbyid(c.relowner)::text),
                ('acl', CASE WHEN c.relacl IS NOT NULL THEN COALESCE(%1$s, '') END),
                ('comment', %2$s),
                ('labels', %3$s),
                ('options', %4$s),
                ('toast options', CASE WHEN t.reloptions IS NOT NULL THEN %5$s END),
                ('persistence', CASE WHEN c.relpersistence = 'u' AND c.relkind <> 'S' THEN 'UNLOGGED' END),
                ('access method', CASE WHEN c.relkind IN ('r', 'm') THEN
                    (SELECT m.amname::text FROM pg_am m WHERE m.oid = c.relam AND m.amname <> 'heap') END),
                ('tablespace', (SELECT s.spcname::text FROM pg_tablespace s WHERE s.oid = c.reltablespace)),
                ('row security', CASE WHEN c.relrowsecurity THEN 'ENABLE' END),
                ('force row security', CASE WHEN c.relforcerowsecurity THEN 'FORCE' END),
                ('replica identity', CASE WHEN c.relkind IN ('r', 'p', 'm') THEN
                    CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' END END),
                ('unpopulated', CASE WHEN c.relkind = 'm' AND NOT c.relispopulated THEN 'true' END),
                ('row type', CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END),
                ('parents', CASE WHEN c.relkind = 'r' AND NOT c.relispartition THEN
                    (SELECT string_agg(i.inhparent::regclass::text, chr(1) ORDER BY i.inhseqno)
                     FROM pg_inherits i WHERE i.inhrelid = c.oid) END),
                ('publications', (SELECT string_agg(b.pubname || chr(2) || %6$s, chr(1) ORDER BY b.pubname)
                    FROM pg_publication_rel r JOIN pg_publication b ON b.oid = r.prpubid WHERE r.prrelid = c.oid)),
                ('extensions', CASE WHEN c.relkind = 'm' THEN %7$s END),
                ('@columns', CASE WHEN c.relkind = 'S' THEN (SELECT a.attname::text
                    FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
                      AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i') LIMIT 1) END),
                ('@definition', CASE WHEN c.relkind = 'S' AND {full} THEN (SELECT format('CREATE SEQUENCE %%I.%%I AS %%s'
                        ' INCREMENT BY %%s MINVALUE %%s MAXVALUE %%s START WITH %%s CACHE %%s%%s OWNED BY %%s.%%I',
                        c.nspname, c.relname, format_type(q.seqtypid, NULL), q.seqincrement, q.seqmin, q.seqmax, q.seqstart,
                        q.seqcache, CASE WHEN q.seqcycle THEN ' CYCLE' ELSE '' END, d.refobjid::regclass, a.attname)
                    FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                    JOIN pg_sequence q ON q.seqrelid = c.oid
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
                      AND d.refobjsubid > 0 AND d.deptype = 'a' LIMIT 1) END),
                ('@columns', CASE WHEN c.relkind <> 'S' THEN (SELECT string_agg(a.attname, chr(1)) FROM pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) END)
            ) AS p (property, value)
            WHERE p.value IS NOT NULL
            """.formatted(
                                ACL.formatted("c.relacl"),
                                COMMENT.formatted("pg_class", "c.oid", "0"),
                                LABELS.formatted("pg_class", "c.oid", "0"),
                                LIST.formatted("c.reloptions"),
                                LIST.formatted("t.reloptions"),
                                publications,
                                EXTENSIONS.formatted("pg_class", "c.oid"));
    }

    /** Composite types have columns too. */
    private static final String COLUMNS = """
            , relation AS (
                SELECT c.oid, c.reltype, c.relname, c.relkind, c.relowner, n.nspname FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND NOT starts_with(c.relname::text, '_qail_')
                  AND c.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_class'::regclass)
            )
            SELECT 'COLUMN' AS kind, c.nspname, c.relname AS name, a.attname AS member, c.oid, a.attnum AS position,
                   CASE c.relkind WHEN 'c' THEN c.reltype ELSE c.oid END AS parent, p.property, p.value
            FROM relation c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef f ON f.adrelid = c.oid AND f.adnum = a.attnum AND a.attgenerated = ''
                AND (c.relkind = 'v' OR {full})
            CROSS JOIN LATERAL (VALUES
                ('acl', CASE WHEN a.attacl IS NOT NULL THEN COALESCE(%s, '') END),
                ('comment', %s),
                ('labels', %s),
                ('statistics', CASE WHEN a.attstattarget >= 0 THEN a.attstattarget::text END),
                ('options', %s),
                ('storage', CASE WHEN a.attstorage <> t.typstorage AND c.relkind <> 'c' THEN CASE a.attstorage
                    WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END),
                ('compression', CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END),
                ('default', pg_get_expr(f.adbin, f.adrelid)),
                ('@owner', CASE WHEN a.attacl IS NOT NULL THEN pg_get_userbyid(c.relowner)::text END),
                ('@view', CASE WHEN c.relkind IN ('v', 'm') THEN 'true' END),
                ('@type', CASE WHEN c.relkind = 'c' THEN 'true' END)
            ) AS p (property, value)
            WHERE p.value IS NOT NULL AND (a.attacl IS NOT NULL OR a.attstattarget >= 0 OR a.attoptions IS NOT NULL
                OR a.attstorage <> t.typstorage OR a.attcompression <> '' OR f.oid IS NOT NULL
                OR EXISTS (SELECT FROM pg_description d WHERE d.classoid = 'pg_class'::regclass AND d.objoid = c.oid
                           AND d.objsubid = a.attnum)
                OR EXISTS (SELECT FROM pg_seclabel l WHERE l.classoid = 'pg_class'::regclass AND l.objoid = c.oid
                           AND l.objsubid = a.attnum))
            """.formatted(
                    ACL.formatted("a.attacl"),
                    COMMENT.formatted("pg_class", "c.oid", "a.attnum"),
                    LABELS.formatted("pg_class", "c.oid", "a.attnum"),
                    LIST.formatted("a.attoptions"));

    /** The constructors of range types belong to the types. */
    private static final String ROUTINES = """
            SELECT 'ROUTINE' AS kind, n.nspname, f.proname AS name,
                   COALESCE((SELECT string_agg(format_type(a.type, NULL), ', ' ORDER BY a.place)
                             FROM unnest(f.proargtypes) WITH ORDINALITY AS a(type, place)), '') AS member,
                   f.oid, 0 AS position, 0 AS parent, p.property, p.value
            FROM pg_proc f JOIN chosen n ON n.oid = f.pronamespace JOIN pg_language g ON g.oid = f.prolang
            CROSS JOIN LATERAL (VALUES
                ('owner', pg_get_userbyid(f.proowner)::text),
                ('acl', CASE WHEN f.proacl IS NOT NULL THEN COALESCE(%s, '') END),
                ('comment', %s),
                ('labels', %s),
                ('extensions', %s),
                ('@kind', f.prokind::text),
                ('volatility', CASE f.provolatile WHEN 'i' THEN 'IMMUTABLE' WHEN 's' THEN 'STABLE' END),
                ('strict', CASE WHEN f.proisstrict THEN 'STRICT' END),
                ('security', CASE WHEN f.prosecdef THEN 'SECURITY DEFINER' END),
                ('leakproof', CASE WHEN f.proleakproof THEN 'LEAKPROOF' END),
                ('parallel', CASE f.proparallel WHEN 's' THEN 'PARALLEL SAFE' WHEN 'r' THEN 'PARALLEL RESTRICTED' END),
                ('cost', CASE WHEN f.procost <> CASE WHEN g.lanname IN ('c', 'internal') THEN 1 ELSE 100 END
                         THEN f.procost::text END),
                ('rows', CASE WHEN f.proretset AND f.prorows <> 1000 THEN f.prorows::text END),
                ('support', CASE WHEN f.prosupport <> 0 THEN f.prosupport::text END),
                ('settings', %s)
            ) AS p (property, value)
            WHERE p.value IS NOT NULL AND NOT starts_with(f.proname::text, '_qail_')
              AND f.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_proc'::regclass)
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = f.oid
                              AND d.deptype = 'i')
            """.formatted(
                    ACL.formatted("f.proacl"),
                    COMMENT.formatted("pg_proc", "f.oid", "0"),
                    LABELS.formatted("pg_proc", "f.oid", "0"),
                    EXTENSIONS.formatted("pg_proc", "f.oid"),
                    LIST.formatted("f.proconfig"));

    private static final String TYPES = """
            SELECT CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END AS kind, n.nspname, t.typname AS name, '' AS member,
                   t.oid, 0 AS position, 0 AS parent, p.property, p.value
            FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
            CROSS JOIN LATERAL (VALUES
                ('owner', pg_get_userbyid(t.typowner)::text),
                ('acl', CASE WHEN t.typacl IS NOT NULL THEN COALESCE(%s, '') END),
                ('comment', %s),
                ('labels', %s),
                ('@columns', CASE WHEN c.relkind = 'c' THEN (SELECT string_agg(a.attname, chr(1)) FROM pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) END)
            ) AS p (property, value)
            WHERE p.value IS NOT NULL AND (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c')
              AND t.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_type'::regclass)
            """.formatted(
                    ACL.formatted("t.typacl"),
                    COMMENT.formatted("pg_type", "t.oid", "0"),
                    LABELS.formatted("pg_type", "t.oid", "0"));

    /** Columns of an index are numbered; targets are of expressions. */
    private static final String INDEXES = RELATIONS
            + """
            SELECT 'INDEX' AS kind, c.nspname, i.relname AS name, '' AS member, i.oid, 0 AS position, c.oid AS parent,
                   p.property, p.value
            FROM relation c JOIN pg_index x ON x.indrelid = c.oid JOIN pg_class i ON i.oid = x.indexrelid
            LEFT JOIN pg_constraint k ON k.conindid = i.oid AND k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x')
            CROSS JOIN LATERAL (VALUES
                ('@table', format('%%I.%%I', c.nspname, c.relname)),
                ('@parent', CASE WHEN i.relispartition THEN 'true' END),
                ('comment', %s),
                ('options', %s),
                ('tablespace', (SELECT s.spcname::text FROM pg_tablespace s WHERE s.oid = i.reltablespace)),
                ('cluster', CASE WHEN x.indisclustered THEN 'true' END),
                ('replica identity', CASE WHEN x.indisreplident THEN 'true' END),
                ('statistics', (SELECT string_agg(a.attnum || chr(2) || a.attstattarget, chr(1) ORDER BY a.attnum)
                                FROM pg_attribute a WHERE a.attrelid = i.oid AND a.attstattarget >= 0)),
                ('extensions', %s),
                ('@constraint', k.conname::text),
                ('@columns', CASE WHEN {full} THEN %s END),
                ('@definition', CASE WHEN k.oid IS NULL AND NOT i.relispartition AND (c.relkind = 'm' OR {full})
                                THEN pg_get_indexdef(i.oid) END)
            ) AS p (property, value)
            WHERE p.value IS NOT NULL
              AND i.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_class'::regclass)
            """.formatted(
                            COMMENT.formatted("pg_class", "i.oid", "0"),
                            LIST.formatted("i.reloptions"),
                            EXTENSIONS.formatted("pg_class", "i.oid"),
                            USED_COLUMNS.formatted("pg_class", "i.oid", "c.oid"));

    private static final String CONSTRAINTS = RELATIONS
            + """
            SELECT 'CONSTRAINT' AS kind, c.nspname, c.relname AS name, k.conname AS member, k.oid, 0 AS position, c.oid AS parent,
                   p.property, p.value
            FROM relation c JOIN pg_constraint k ON k.conrelid = c.oid
            CROSS JOIN LATERAL (VALUES
                ('@exists', 'true'),
                ('comment', %s),
                ('@columns', CASE WHEN {full} THEN (SELECT string_agg(a.attname, chr(1)) FROM pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum = ANY (k.conkey)) END),
                ('@definition', CASE WHEN {full} AND k.contype IN ('p', 'u', 'c', 'f', 'x') AND k.conislocal
                                       AND k.conparentid = 0
                    THEN format('ALTER TABLE %%I.%%I ADD CONSTRAINT %%I %%s', c.nspname, c.relname, k.conname,
                                pg_get_constraintdef(k.oid)) END)
            ) AS p (property, value)
            WHERE p.value IS NOT NULL AND k.contype <> 't'
              AND ({full} OR k.contype <> 'n' OR EXISTS (SELECT FROM pg_description d
                   WHERE d.classoid = 'pg_constraint'::regclass AND d.objoid = k.oid))
            UNION ALL
            SELECT 'DOMAIN CONSTRAINT', n.nspname, t.typname, k.conname, k.oid, 0, t.oid, p.property, p.value
            FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace JOIN pg_constraint k ON k.contypid = t.oid
            CROSS JOIN LATERAL (VALUES ('@exists', 'true'), ('comment', %s)) AS p (property, value)
            WHERE p.value IS NOT NULL AND t.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_type'::regclass)
            """.formatted(
                    COMMENT.formatted("pg_constraint", "k.oid", "0"), COMMENT.formatted("pg_constraint", "k.oid", "0"));

    private static final String TRIGGERS = RELATIONS
            + """
            SELECT 'TRIGGER' AS kind, c.nspname, c.relname AS name, g.tgname AS member, g.oid, 0 AS position, c.oid AS parent,
                   p.property, p.value
            FROM relation c JOIN pg_trigger g ON g.tgrelid = c.oid
            CROSS JOIN LATERAL (VALUES
                ('@exists', 'true'),
                ('comment', %s),
                ('enabled', CASE g.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA'
                            WHEN 'A' THEN 'ENABLE ALWAYS' END),
                ('extensions', %s),
                ('@definition', CASE WHEN g.tgparentid = 0 AND (c.relkind = 'v' OR {full}) THEN pg_get_triggerdef(g.oid) END)
            ) AS p (property, value)
            WHERE p.value IS NOT NULL AND NOT g.tgisinternal AND NOT starts_with(g.tgname::text, '_qail_')
            UNION ALL
            SELECT 'RULE', c.nspname, c.relname, r.rulename, r.oid, 0, c.oid, p.property, p.value
            FROM relation c JOIN pg_rewrite r ON r.ev_class = c.oid
            CROSS JOIN LATERAL (VALUES
                ('@exists', 'true'),
                ('comment', %s),
                ('enabled', CASE r.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA'
                            WHEN 'A' THEN 'ENABLE ALWAYS' END),
                ('@definition', CASE WHEN c.relkind = 'v' OR {full} THEN rtrim(pg_get_ruledef(r.oid), ';') END)
            ) AS p (property, value)
            WHERE p.value IS NOT NULL AND r.rulename <> '_RETURN'
            UNION ALL
            SELECT 'POLICY', c.nspname, c.relname, o.polname, o.oid, 0, c.oid, p.property, p.value
            FROM relation c JOIN pg_policy o ON o.polrelid = c.oid
            CROSS JOIN LATERAL (VALUES
                ('@exists', 'true'),
                ('comment', %s),
                ('@definition', CASE WHEN {full} THEN format('CREATE POLICY %%I ON %%I.%%I AS %%s FOR %%s TO %%s%%s%%s', o.polname,
                        c.nspname, c.relname, CASE WHEN o.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                        CASE o.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                            WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
                        (SELECT string_agg(CASE u WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(u)) END, ', '
                            ORDER BY u) FROM unnest(o.polroles) AS u),
                        ' USING (' || pg_get_expr(o.polqual, o.polrelid) || ')',
                        ' WITH CHECK (' || pg_get_expr(o.polwithcheck, o.polrelid) || ')') END)
            ) AS p (property, value)
            WHERE p.value IS NOT NULL
            UNION ALL
            SELECT 'STATISTICS', n.nspname, s.stxname, '', s.oid, 0, c.oid, p.property, p.value
            FROM relation c JOIN pg_statistic_ext s ON s.stxrelid = c.oid JOIN pg_namespace n ON n.oid = s.stxnamespace
            CROSS JOIN LATERAL (VALUES
                ('@table', format('%%I.%%I', c.nspname, c.relname)),
                ('owner', pg_get_userbyid(s.stxowner)::text),
                ('comment', %s),
                ('target', CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget::text END),
                ('@columns', CASE WHEN {full} THEN %s END),
                ('@definition', CASE WHEN c.relkind = 'm' OR {full} THEN pg_get_statisticsobjdef(s.oid) END)
            ) AS p (property, value)
            WHERE p.value IS NOT NULL
              AND s.oid NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_statistic_ext'::regclass)
            """.formatted(
                            COMMENT.formatted("pg_trigger", "g.oid", "0"),
                            EXTENSIONS.formatted("pg_trigger", "g.oid"),
                            COMMENT.formatted("pg_rewrite", "r.oid", "0"),
                            COMMENT.formatted("pg_policy", "o.oid", "0"),
                            COMMENT.formatted("pg_statistic_ext", "s.oid", "0"),
                            USED_COLUMNS.formatted("pg_statistic_ext", "s.oid", "c.oid"));

    /** What PostgreSQL grants by itself, for an owner of any name. */
    private static final String DEFAULTS = """
            SELECT k.kind, %s AS value FROM (VALUES ('TABLE', 'r'::"char"), ('SEQUENCE', 's'), ('ROUTINE', 'f'), ('TYPE', 'T'))
                AS k (kind, type)
            """.formatted(ACL.formatted("acldefault(k.type, 10)"));

    private static final String OWNER_OF_DEFAULTS = "SELECT pg_get_userbyid(10) AS name";

    private StateReader() {}

    /**
     * Reads everything.
     *
     * @param full with the definitions of what could be made again on a table
     */
    static ObjectStates read(CatalogQuery query, boolean full) {
        Map<ObjectState.Key, Draft> drafts = new LinkedHashMap<>();
        for (String sql :
                new String[] {relations(query.serverVersion()), COLUMNS, ROUTINES, TYPES, INDEXES, CONSTRAINTS, TRIGGERS
                }) {
            query.each(sql.replace("{full}", String.valueOf(full)), row -> {
                ObjectState.Key key = new ObjectState.Key(
                        row.getString("kind"),
                        ObjectName.of(row.getString("nspname"), row.getString("name")),
                        row.getString("member"));
                Draft draft = drafts.get(key);
                if (draft == null) {
                    draft = new Draft(
                            row.getLong("oid"), row.getInt("position"), row.getLong("parent"), new TreeMap<>());
                    drafts.put(key, draft);
                }
                draft.properties().put(row.getString("property"), row.getString("value"));
            });
        }
        String[] placeholder = new String[1];
        query.each(OWNER_OF_DEFAULTS, row -> placeholder[0] = row.getString("name"));
        Map<String, String> defaults = new HashMap<>();
        query.each(DEFAULTS, row -> defaults.put(row.getString("kind"), row.getString("value")));
        Map<ObjectState.Key, ObjectState> states = new LinkedHashMap<>();
        drafts.forEach((key, draft) -> states.put(key, draft.build(key)));
        return new ObjectStates(states, defaults, String.valueOf(placeholder[0]));
    }

    private record Draft(long oid, int position, long parent, SortedMap<String, String> properties) {

        ObjectState build(ObjectState.Key key) {
            return new ObjectState(key.kind(), key.name(), key.member(), oid, position, parent, properties);
        }
    }
}
