package io.qail.cli;

import io.qail.error.DataLossException;
import io.qail.error.Diagnostic;
import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import io.qail.error.LockException;
import io.qail.error.QailException;
import io.qail.error.ScriptException;
import java.io.PrintWriter;
import java.sql.SQLException;
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

    /** What the advice calls by the names of the starter's properties. */
    private static final Map<String, String> WORDS = words();

    private ErrorReport() {}

    static int usage(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("error: " + failure.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("`" + command.getCommandSpec().qualifiedName() + " --help` shows how it is used.");
        return ExitCode.USAGE.code();
    }

    static int failure(Exception failure, CommandLine command, ParseResult parsed) {
        ExitCode code = code(failure);
        String message = words(String.valueOf(failure.getMessage()));
        String action = action(failure, code);
        PrintWriter err = command.getErr();
        err.println(code == ExitCode.CANCELLED ? message : "error: " + message);
        if (!action.isEmpty()) {
            err.println("\n" + action);
        }
        if (parsed.hasMatchedOption("--verbose")) {
            failure.printStackTrace(err);
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
            return words(qail.action());
        }
        return "This is a fault of QAIL (" + failure.getClass().getSimpleName()
                + "); please report it with the output of --verbose.";
    }

    private static String words(String text) {
        String said = text;
        for (Map.Entry<String, String> word : WORDS.entrySet()) {
            said = said.replace(word.getKey(), word.getValue());
        }
        return said;
    }

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("qail.backup-mode is fail", "no --backup-mode says what shall happen to them");
        words.put("qail.backup-mode=", "--backup-mode ");
        words.put("qail.backup-mode", "--backup-mode");
        words.put("qail.lock-timeout", "--lock-timeout");
        words.put("qail.statement-timeout", "--statement-timeout");
        words.put("qail.default-schema", "--schema");
        words.put("qail.out-of-order=true", "--out-of-order");
        words.put("qail.target=", "--target ");
        words.put("qail.target", "--target");
        words.put("qail.baseline-on-migrate=true\n  qail.baseline-version=", "qail migrate apply --baseline ");
        words.put("set qail.shadow.replace", "give --replace to `qail migrate shadow`");
        words.put("set qail.shadow.name", "name another one with --name");
        words.put("qail.shadow.maintenance-database", "--maintenance-database");
        words.put("qail.shadow.promote-timeout", "--promote-timeout");
        words.put("qail.shadow.parallelism", "--parallelism");
        words.put("(qail.baseline-on-migrate)", "(`qail migrate apply --baseline`)");
        words.put("Abort it", "Take it away with `qail migrate abort`");
        words.put("Run sync and validate first", "Run `qail migrate shadow` again");
        words.put("promoteBack goes", "`qail migrate promote --back` goes");
        words.put("point the application at", "name");
        words.put("Qail.repair()", "`qail repair`");
        words.put(
                "correct qail.locations, or set qail.fail-on-missing-locations=false if it may be missing.",
                "or name another.");
        words.put("give the migration its own role with qail.user and qail.password", "name another role in the URL");
        return words;
    }
}
