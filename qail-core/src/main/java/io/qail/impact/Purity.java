package io.qail.impact;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Whether an expression has one value for one row, whenever and however often somebody computes it. Only then can it be
 * computed beforehand. PostgreSQL parses it, as a temporary view, and its functions are looked at. Only what comes with the
 * server is believed what it says about itself; a subquery reads what others may change.
 */
final class Purity {

    private static final String VIEW = "pg_temp._qail_expression";

    /**
     * The first function that is not known to depend on its arguments alone. Stable ones that depend on nothing but the
     * session's settings, which are pinned, and the time of the transaction are.
     */
    private static final String QUERY = """
            WITH rule AS (
                SELECT r.ev_action::pg_catalog.text AS tree FROM pg_catalog.pg_rewrite r
                WHERE r.ev_class = '%s'::pg_catalog.regclass
            ), called(oid) AS (
                SELECT m[1]::pg_catalog.oid FROM rule, pg_catalog.regexp_matches(
                    tree, ':(?:funcid|opfuncid|aggfnoid|winfnoid) ([1-9][0-9]*)', 'g') AS m
                UNION
                SELECT o.oprcode::pg_catalog.oid FROM rule, pg_catalog.regexp_matches(tree, ':opno ([1-9][0-9]*)', 'g') AS m
                JOIN pg_catalog.pg_operator o ON o.oid = m[1]::pg_catalog.oid
            ), doubts(doubt) AS (
                SELECT 'it reads a table' FROM rule WHERE tree LIKE '%%{SUBLINK %%'
                UNION ALL
                SELECT 'it calls ' || p.proname || '()'
                FROM called c JOIN pg_catalog.pg_proc p ON p.oid = c.oid
                WHERE p.oid >= 16384 OR p.provolatile = 'v' OR p.provolatile = 's'
                    AND NOT EXISTS (SELECT FROM pg_catalog.pg_cast k WHERE k.castfunc = p.oid)
                    AND NOT EXISTS (SELECT FROM pg_catalog.pg_operator o WHERE o.oprcode = p.oid)
                    AND p.proname <> ALL (ARRAY['concat', 'concat_ws', 'format', 'to_char', 'to_date', 'to_timestamp', 'date_trunc',
                        'date_part', 'extract', 'timezone', 'now', 'transaction_timestamp', 'age', 'array_to_string',
                        'jsonb_build_object', 'json_build_object', 'jsonb_build_array', 'json_build_array', 'to_json', 'to_jsonb',
                        'quote_literal', 'quote_nullable', 'make_timestamptz'])
            )
            SELECT min(doubt) FROM doubts
            """.formatted(VIEW);

    private Purity() {}

    /** Why the expression may have another value next time, in words; null where it cannot. */
    static @Nullable String doubt(Connection connection, LiveRows rows, String expression) throws SQLException {
        try {
            return Attempt.undone(connection, () -> {
                try (Statement statement = connection.createStatement()) {
                    statement.setEscapeProcessing(false);
                    statement.execute("CREATE TEMPORARY VIEW _qail_expression AS SELECT (" + expression
                            + ") AS value FROM " + rows.from());
                    try (ResultSet row = statement.executeQuery(QUERY)) {
                        row.next();
                        return row.getString(1);
                    }
                }
            });
        } catch (SQLException e) {
            if (SqlErrors.isRefusal(e) || SqlErrors.isData(e)) {
                return "it cannot be looked at: " + SqlErrors.message(e);
            }
            throw e;
        }
    }
}
