package io.qail.corpus;

import java.util.List;
import java.util.regex.Pattern;

/** The statements of {@link FullCatalog}; each gives rows of kind, identity, property and value. */
final class FullCatalogQueries {

    private static final Pattern MEMBER = Pattern.compile("\\{own ([\\w.]+) ([\\w.]+)}");

    private static final Pattern VERSION = Pattern.compile("\\{(\\d+)\\? ([^}]*)}");

    /** Schemas of users, with those of extensions: an object of one's own may lie in them. */
    private static final String USERS = " !~ '^pg_(toast|temp|catalog)' AND n.nspname <> 'information_schema'";

    private static final String RELATIONS = """
            SELECT k.kind, format('%I.%I', n.nspname, c.relname), p.property, p.value
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
            CROSS JOIN LATERAL (SELECT CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view'
                WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' WHEN 'c' THEN 'composite type'
                WHEN 'S' THEN 'sequence' END AS kind) k
            CROSS JOIN LATERAL (VALUES
                ('kind', c.relkind::text),
                ('owner', c.relowner::regrole::text),
                ('persistence', c.relpersistence::text),
                ('options', (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(c.reloptions) o)),
                ('toast options', (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(t.reloptions) o)),
                ('access method', (SELECT amname::text FROM pg_am WHERE pg_am.oid = c.relam)),
                ('tablespace', (SELECT spcname::text FROM pg_tablespace s WHERE s.oid = c.reltablespace)),
                ('row security', c.relrowsecurity::text),
                ('force row security', c.relforcerowsecurity::text),
                ('replica identity', c.relreplident::text),
                ('is populated', c.relispopulated::text),
                ('row type of', CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END),
                ('partition by', CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END),
                ('partition bound', pg_get_expr(c.relpartbound, c.oid)),
                ('parents', (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
                             FROM pg_inherits i WHERE i.inhrelid = c.oid)),
                ('query', CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END)
            ) AS p (property, value)
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c', 'S') AND {users} AND {own pg_class c.oid}
              AND c.relname !~ '^_qail_'""";

    private static final String COLUMNS = """
            SELECT 'column', format('%I.%I.%I', n.nspname, c.relname, a.attname), p.property, p.value
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            CROSS JOIN LATERAL (VALUES
                ('position', (SELECT count(*) FROM pg_attribute b WHERE b.attrelid = c.oid AND b.attnum > 0
                              AND b.attnum <= a.attnum AND NOT b.attisdropped)::text),
                ('type', format_type(a.atttypid, a.atttypmod)),
                ('not null', a.attnotnull::text),
                ('default', pg_get_expr(d.adbin, d.adrelid)),
                ('identity', NULLIF(a.attidentity::text, '')),
                ('generated', NULLIF(a.attgenerated::text, '')),
                ('collation', CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END),
                ('storage', a.attstorage::text),
                ('compression', NULLIF(a.attcompression::text, '')),
                ('statistics target', NULLIF(a.attstattarget, -1)::text),
                ('options', (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(a.attoptions) o)),
                ('local', a.attislocal::text),
                ('inherited', a.attinhcount::text)
            ) AS p (property, value)
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND {users} AND {own pg_class c.oid}
              AND c.relname !~ '^_qail_'""";

    private static final String CONSTRAINTS = """
            SELECT 'constraint', format('%I.%I.%I', n.nspname, COALESCE(c.relname, t.typname), k.conname), p.property,
                   p.value
            FROM pg_constraint k
            LEFT JOIN pg_class c ON c.oid = k.conrelid
            LEFT JOIN pg_type t ON t.oid = k.contypid
            JOIN pg_namespace n ON n.oid = COALESCE(c.relnamespace, t.typnamespace)
            CROSS JOIN LATERAL (VALUES
                ('definition', pg_get_constraintdef(k.oid)),
                ('validated', k.convalidated::text),
                ('enforced', {18? k.conenforced::text}),
                ('local', k.conislocal::text),
                ('inherited', k.coninhcount::text),
                -- Of keys it means nothing; that of an attached partition has it.
                ('no inherit', CASE WHEN k.contype IN ('c', 'n') THEN k.connoinherit::text END)
            ) AS p (property, value)
            WHERE k.contype <> 't' AND {users} AND (k.conrelid = 0 OR {own pg_class k.conrelid})
              AND (k.contypid = 0 OR {own pg_type k.contypid}) AND COALESCE(c.relname, '') !~ '^_qail_'""";

    private static final String INDEXES = """
            SELECT 'index', format('%I.%I', n.nspname, c.relname), p.property, p.value
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            JOIN pg_class r ON r.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL (VALUES
                -- The order of storage parameters means nothing.
                ('definition', regexp_replace(pg_get_indexdef(i.indexrelid), ' WITH \\((\\w+=''[^'']*''(, )?)+\\)', '')),
                ('options', (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(c.reloptions) o)),
                ('valid', (i.indisvalid AND i.indisready AND i.indislive)::text),
                ('primary', i.indisprimary::text),
                ('clustered', i.indisclustered::text),
                ('replica identity', i.indisreplident::text),
                ('tablespace', (SELECT spcname::text FROM pg_tablespace s WHERE s.oid = c.reltablespace)),
                ('statistics targets', (SELECT string_agg(a.attnum || ':' || a.attstattarget, ', ' ORDER BY a.attnum)
                                        FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget >= 0)),
                ('parent', (SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = c.oid)),
                ('constraint', (SELECT k.conname::text FROM pg_constraint k
                                WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')))
            ) AS p (property, value)
            WHERE {users} AND {own pg_class r.oid} AND {own pg_class c.oid} AND r.relname !~ '^_qail_'""";

    private static final String SEQUENCES = """
            SELECT 'sequence', format('%I.%I', n.nspname, c.relname), p.property, p.value
            FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL (VALUES
                ('type', format_type(s.seqtypid, NULL)),
                ('parameters', concat_ws(' ', 'start', s.seqstart, 'increment', s.seqincrement, 'min', s.seqmin, 'max',
                                         s.seqmax, 'cache', s.seqcache, 'cycle', s.seqcycle)),
                ('owned by', (SELECT d.deptype::text || ' ' || format('%s.%I', d.refobjid::regclass, a.attname)
                              FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                              WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
                                AND d.refclassid = 'pg_class'::regclass))
            ) AS p (property, value)
            WHERE {users} AND {own pg_class c.oid} AND c.relname !~ '^_qail_'""";

    private static final String RULES = """
            SELECT 'rule', format('%s.%I', r.ev_class::regclass, r.rulename), p.property, p.value
            FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL (VALUES
                ('definition', pg_get_ruledef(r.oid)),
                ('enabled', r.ev_enabled::text)
            ) AS p (property, value)
            WHERE r.rulename <> '_RETURN' AND {users} AND {own pg_class c.oid}""";

    private static final String ROUTINES = """
            SELECT 'routine', f.oid::regprocedure::text, p.property, p.value
            FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace
            LEFT JOIN pg_aggregate g ON g.aggfnoid = f.oid
            CROSS JOIN LATERAL (VALUES
                ('kind', f.prokind::text),
                ('owner', f.proowner::regrole::text),
                ('definition', CASE WHEN f.prokind <> 'a' THEN pg_get_functiondef(f.oid) END),
                ('result', pg_get_function_result(f.oid)),
                ('arguments', pg_get_function_arguments(f.oid)),
                ('parallel', f.proparallel::text),
                ('extensions', (SELECT string_agg(e.extname, ', ' ORDER BY e.extname) FROM pg_depend d
                                JOIN pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass
                                WHERE d.classid = 'pg_proc'::regclass AND d.objid = f.oid AND d.deptype = 'x')),
                ('aggregate', CASE WHEN f.prokind = 'a' THEN concat_ws(' ', g.aggkind, g.aggnumdirectargs, g.aggtransfn,
                    g.aggfinalfn, g.aggcombinefn, g.aggserialfn, g.aggdeserialfn, g.aggmtransfn, g.aggminvtransfn,
                    g.aggmfinalfn, g.aggfinalextra, g.aggmfinalextra, g.aggfinalmodify, g.aggmfinalmodify,
                    NULLIF(g.aggsortop, 0)::regoperator, format_type(g.aggtranstype, NULL), g.aggtransspace,
                    format_type(NULLIF(g.aggmtranstype, 0), NULL), g.aggmtransspace) END),
                ('initial value', g.agginitval),
                ('moving initial value', g.aggminitval)
            ) AS p (property, value)
            WHERE {users} AND {own pg_proc f.oid} AND f.proname !~ '^_qail_'
              -- The constructors of range types belong to the types.
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = f.oid
                              AND d.deptype = 'i')""";

    private static final String TRIGGERS = """
            SELECT 'trigger', format('%s.%I', g.tgrelid::regclass, g.tgname), p.property, p.value
            FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL (VALUES
                ('definition', pg_get_triggerdef(g.oid)),
                ('enabled', g.tgenabled::text),
                ('parent', (SELECT u.tgrelid::regclass || '.' || u.tgname FROM pg_trigger u WHERE u.oid = g.tgparentid))
            ) AS p (property, value)
            WHERE NOT g.tgisinternal AND {users} AND {own pg_class c.oid} AND {own pg_trigger g.oid}
              AND g.tgname !~ '^_qail_'""";

    private static final String POLICIES = """
            SELECT 'policy', format('%s.%I', o.polrelid::regclass, o.polname), p.property, p.value
            FROM pg_policy o JOIN pg_class c ON c.oid = o.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL (VALUES
                ('command', o.polcmd::text),
                ('permissive', o.polpermissive::text),
                ('roles', (SELECT string_agg(CASE r WHEN 0 THEN 'public' ELSE r::regrole::text END, ', '
                                             ORDER BY CASE r WHEN 0 THEN 'public' ELSE r::regrole::text END)
                           FROM unnest(o.polroles) r)),
                ('using', pg_get_expr(o.polqual, o.polrelid)),
                ('with check', pg_get_expr(o.polwithcheck, o.polrelid))
            ) AS p (property, value)
            WHERE {users} AND {own pg_class c.oid}""";

    private static final String TYPES = """
            SELECT 'type', format('%I.%I', n.nspname, t.typname), p.property, p.value
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
            LEFT JOIN pg_class c ON c.oid = t.typrelid
            LEFT JOIN pg_range r ON r.rngtypid = t.oid
            CROSS JOIN LATERAL (VALUES
                ('kind', t.typtype::text),
                ('owner', t.typowner::regrole::text),
                ('labels', (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
                            FROM pg_enum e WHERE e.enumtypid = t.oid)),
                ('base', CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END),
                ('not null', CASE WHEN t.typtype = 'd' THEN t.typnotnull::text END),
                ('default', CASE WHEN t.typtype = 'd' THEN t.typdefault END),
                ('collation', CASE WHEN t.typtype = 'd' THEN NULLIF(t.typcollation, 0)::regcollation::text END),
                ('subtype', CASE WHEN r.rngtypid IS NOT NULL THEN format_type(r.rngsubtype, NULL) END),
                ('range', CASE WHEN r.rngtypid IS NOT NULL THEN concat_ws(' ', r.rngcollation::regcollation,
                    (SELECT opcname FROM pg_opclass o WHERE o.oid = r.rngsubopc), r.rngcanonical, r.rngsubdiff,
                    format_type(r.rngmultitypid, NULL)) END),
                ('base type', CASE WHEN t.typtype = 'b' THEN concat_ws(' ', t.typinput, t.typoutput, t.typlen,
                    t.typalign, t.typstorage, t.typcategory) END)
            ) AS p (property, value)
            WHERE {users} AND {own pg_type t.oid} AND (t.typrelid = 0 OR c.relkind = 'c') AND t.typtype <> 'm'
              -- The array type of another one.
              AND NOT EXISTS (SELECT FROM pg_type b WHERE b.typarray = t.oid)""";

    private static final String STATISTICS = """
            SELECT 'statistics', format('%I.%I', n.nspname, s.stxname), p.property, p.value
            FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
            CROSS JOIN LATERAL (VALUES
                ('definition', pg_get_statisticsobjdef(s.oid)),
                ('owner', s.stxowner::regrole::text),
                ('target', NULLIF(s.stxstattarget, -1)::text)
            ) AS p (property, value)
            WHERE {users} AND {own pg_statistic_ext s.oid}""";

    private static final String EXTENSIONS = """
            SELECT 'extension', quote_ident(e.extname), p.property, p.value
            FROM pg_extension e
            CROSS JOIN LATERAL (VALUES
                ('version', e.extversion),
                ('schema', e.extnamespace::regnamespace::text)
            ) AS p (property, value)""";

    private static final String SCHEMAS = """
            SELECT 'schema', quote_ident(n.nspname), 'owner', n.nspowner::regrole::text
            FROM pg_namespace n WHERE {users} AND {own pg_namespace n.oid}""";

    private static final String COMMENTS = """
            SELECT 'comment', i.type || ' ' || i.identity, 'text', d.description
            FROM pg_description d
            CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) AS i
            WHERE d.objoid >= 16384 AND {own d.classoid d.objoid} AND i.identity !~ '_qail_'
               OR d.classoid = 'pg_namespace'::regclass AND d.objoid = 'public'::regnamespace""";

    private static final String PRIVILEGES = """
            , acl AS (
                SELECT 'pg_class'::regclass AS classid, c.oid, 0 AS sub, c.relnamespace AS schema,
                       COALESCE(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner)) AS acl
                FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                UNION ALL
                SELECT 'pg_class'::regclass, a.attrelid, a.attnum, c.relnamespace, a.attacl
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
                UNION ALL
                SELECT 'pg_proc'::regclass, f.oid, 0, f.pronamespace, COALESCE(f.proacl, acldefault('f', f.proowner))
                FROM pg_proc f
                WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = f.oid
                                  AND d.deptype = 'i')
                UNION ALL
                SELECT 'pg_type'::regclass, t.oid, 0, t.typnamespace, COALESCE(t.typacl, acldefault('T', t.typowner))
                FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
                WHERE (t.typrelid = 0 OR c.relkind = 'c') AND t.typtype <> 'm'
                  AND NOT EXISTS (SELECT FROM pg_type b WHERE b.typarray = t.oid)
                UNION ALL
                SELECT 'pg_namespace'::regclass, n.oid, 0, n.oid, COALESCE(n.nspacl, acldefault('n', n.nspowner))
                FROM pg_namespace n
            )
            SELECT 'privileges', i.type || ' ' || i.identity,
                   CASE a.grantee WHEN 0 THEN 'public' ELSE a.grantee::regrole::text END,
                   string_agg(DISTINCT a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END, ', ')
            FROM acl JOIN pg_namespace n ON n.oid = acl.schema
            CROSS JOIN LATERAL aclexplode(acl.acl) AS a
            CROSS JOIN LATERAL pg_identify_object(acl.classid, acl.oid, acl.sub) AS i
            WHERE {users} AND {own acl.classid acl.oid} AND i.identity !~ '_qail_'
            GROUP BY 1, 2, 3""";

    private static final String DEFAULT_PRIVILEGES = """
            SELECT 'default privileges',
                   concat_ws(' ', d.defaclrole::regrole, NULLIF(d.defaclnamespace, 0)::regnamespace, d.defaclobjtype),
                   CASE a.grantee WHEN 0 THEN 'public' ELSE a.grantee::regrole::text END,
                   string_agg(DISTINCT a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END, ', ')
            FROM pg_default_acl d CROSS JOIN LATERAL aclexplode(d.defaclacl) AS a
            GROUP BY 1, 2, 3""";

    /** Kinds that no statement above tells more about. */
    private static final String OTHER = """
            , object AS (
                SELECT 'pg_operator'::regclass AS classid, oid FROM pg_operator
                UNION ALL SELECT 'pg_opclass'::regclass, oid FROM pg_opclass
                UNION ALL SELECT 'pg_opfamily'::regclass, oid FROM pg_opfamily
                UNION ALL SELECT 'pg_collation'::regclass, oid FROM pg_collation
                UNION ALL SELECT 'pg_conversion'::regclass, oid FROM pg_conversion
                UNION ALL SELECT 'pg_cast'::regclass, oid FROM pg_cast
                UNION ALL SELECT 'pg_ts_config'::regclass, oid FROM pg_ts_config
                UNION ALL SELECT 'pg_ts_dict'::regclass, oid FROM pg_ts_dict
                UNION ALL SELECT 'pg_ts_parser'::regclass, oid FROM pg_ts_parser
                UNION ALL SELECT 'pg_ts_template'::regclass, oid FROM pg_ts_template
                UNION ALL SELECT 'pg_event_trigger'::regclass, oid FROM pg_event_trigger
                UNION ALL SELECT 'pg_publication'::regclass, oid FROM pg_publication
                UNION ALL SELECT 'pg_publication_rel'::regclass, oid FROM pg_publication_rel
                UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid FROM pg_foreign_data_wrapper
                UNION ALL SELECT 'pg_foreign_server'::regclass, oid FROM pg_foreign_server
                UNION ALL SELECT 'pg_language'::regclass, oid FROM pg_language
                UNION ALL SELECT 'pg_am'::regclass, oid FROM pg_am
                UNION ALL SELECT 'pg_transform'::regclass, oid FROM pg_transform
            )
            SELECT i.type, i.identity, 'exists', 'true'
            FROM object o CROSS JOIN LATERAL pg_identify_object(o.classid, o.oid, 0) AS i
            WHERE o.oid >= 16384 AND {own o.classid o.oid} AND COALESCE(i.schema, '') !~ '^pg_'""";

    private FullCatalogQueries() {}

    static List<String> all(int version) {
        return List.of(
                        RELATIONS,
                        COLUMNS,
                        CONSTRAINTS,
                        INDEXES,
                        SEQUENCES,
                        RULES,
                        ROUTINES,
                        TRIGGERS,
                        POLICIES,
                        TYPES,
                        STATISTICS,
                        EXTENSIONS,
                        SCHEMAS,
                        COMMENTS,
                        PRIVILEGES,
                        DEFAULT_PRIVILEGES,
                        OTHER)
                .stream()
                .map(query -> expand(query, version))
                .toList();
    }

    private static String expand(String query, int version) {
        String sql = query.replace("{users}", "n.nspname" + USERS);
        sql = MEMBER.matcher(sql).replaceAll(found -> {
            // A catalog by its name, or the column that names it.
            String catalog = found.group(1).contains(".") ? found.group(1) : "'" + found.group(1) + "'::regclass";
            return "NOT EXISTS (SELECT FROM member m WHERE m.classid = " + catalog + " AND m.objid = " + found.group(2)
                    + ")";
        });
        sql = VERSION.matcher(sql)
                .replaceAll(found -> version >= Integer.parseInt(found.group(1)) ? found.group(2) : "NULL");
        return "WITH member AS (SELECT d.classid, d.objid FROM pg_depend d WHERE d.deptype = 'e')\n" + sql;
    }
}
