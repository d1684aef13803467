package io.qail.shadow;

import java.sql.SQLException;

/**
 * One text for everything that somebody could change about the primary's schema while a shadow follows it. Fast enough to be
 * asked while writers wait. Capture's own triggers, and what maintenance does to tables and indexes, do not change it.
 */
final class Fingerprint {

    private static final String SQL = """
            WITH relation AS (
                SELECT c.*, n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', '_qail_shadow')
                  AND c.relpersistence <> 't' AND c.relname !~ '^_qail_'
            ), part(t) AS (
                SELECT pg_catalog.format('r %s %s %s %s %s %s %s %s %s', r.nspname, r.relname,
                    CASE WHEN r.relkind IN ('i', 'I') THEN 0 ELSE r.oid END, r.relkind, r.relpersistence, r.relowner,
                    r.relacl, r.reloptions, r.relrowsecurity::text || r.relforcerowsecurity || r.relispartition)
                FROM relation r
                UNION ALL
                SELECT pg_catalog.format('a %s %s %s %s %s %s %s %s %s %s', a.attrelid, a.attnum, a.attname, a.atttypid,
                    a.atttypmod, a.attnotnull, a.attisdropped, a.attidentity, a.attgenerated, a.attcollation)
                FROM pg_catalog.pg_attribute a JOIN relation r ON r.oid = a.attrelid
                WHERE a.attnum > 0 AND r.relkind IN ('r', 'p', 'v', 'm', 'c')
                UNION ALL
                SELECT pg_catalog.format('k %s %s %s', k.oid, k.conname, k.convalidated) FROM pg_catalog.pg_constraint k
                LEFT JOIN relation r ON r.oid = k.conrelid WHERE r.oid IS NOT NULL OR k.contypid <> 0
                UNION ALL
                SELECT pg_catalog.format('t %s %s %s', g.oid, g.tgname, g.tgenabled) FROM pg_catalog.pg_trigger g
                JOIN relation r ON r.oid = g.tgrelid WHERE NOT g.tgisinternal AND g.tgname !~ '^_qail_'
                UNION ALL
                SELECT pg_catalog.format('d %s %s', d.oid, d.xmin) FROM pg_catalog.pg_attrdef d
                JOIN relation r ON r.oid = d.adrelid
                UNION ALL
                SELECT pg_catalog.format('w %s %s', w.oid, w.xmin) FROM pg_catalog.pg_rewrite w
                JOIN relation r ON r.oid = w.ev_class
                UNION ALL
                SELECT pg_catalog.format('o %s %s', p.oid, p.xmin) FROM pg_catalog.pg_policy p
                UNION ALL
                SELECT pg_catalog.format('p %s %s', p.oid, p.xmin) FROM pg_catalog.pg_proc p
                JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                WHERE p.oid >= 16384 AND n.nspname <> '_qail_shadow' AND n.nspname !~ '^pg_'
                UNION ALL
                SELECT pg_catalog.format('e %s %s', e.oid, e.xmin) FROM pg_catalog.pg_enum e WHERE e.oid >= 16384
                UNION ALL
                SELECT pg_catalog.format('y %s %s', y.oid, y.xmin) FROM pg_catalog.pg_type y
                WHERE y.oid >= 16384 AND y.typtype IN ('d', 'e')
                UNION ALL
                SELECT pg_catalog.format('x %s %s', x.oid, x.extversion) FROM pg_catalog.pg_extension x
                UNION ALL
                SELECT pg_catalog.format('n %s %s %s', n.oid, n.nspname, n.nspacl) FROM pg_catalog.pg_namespace n
                WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', '_qail_shadow')
            )
            SELECT pg_catalog.md5(pg_catalog.string_agg(t, '|' ORDER BY t COLLATE "C")) FROM part""";

    private Fingerprint() {}

    static String of(Session primary) throws SQLException {
        return primary.strings(SQL).get(0);
    }
}
