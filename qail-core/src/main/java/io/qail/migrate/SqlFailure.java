package io.qail.migrate;

import io.qail.catalog.SqlMessage;
import io.qail.error.EnvironmentException;
import io.qail.error.MigrationException;
import io.qail.error.QailException;
import io.qail.error.Setting;
import io.qail.schema.SqlPasswords;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns PostgreSQL's refusal of a statement into an error for people. */
final class SqlFailure {

    private static final Logger log = LoggerFactory.getLogger(SqlFailure.class);

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private SqlFailure() {}

    /** The failure of a statement of a version, which has been or will be rolled back. */
    static QailException of(String version, String script, String statement, SQLException e) {
        String message = "Migration " + version + " (" + script + ") was rolled back: " + describe(e) + "\n    in: "
                + SqlPasswords.masked(statement).strip().replace("\n", "\n        ");
        if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
            return new EnvironmentException(message, privilegeAction(), cause(e));
        }
        return new MigrationException(version, message, action(e), e.getSQLState(), cause(e));
    }

    /** PostgreSQL's message with its detail and hint, and the SQLSTATE. */
    static String describe(SQLException e) {
        return SqlMessage.full(e);
    }

    /** What PostgreSQL said word for word, with values of rows, is for DEBUG alone. */
    private static SQLException cause(SQLException e) {
        SQLException cause = SqlMessage.withoutValues(e);
        if (cause != e) {
            log.debug("The values are not in the error that follows", e);
        }
        return cause;
    }

    /** The failure of an index build, which runs after the commit of its version. */
    static MigrationException afterCommit(String statement, SQLException e) {
        return new MigrationException(
                "index build",
                "An index could not be built after the commit: " + describe(e) + "\n    in: " + statement,
                "The version itself is applied. Remove the cause and start again: the index is still on the list.",
                e.getSQLState(),
                cause(e));
    }

    /** A refusal that belongs to no version: of the history table, of the lock. */
    static EnvironmentException outsideVersion(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String action = switch (state) {
            case INSUFFICIENT_PRIVILEGE -> privilegeAction();
            case "3F000" -> "Create the schema, or correct " + Setting.DEFAULT_SCHEMA + ".";
            default -> "Check the server's log around this time. Nothing was changed by the statement.";
        };
        return new EnvironmentException("The database refused: " + describe(e), action, cause(e));
    }

    static String privilegeAction() {
        return "The role of the migration lacks a privilege. Let it own the objects that it changes and grant it CREATE on "
                + "their schema, or give the migration its own role with " + Setting.USER + " and " + Setting.PASSWORD
                + ".";
    }

    private static String action(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        return switch (state) {
            case "2BP01" ->
                "An object that QAIL does not manage depends on what the script drops or changes. Change that "
                        + "object first, or keep the column. The database is as it was before this version.";
            case "23502", "23503", "23505", "23514", "23P01" ->
                "Rows that are in the table violate what the script "
                        + "declares. Correct the rows first, or fill them in the script with transform. The database is as it "
                        + "was before this version.";
            case "57014" ->
                "The statement ran longer than " + Setting.STATEMENT_TIMEOUT
                        + ", or somebody cancelled it. The database " + "is as it was before this version.";
            default -> "Correct the script and start again. The database is as it was before this version.";
        };
    }
}
