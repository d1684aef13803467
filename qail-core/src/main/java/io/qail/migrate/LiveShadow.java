package io.qail.migrate;

import io.qail.error.HistoryException;
import io.qail.error.Setting;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database that a shadow follows is not migrated: the shadow would lack the change, and the capture of a column that is
 * renamed or dropped would make every write fail. One query where there is no shadow.
 */
final class LiveShadow {

    private static final String EXISTS = "SELECT EXISTS (SELECT FROM pg_catalog.pg_class c"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = '_qail_shadow' AND c.relname = 'state')";

    /** Not in the shadow itself, in a promoted one, in a copy of it or in one of the primary: these have other OIDs. */
    private static final String SHADOW = "SELECT s.shadow, s.phase FROM _qail_shadow.state s"
            + " JOIN pg_catalog.pg_database d ON d.oid = s.primary_oid WHERE d.datname = pg_catalog.current_database()";

    private LiveShadow() {}

    /**
     * @throws HistoryException when there is one, with the ways out
     */
    static void refuse(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet exists = statement.executeQuery(EXISTS)) {
                if (!exists.next() || !exists.getBoolean(1)) {
                    return;
                }
            }
            try (ResultSet shadow = statement.executeQuery(SHADOW)) {
                if (shadow.next()) {
                    throw new HistoryException(
                            "The database has a shadow, " + shadow.getString(1) + " (" + shadow.getString(2)
                                    + "), that would not get this change",
                            "Promote the shadow, which brings its versions along, or abort it; then start again. "
                                    + Setting.MODE.to("plan")
                                    + " lets an application start meanwhile. Nothing was changed.");
                }
            }
        }
    }
}
