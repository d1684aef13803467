package io.qail.plan;

import io.qail.schema.ObjectName;
import io.qail.schema.SqlLiteral;

/**
 * Keeps the application's triggers silent around a statement: a row that a migration rewrites is not one that a user
 * changed, and a trigger may set other columns, or skip the row. Foreign keys go on working. What each trigger was is
 * known to the database only, so the two statements find it out when they run; it is kept in a setting of the
 * transaction, for which a role needs no right.
 */
public final class SilentTriggers {

    private SilentTriggers() {}

    /**
     * Disables the triggers of the table and its child tables, and of the tables whose foreign keys carry a change of the
     * column on.
     */
    public static String begin(ObjectName table, String column) {
        return DoBlock.of("""
                DECLARE
                    off text;
                    back text;
                BEGIN
                    WITH RECURSIVE written(oid, name) AS (
                        SELECT %s::pg_catalog.regclass::pg_catalog.oid, %s::pg_catalog.name
                        UNION SELECT further.oid, further.name FROM written w CROSS JOIN LATERAL (
                            SELECT i.inhrelid, w.name FROM pg_catalog.pg_inherits i WHERE i.inhparent = w.oid
                            UNION ALL
                            SELECT k.conrelid, a.attname
                            FROM pg_catalog.pg_constraint k
                            JOIN pg_catalog.pg_attribute p ON p.attrelid = k.confrelid AND p.attname = w.name AND p.attnum = ANY (k.confkey)
                            JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
                                AND (k.confupdtype <> 'c' OR a.attnum = k.conkey[pg_catalog.array_position(k.confkey, p.attnum)])
                            WHERE k.contype = 'f' AND k.confrelid = w.oid AND k.confupdtype IN ('c', 'n', 'd')
                        ) AS further(oid, name)
                    ), family(oid) AS (
                        SELECT DISTINCT w.oid FROM written w
                    ), firing AS (
                        SELECT pg_catalog.format('ALTER TABLE ONLY %%I.%%I', n.nspname, c.relname) AS alter_table,
                               pg_catalog.format('TRIGGER %%I', t.tgname) AS trigger_name,
                               CASE t.tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE' END AS enable
                        FROM family f
                        JOIN pg_catalog.pg_trigger t ON t.tgrelid = f.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D'
                        JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
                        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    )
                    SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', alter_table, 'DISABLE', trigger_name), '; '),
                           pg_catalog.string_agg(pg_catalog.concat_ws(' ', alter_table, enable, trigger_name), '; ')
                    INTO off, back FROM firing;
                    PERFORM pg_catalog.set_config('qail.triggers', coalesce(back, ''), true);
                    EXECUTE coalesce(off, '');
                END""".formatted(SqlLiteral.quote(table.sql()), SqlLiteral.quote(column)));
    }

    /** Makes them what they were. */
    public static String end() {
        return DoBlock.of("BEGIN EXECUTE pg_catalog.current_setting('qail.triggers'); END");
    }
}
