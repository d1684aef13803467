package io.qail.catalog;

import io.qail.schema.SqlPasswords;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessException;

/** The text of an {@link SQLException} that is fit for a log: without values of rows, without passwords. */
public final class SqlMessage {

    /**
     * A refused value comes last or first, in the quotes of the server's language, and may hold quotes itself: what is
     * between the outermost goes. So do bytes and long numbers that stand without quotes.
     */
    private static final Pattern VALUE = Pattern.compile(
            "[\"\u00ab\u00bb\u201e\u201c\u201d\u2039\u203a\u300c\u300d'`\u2018\u2019].*"
                    + "[\"\u00ab\u00bb\u201e\u201c\u201d\u2039\u203a\u300c\u300d'`\u2018\u2019]|0x[0-9a-fA-F]{2}|[0-9]{4,}",
            Pattern.DOTALL);

    /** The line of the function; what it calls is told with its text, and that may hold values. */
    private static final Pattern FUNCTION =
            Pattern.compile("PL/pgSQL function (\\S+?)\\(?[^\\n()]*\\)? line \\d+ at [A-Za-z ]+");

    private static final String DO_BLOCK = "inline_code_block";

    private static final Pattern COPY_POSITION = Pattern.compile("^COPY [^:\\n]*, line \\d+(, column [^:\\n]*)?");

    private static final String NUMERIC_OVERFLOW = "22003";

    private SqlMessage() {}

    /** PostgreSQL's message alone, or the driver's where the server did not speak. */
    public static String of(SQLException e) {
        ServerErrorMessage server = server(e);
        if (server == null) {
            return SqlPasswords.maskedUrls(String.valueOf(e.getMessage()));
        }
        String message = String.valueOf(server.getMessage());
        if (isRaised(e, server)) {
            String function = function(server);
            return (function == null ? "A function" : function)
                    + " raised an error; its text may hold values of rows, the log has it at DEBUG";
        }
        return isClass(e, "22") ? VALUE.matcher(message).replaceAll("(a value)") : message;
    }

    /**
     * Whether a function of the database wrote the text, under whatever SQLSTATE: it puts values of rows into it. What a DO
     * block says is for whoever runs the script.
     */
    private static boolean isRaised(SQLException e, ServerErrorMessage server) {
        boolean raised = isClass(e, "P0")
                || "exec_stmt_raise".equals(server.getRoutine())
                || "exec_stmt_assert".equals(server.getRoutine());
        String function = function(server);
        return raised && (function == null || !function.contains(DO_BLOCK));
    }

    private static @Nullable String function(ServerErrorMessage server) {
        Matcher function = FUNCTION.matcher(server.getWhere() == null ? "" : server.getWhere());
        return function.find() ? function.group() : null;
    }

    /** The message with SQLSTATE, detail, hint and, of a COPY, the line. */
    public static String full(SQLException e) {
        StringBuilder text = new StringBuilder(of(e));
        if (e.getSQLState() != null) {
            text.append(" (SQLSTATE ").append(e.getSQLState()).append(')');
        }
        ServerErrorMessage server = server(e);
        if (server != null) {
            append(text, "detail", detail(e, server));
            append(text, "hint", isRaised(e, server) ? null : server.getHint());
            append(text, "where", copyPosition(server.getWhere()));
        }
        return text.toString();
    }

    /**
     * The exception itself where its text gives nothing away, else one with the same SQLSTATE and stack trace and a text
     * that does not: causes end up in logs and traces too.
     */
    public static SQLException withoutValues(SQLException e) {
        ServerErrorMessage server = server(e);
        boolean telling = isClass(e, "22")
                || isClass(e, "23")
                || (server != null
                        && (isRaised(e, server) || server.getWhere() != null || server.getInternalQuery() != null));
        if (!telling && !holdsPassword(e)) {
            return e;
        }
        SQLException plain = new SQLException(full(e), e.getSQLState());
        plain.setStackTrace(e.getStackTrace());
        return plain;
    }

    /** The database's own exception behind one of Spring's; behind it may be an I/O error, where a connection broke. */
    public static Optional<SQLException> behind(DataAccessException e) {
        for (Throwable at = e.getCause(); at != null; at = at.getCause()) {
            if (at instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }

    private static boolean holdsPassword(Throwable e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            String message = String.valueOf(at.getMessage());
            if (!SqlPasswords.maskedUrls(message).equals(message)) {
                return true;
            }
        }
        return false;
    }

    /** A detail of class 23 quotes the key of a row, one of class 22 what could not be read as a number, XML or JSON. */
    private static @Nullable String detail(SQLException e, ServerErrorMessage server) {
        if (isRaised(e, server)) {
            return null;
        }
        if (isClass(e, "23")) {
            return server.getConstraint() == null ? null : "constraint " + server.getConstraint();
        }
        return isClass(e, "22") && !NUMERIC_OVERFLOW.equals(e.getSQLState()) ? null : server.getDetail();
    }

    private static @Nullable String copyPosition(@Nullable String where) {
        Matcher position = COPY_POSITION.matcher(where == null ? "" : where);
        return position.find() ? position.group() : null;
    }

    private static void append(StringBuilder text, String label, @Nullable String part) {
        if (part != null && !part.isBlank()) {
            text.append("\n    ").append(label).append(": ").append(part.replace("\n", "\n    "));
        }
    }

    private static @Nullable ServerErrorMessage server(SQLException e) {
        return e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    }

    private static boolean isClass(SQLException e, String prefix) {
        return e.getSQLState() != null && e.getSQLState().startsWith(prefix);
    }
}
