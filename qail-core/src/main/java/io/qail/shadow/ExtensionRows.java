package io.qail.shadow;

import io.qail.catalog.SqlMessage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that users put into the tables of an extension. The extension names these tables and rows itself
 * ({@code pg_extension_config_dump}), and {@code pg_dump} carries them. Their tables belong to the extension's owner, often
 * a superuser, so that nobody else can capture what changes in them.
 */
final class ExtensionRows {

    private static final String TABLES = """
            SELECT e.extname, pg_catalog.format('%I.%I', n.nspname, c.relname), coalesce(t.condition, '')
            FROM pg_catalog.pg_extension e
            CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(e.extconfig), pg_catalog.unnest(e.extcondition))
                AS t(relation, condition)
            JOIN pg_catalog.pg_class c ON c.oid = t.relation
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') ORDER BY 1, 2""";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private ExtensionRows() {}

    private record Marked(String extension, String table, String condition) {}

    /** What a shadow would lack, each a sentence. */
    static List<String> left(Session primary) throws SQLException {
        List<String> found = new ArrayList<>();
        for (Marked marked :
                primary.list(TABLES, row -> new Marked(row.getString(1), row.getString(2), row.getString(3)))) {
            String place = "The table " + marked.table() + " of the extension " + marked.extension();
            try {
                if (primary.isTrue("SELECT EXISTS (SELECT FROM " + marked.table() + " " + marked.condition() + ")")) {
                    found.add(place + " holds rows that the extension did not bring along, and QAIL cannot carry them "
                            + "over. Take them away, and put them into the new database after the promotion.");
                }
            } catch (SQLException e) {
                if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                    throw e;
                }
                found.add(place + " may hold rows that QAIL cannot carry over, and cannot be read (" + SqlMessage.of(e)
                        + "): grant SELECT on it.");
            }
        }
        return found;
    }
}
