package io.qail.language;

import io.qail.error.Diagnostic;
import io.qail.error.ScriptException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a file. */
final class Findings {

    /** Enough to see what is wrong; also bounds the work on a file that is no script at all. */
    static final int MAXIMUM = 50;

    private final LineMap lines;
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    Findings(LineMap lines) {
        this.lines = lines;
    }

    /** Whether reading on makes sense. */
    boolean add(SyntaxError error) {
        diagnostics.add(lines.diagnostic(error.offset, error.finding, error.suggestion));
        if (diagnostics.size() == MAXIMUM && !error.fatal) {
            diagnostics.add(
                    lines.diagnostic(error.offset, "too many errors; those behind this place are not shown", null));
        }
        return !error.fatal && diagnostics.size() < MAXIMUM;
    }

    void throwIfAny() {
        if (!diagnostics.isEmpty()) {
            throw exception();
        }
    }

    /** Of at least one finding. */
    ScriptException exception() {
        // A stable sort: two findings at one place stay in the order in which they were made.
        diagnostics.sort(Comparator.comparingInt(
                        (Diagnostic diagnostic) -> diagnostic.position().line())
                .thenComparingInt(diagnostic -> diagnostic.position().column()));
        return new ScriptException(diagnostics);
    }
}
