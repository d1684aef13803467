package io.qail.shadow;

import io.qail.catalog.SqlMessage;
import io.qail.schema.SqlLiteral;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the primary whether the SELECT of a table means something there, and gives the same for the same row at any time:
 * a row is computed again whenever it changes, and once more when both sides are compared. The SELECT becomes a temporary
 * view, whose dependencies tell what it reads and calls.
 */
final class MappingCheck {

    private static final String VIEW = "_qail_shadow_mapping";

    private static final Pattern CALL = Pattern.compile("\\b([a-z_][a-z0-9_]*)\\s*\\(");

    /** STABLE, and yet another value in each transaction. */
    private static final Pattern CLOCK = Pattern.compile(
            "\\b(?:now\\s*\\(|statement_timestamp\\s*\\(|transaction_timestamp\\s*\\(|current_timestamp|current_date"
                    + "|current_time|localtimestamp|localtime|pg_current_snapshot\\s*\\(|txid_current)",
            Pattern.CASE_INSENSITIVE);

    private MappingCheck() {}

    /**
     * What is wrong, each a sentence.
     *
     * @param session in a transaction, which is rolled back afterwards
     */
    static List<String> refusals(Session session, List<ShadowTable> tables, String defaultSchema) throws SQLException {
        List<String> refusals = new ArrayList<>();
        for (ShadowTable table : tables) {
            if (table.rewritten()) {
                Savepoint savepoint = session.connection().setSavepoint();
                check(session, table, "The rows of " + table.source().display(defaultSchema), refusals);
                session.connection().rollback(savepoint);
            }
        }
        return refusals;
    }

    private static void check(Session session, ShadowTable table, String rows, List<String> refusals)
            throws SQLException {
        try {
            session.execute("CREATE TEMPORARY VIEW " + VIEW + " AS " + table.query());
        } catch (SQLException e) {
            refusals.add(rows + " cannot be mapped by a query on the primary: " + SqlMessage.of(e)
                    + ". A transform can read the columns that are there now, and types that are there now.");
            return;
        }
        for (String other : session.strings(
                dependencies() + """
                        SELECT DISTINCT d.refobjid::pg_catalog.regclass::pg_catalog.text FROM dependency d
                        WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                          AND d.refobjid NOT IN (?::pg_catalog.regclass, 'pg_temp.%s'::pg_catalog.regclass)""".formatted(VIEW), table.source().sql())) {
            refusals.add(rows + " would be computed from another table, " + other
                    + ": a change there would not be noticed here.");
        }
        for (String function : session.strings(dependencies() + """
                SELECT DISTINCT p.oid::pg_catalog.regprocedure::pg_catalog.text FROM dependency d
                JOIN pg_catalog.pg_proc p ON d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid = d.refobjid
                WHERE p.provolatile <> 'i'""")) {
            refusals.add(rows + " would be computed by " + function
                    + ", which is not IMMUTABLE: it could give another value the next time.");
        }
        Set<String> volatiles =
                new TreeSet<>(session.strings("SELECT DISTINCT proname FROM pg_catalog.pg_proc WHERE provolatile = 'v'"
                        + " AND pronamespace = 'pg_catalog'::pg_catalog.regnamespace"));
        String definition = session.strings("SELECT pg_catalog.pg_get_viewdef(" + SqlLiteral.quote("pg_temp." + VIEW)
                        + "::pg_catalog.regclass)")
                .get(0)
                .replaceAll("'(?:[^']|'')*'", "''")
                .replaceAll("\"(?:[^\"]|\"\")*\"", "\"\"");
        Matcher call = CALL.matcher(definition);
        while (call.find()) {
            if (volatiles.contains(call.group(1))) {
                refusals.add(
                        rows + " would be computed by " + call.group(1) + "(), which gives another value each time.");
            }
        }
        if (CLOCK.matcher(definition).find()) {
            refusals.add(rows + " would be computed from the clock, which gives another value each time.");
        }
    }

    private static String dependencies() {
        return "WITH dependency AS (SELECT d.refclassid, d.refobjid FROM pg_catalog.pg_depend d"
                + " JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid"
                + " AND d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass"
                + " WHERE r.ev_class = 'pg_temp." + VIEW + "'::pg_catalog.regclass) ";
    }
}
