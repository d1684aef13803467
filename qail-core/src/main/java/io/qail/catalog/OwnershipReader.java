package io.qail.catalog;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who owns what, in words. What belongs to others than the one who owns most is told object by object, and that one, where
 * another asks, in one line; besides what the access control lists say of the owners themselves.
 */
final class OwnershipReader {

    /** Sequences of columns belong to their table. A schema {@code public} that initdb made belongs to nobody. */
    private static final String OWNERS = """
            , owned AS (
                SELECT 'pg_class'::regclass AS classid, c.oid AS objid, c.relowner AS owner
                FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND NOT starts_with(c.relname::text, '_qail_')
                  AND NOT (c.relkind = 'S' AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                      AND d.objid = c.oid AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')))
                UNION ALL
                SELECT 'pg_proc'::regclass, p.oid, p.proowner
                FROM pg_proc p JOIN chosen n ON n.oid = p.pronamespace WHERE NOT starts_with(p.proname::text, '_qail_')
                UNION ALL
                SELECT 'pg_type'::regclass, t.oid, t.typowner
                FROM pg_type t JOIN chosen n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
                WHERE t.typtype IN ('e', 'd') OR c.relkind = 'c'
                UNION ALL
                SELECT 'pg_statistic_ext'::regclass, s.oid, s.stxowner
                FROM pg_statistic_ext s JOIN chosen n ON n.oid = s.stxnamespace
                UNION ALL
                SELECT 'pg_namespace'::regclass, n.oid, n.nspowner FROM pg_namespace n JOIN chosen c ON c.oid = n.oid
                WHERE NOT (n.nspname = 'public' AND %s)
            ), own AS MATERIALIZED (
                SELECT o.* FROM owned o WHERE NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = o.classid AND d.objid = o.objid AND d.deptype IN ('e', 'i'))
            ), most AS (
                SELECT o.owner FROM own o GROUP BY o.owner
                ORDER BY count(*) DESC, pg_get_userbyid(o.owner) <> current_user, o.owner LIMIT 1
            )
            SELECT 'owner ' || quote_ident(pg_get_userbyid(o.owner)) || ' of ' || i.type || ' ' || i.identity AS description
            FROM own o JOIN most m ON m.owner <> o.owner
            CROSS JOIN LATERAL pg_identify_object(o.classid, o.objid, 0) AS i
            UNION ALL
            SELECT 'owner ' || quote_ident(pg_get_userbyid(m.owner)) || ' of everything else'
            FROM most m WHERE pg_get_userbyid(m.owner) <> current_user
            """;

    private OwnershipReader() {}

    static SortedSet<String> read(CatalogQuery query) {
        SortedSet<String> ownership = new TreeSet<>(query.list(
                OWNERS.formatted(
                        query.serverVersion() >= 15
                                ? "pg_get_userbyid(n.nspowner) = 'pg_database_owner'"
                                : "n.nspowner = 10"),
                (row, n) -> row.getString("description")));
        ownership.addAll(query.list(GrantReader.OWNERS, (row, n) -> row.getString("description")));
        return ownership;
    }
}
