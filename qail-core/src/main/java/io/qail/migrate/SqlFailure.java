package io.qail.migrate;

import io.qail.error.EnvironmentException;
import io.qail.error.MigrationException;
import io.qail.error.QailException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Turns PostgreSQL's refusal of a statement into an error for people. */
final class SqlFailure {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private SqlFailure() {}

    /** The failure of a statement of a version, which has been or will be rolled back. */
    static QailException of(String version, String script, String statement, SQLException e) {
        String message = "Migration " + version + " (" + script + ") was rolled back: " + describe(e) + "\n    in: "
                + statement.strip().replace("\n", "\n        ");
        if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
            return new EnvironmentException(message, privilegeAction(), e);
        }
        return new MigrationException(version, message, action(e), e.getSQLState(), e);
    }

    /** PostgreSQL's message with its detail and hint, and the SQLSTATE. */
    static String describe(SQLException e) {
        ServerErrorMessage server = e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        if (server == null) {
            return e.getMessage() + (e.getSQLState() == null ? "" : " (SQLSTATE " + e.getSQLState() + ")");
        }
        StringBuilder text = new StringBuilder(String.valueOf(server.getMessage()));
        text.append(" (SQLSTATE ").append(e.getSQLState()).append(')');
        append(text, "detail", detail(e.getSQLState(), server));
        append(text, "hint", server.getHint());
        return text.toString();
    }

    /** A detail of class 23 quotes the values of a row, which do not belong into a log. */
    private static @Nullable String detail(@Nullable String sqlState, ServerErrorMessage server) {
        if (sqlState == null || !sqlState.startsWith("23")) {
            return server.getDetail();
        }
        return server.getConstraint() == null ? null : "constraint " + server.getConstraint();
    }

    private static void append(StringBuilder text, String label, @Nullable String part) {
        if (part != null && !part.isBlank()) {
            text.append("\n    ").append(label).append(": ").append(part.replace("\n", "\n    "));
        }
    }

    /** The failure of an index build, which runs after the commit of its version. */
    static MigrationException afterCommit(String statement, SQLException e) {
        return new MigrationException(
                "index build",
                "An index could not be built after the commit: " + describe(e) + "\n    in: " + statement,
                "The version itself is applied. Remove the cause and start again: the index is still on the list.",
                e.getSQLState(),
                e);
    }

    /** A refusal that belongs to no version: of the history table, of the lock. */
    static EnvironmentException outsideVersion(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String action = switch (state) {
            case INSUFFICIENT_PRIVILEGE -> privilegeAction();
            case "3F000" -> "Create the schema, or correct qail.default-schema.";
            default -> "Check the server's log around this time. Nothing was changed by the statement.";
        };
        return new EnvironmentException("The database refused: " + describe(e), action, e);
    }

    static String privilegeAction() {
        return "The role of the migration lacks a privilege. Let it own the objects that it changes and grant it CREATE on "
                + "their schema, or give the migration its own role with qail.user and qail.password.";
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
                "The statement ran longer than qail.statement-timeout, or somebody cancelled it. The database "
                        + "is as it was before this version.";
            default -> "Correct the script and start again. The database is as it was before this version.";
        };
    }
}
