package io.qail.error;

import java.util.List;
import java.util.stream.Collectors;

/** One or more scripts are wrong. Thrown before anything runs; carries every finding, not just the first. */
public final class ScriptException extends QailException {

    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    public ScriptException(List<Diagnostic> diagnostics) {
        this(diagnostics, "Correct the script and start again. Nothing was changed in the database.");
    }

    public ScriptException(List<Diagnostic> diagnostics, String action) {
        super(diagnostics.stream().map(Diagnostic::render).collect(Collectors.joining("\n")), action);
        this.diagnostics = List.copyOf(diagnostics);
    }

    /** The findings in the order of their places; at least one. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
