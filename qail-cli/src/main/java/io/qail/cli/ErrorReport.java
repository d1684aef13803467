package io.qail.cli;

import io.qail.error.DataLossException;
import io.qail.error.Diagnostic;
import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import io.qail.error.LockException;
import io.qail.error.QailException;
import io.qail.error.ScriptException;
import io.qail.schema.SqlPasswords;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Errors for people: what happened, where, what to do; no stack trace unless it is asked for. */
final class ErrorReport {

    /** No connection, no login, no such database, the server starts or stops, no more connections. */
    private static final List<String> UNREACHABLE = List.of("08", "28", "3D000", "57P0", "53300");

    private ErrorReport() {}

    static int usage(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        // It quotes the argument that it does not understand, which may be a URL.
        String message = SqlPasswords.maskedUrls(String.valueOf(failure.getMessage()));
        err.println("error: " + message);
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("`" + command.getCommandSpec().qualifiedName() + " --help` shows how it is used.");
        if (Arrays.asList(args).contains("--json")) {
            command.getOut().println(Json.write(document(failure, ExitCode.USAGE, message, "")));
        }
        return ExitCode.USAGE.code();
    }

    static int failure(Exception failure, CommandLine command, ParseResult parsed) {
        ExitCode code = code(failure);
        String message = SqlPasswords.maskedUrls(OptionNames.INSTANCE.in(String.valueOf(failure.getMessage())));
        String action = SqlPasswords.maskedUrls(action(failure, code));
        PrintWriter err = command.getErr();
        err.println(code == ExitCode.CANCELLED ? message : "error: " + message);
        if (!action.isEmpty()) {
            err.println("\n" + action);
        }
        if (parsed.hasMatchedOption("--verbose")) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            err.print(SqlPasswords.maskedUrls(trace.toString()));
        }
        if (parsed.hasMatchedOption("--json")) {
            command.getOut().println(Json.write(document(failure, code, message, action)));
        }
        return code.code();
    }

    private static Map<String, Object> document(Exception failure, ExitCode code, String message, String action) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code.name());
        error.put("message", message);
        error.put("action", action);
        if (failure instanceof ScriptException wrong) {
            error.put("findings", wrong.diagnostics().stream().map(Finding::of).toList());
        }
        if (failure instanceof DataLossException loss) {
            error.put("recordsAtRisk", loss.recordsAtRisk());
        }
        return Map.of("error", error);
    }

    /** One finding in a file. */
    record Finding(
            String file,
            int line,
            int column,
            String message,
            @Nullable String suggestion) {

        static Finding of(Diagnostic diagnostic) {
            return new Finding(
                    diagnostic.position().file(),
                    diagnostic.position().line(),
                    diagnostic.position().column(),
                    diagnostic.message(),
                    diagnostic.suggestion());
        }
    }

    private static ExitCode code(Exception failure) {
        if (failure instanceof CommandEnd end) {
            return end.code();
        }
        if (failure instanceof ScriptException) {
            return ExitCode.WRONG_SCRIPT;
        }
        if (failure instanceof DataLossException) {
            return ExitCode.REFUSED;
        }
        if (failure instanceof HistoryException) {
            return ExitCode.DRIFTED;
        }
        if (failure instanceof LockException) {
            return ExitCode.LOCKED;
        }
        return isUnreachable(failure) ? ExitCode.UNREACHABLE : ExitCode.FAILED;
    }

    private static boolean isUnreachable(Exception failure) {
        if (!(failure instanceof EnvironmentException)) {
            return false;
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return UNREACHABLE.stream().anyMatch(sql.getSQLState()::startsWith);
            }
        }
        return false;
    }

    private static String action(Exception failure, ExitCode code) {
        if (code == ExitCode.UNREACHABLE) {
            return "Check host, port, database, user and password, and that the server accepts connections from here.";
        }
        if (failure instanceof CommandEnd end) {
            return end.action();
        }
        if (failure instanceof QailException qail) {
            return OptionNames.INSTANCE.in(qail.action());
        }
        return "This is a fault of QAIL (" + failure.getClass().getSimpleName()
                + "); please report it with the output of --verbose.";
    }
}
