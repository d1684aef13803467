package io.qail.catalog;

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

    /** A URL that the driver cannot parse is quoted by it as a whole. */
    private static final Pattern PASSWORD = Pattern.compile("(?i)(password=)[^&;\\s]*");

    /** {@code user:password@host}, which the driver takes for the name of a host. */
    private static final Pattern USER_INFO = Pattern.compile("[^\\s/:@]*:[^\\s/]+@");

    /** A refused value comes last or first, in quotes, and may hold quotes itself: what is between the outermost goes. */
    private static final Pattern QUOTED = Pattern.compile("\".*\"", Pattern.DOTALL);

    private static final Pattern COPY_POSITION = Pattern.compile("^COPY [^:\\n]*, line \\d+(, column [^:\\n]*)?");

    private static final String NUMERIC_OVERFLOW = "22003";

    private SqlMessage() {}

    /** PostgreSQL's message alone, or the driver's where the server did not speak. */
    public static String of(SQLException e) {
        ServerErrorMessage server = server(e);
        if (server == null) {
            return withoutPasswords(String.valueOf(e.getMessage()));
        }
        String message = String.valueOf(server.getMessage());
        return isClass(e, "22") ? QUOTED.matcher(message).replaceAll("(a value)") : message;
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
            append(text, "hint", server.getHint());
            append(text, "where", copyPosition(server.getWhere()));
        }
        return text.toString();
    }

    /**
     * The exception itself where its text gives nothing away, else one with the same SQLSTATE and stack trace and a text
     * that does not: causes end up in logs and traces too.
     */
    public static SQLException withoutValues(SQLException e) {
        boolean telling = isClass(e, "22") || isClass(e, "23");
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
            if (!withoutPasswords(message).equals(message)) {
                return true;
            }
        }
        return false;
    }

    /** A detail of class 23 quotes the key of a row, one of class 22 what could not be read as a number, XML or JSON. */
    private static @Nullable String detail(SQLException e, ServerErrorMessage server) {
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

    private static String withoutPasswords(String text) {
        return USER_INFO.matcher(PASSWORD.matcher(text).replaceAll("$1***")).replaceAll("***@");
    }
}
