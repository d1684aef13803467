package io.qail.impact;

import io.qail.catalog.SqlMessage;
import io.qail.error.EnvironmentException;
import io.qail.error.Setting;
import io.qail.schema.ObjectName;
import java.sql.SQLException;

/** What the SQLSTATE of a failed query means for an analysis. */
final class SqlErrors {

    private SqlErrors() {}

    /** A value was refused: by a cast (class 22; 0A000 for a NaN as integer), by a domain (23), by a function (P0). */
    static boolean isData(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("P0") || state.equals("0A000");
    }

    /** The server will not run a statement: no privilege, read-only, an unknown extension, a name that is taken. */
    static boolean isRefusal(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("42") || state.startsWith("25") || state.startsWith("58") || state.startsWith("0A");
    }

    /** A statement was canceled, by {@code statement_timeout} or by somebody. */
    static boolean isTimeout(SQLException e) {
        return "57014".equals(e.getSQLState());
    }

    static boolean isPrivilege(SQLException e) {
        return "42501".equals(e.getSQLState());
    }

    /** PostgreSQL's message without position, detail and values. */
    static String message(SQLException e) {
        return SqlMessage.of(e);
    }

    /** The error of a role that may not see all rows: a count would be partial, and so would a snapshot. */
    static EnvironmentException notReadable(ObjectName table, String defaultSchema, SQLException e) {
        return new EnvironmentException(
                "The role of the migration cannot read every row of " + table.display(defaultSchema) + ": "
                        + message(e),
                "Without all rows QAIL can neither count what is at risk nor back it up. Let a role migrate that owns the "
                        + "table (without FORCE ROW LEVEL SECURITY) or has BYPASSRLS and SELECT on it: " + Setting.USER
                        + " and "
                        + Setting.PASSWORD + ". Nothing was changed.",
                e);
    }
}
