package io.qail.catalog;

import io.qail.schema.ObjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Follows {@code pg_depend} from a table or column to what stands on it, directly or through a view. */
final class DependentReader {

    /**
     * Views stand on what their rule reads; the row type leads to functions and columns that use it. Of several ways to
     * one object the automatic one counts, as in PostgreSQL: a check depends on its columns in both ways.
     */
    private static final String SQL = """
            WITH RECURSIVE subject AS (
                SELECT c.oid, c.reltype, a.attnum
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = ? AND NOT a.attisdropped
                WHERE n.nspname = ? AND c.relname = ? AND (a.attnum IS NOT NULL OR ?::text IS NULL)
            ), dependent AS (
                SELECT d.classid, d.objid, d.objsubid, d.deptype::text AS deptype
                FROM subject s JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = s.oid
                    AND (s.attnum IS NULL OR d.refobjsubid = s.attnum)
                WHERE d.deptype IN ('n', 'a')
                UNION
                SELECT d.classid, d.objid, d.objsubid, d.deptype::text
                FROM subject s JOIN pg_type ty ON s.attnum IS NULL AND ty.oid IN (s.reltype,
                    (SELECT r.typarray FROM pg_type r WHERE r.oid = s.reltype))
                JOIN pg_depend d ON d.refclassid = 'pg_type'::regclass AND d.refobjid = ty.oid
                WHERE d.deptype IN ('n', 'a')
                UNION
                SELECT d.classid, d.objid, d.objsubid, d.deptype::text
                FROM dependent v JOIN pg_rewrite r ON v.classid = 'pg_rewrite'::regclass AND r.oid = v.objid
                JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = r.ev_class
                WHERE d.deptype IN ('n', 'a')
            ), resolved AS (
                SELECT CASE WHEN r.oid IS NOT NULL THEN 'pg_class'::regclass
                            WHEN ad.oid IS NOT NULL THEN 'pg_class'::regclass ELSE d.classid END AS classid,
                       COALESCE(r.ev_class, ad.adrelid, d.objid) AS objid,
                       CASE WHEN ad.oid IS NOT NULL THEN ad.adnum ELSE d.objsubid END AS objsubid,
                       d.deptype
                FROM dependent d
                LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid AND r.rulename = '_RETURN'
                LEFT JOIN pg_attrdef ad ON d.classid = 'pg_attrdef'::regclass AND ad.oid = d.objid
            )
            SELECT i.type || ' ' || i.identity AS description, bool_or(r.deptype = 'a') AS dropped_along
            FROM resolved r CROSS JOIN subject s
            CROSS JOIN LATERAL pg_identify_object(r.classid, r.objid, r.objsubid) AS i
            WHERE NOT (r.classid = 'pg_class'::regclass AND r.objid = s.oid
                       AND (s.attnum IS NULL OR r.objsubid = s.attnum))
              AND NOT (s.attnum IS NULL AND (
                  r.classid = 'pg_class'::regclass AND EXISTS (SELECT FROM pg_index x
                      WHERE x.indexrelid = r.objid AND x.indrelid = s.oid)
                  OR r.classid = 'pg_constraint'::regclass AND EXISTS (SELECT FROM pg_constraint c
                      WHERE c.oid = r.objid AND c.conrelid = s.oid)))
            GROUP BY 1 ORDER BY 1
            """;

    private DependentReader() {}

    static List<Dependent> read(JdbcTemplate jdbc, ObjectName table, @Nullable String column) {
        return jdbc.query(
                SQL,
                (row, n) -> new Dependent(row.getString("description"), row.getBoolean("dropped_along")),
                column,
                table.schema(),
                table.name(),
                column);
    }
}
