package io.qail.plan;

import io.qail.error.Diagnostic;
import io.qail.error.ScriptException;
import io.qail.error.SourcePosition;
import io.qail.language.ParsedFile;
import io.qail.language.SourceFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects findings of several files. */
final class Findings {

    private final Map<String, SourceFile> sources = new HashMap<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    Findings(List<ParsedFile> files) {
        files.forEach(file -> sources.put(file.source().name(), file.source()));
    }

    void error(SourcePosition position, String message, @Nullable String suggestion) {
        SourceFile source = sources.get(position.file());
        diagnostics.add(
                source == null
                        ? new Diagnostic(position, message, "", suggestion)
                        : source.diagnostic(position, message, suggestion));
    }

    List<Diagnostic> sorted() {
        return diagnostics.stream()
                .distinct()
                .sorted(Comparator.comparing(
                                (Diagnostic finding) -> finding.position().file())
                        .thenComparingInt(finding -> finding.position().line())
                        .thenComparingInt(finding -> finding.position().column()))
                .toList();
    }

    void throwIfAny() {
        if (!diagnostics.isEmpty()) {
            throw new ScriptException(sorted());
        }
    }
}
