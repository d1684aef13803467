package io.qail.plan;

import io.qail.error.Diagnostic;
import io.qail.error.ScriptException;
import io.qail.language.ParsedFile;
import io.qail.language.QailParser;
import io.qail.language.SchemaReader;
import io.qail.language.SourceFile;
import io.qail.schema.Schema;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Plans from texts, with {@code public} as default schema. */
final class Scripts {

    private Scripts() {}

    static ParsedFile file(String text) {
        return QailParser.parse(new SourceFile("test.qail", text), "public");
    }

    static Schema schema(String text) {
        return SchemaReader.toSchema(List.of(file(text)), "public");
    }

    static Plan delta(String base, String delta) {
        Schema schema = schema(base);
        return Planner.plan(schema, Planner.fold(schema, file(delta), "public"));
    }

    static Plan declare(String base, String next) {
        Schema schema = schema(base);
        return Planner.plan(schema, Planner.declare(schema, List.of(file(next)), "public"));
    }

    /** The findings, each as {@code line: message | suggestion}. */
    static String findings(Supplier<Plan> plan) {
        try {
            return "no finding, but the plan\n" + plan.get().describe("public");
        } catch (ScriptException e) {
            return e.diagnostics().stream().map(Scripts::line).collect(Collectors.joining("\n"));
        }
    }

    private static String line(Diagnostic finding) {
        String suggestion = finding.suggestion();
        return finding.position().line() + ": " + finding.message() + (suggestion == null ? "" : " | " + suggestion);
    }
}
