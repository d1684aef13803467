package io.qail.cli;

import io.qail.error.Diagnostic;
import io.qail.error.ScriptException;
import io.qail.language.QailParser;
import io.qail.language.SchemaReader;
import io.qail.script.Scripts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description = {
            "Check files without a database: every finding with file, line and column; code 6 when there is one.",
            "A directory of versions is checked as one history, another directory as the modules of one schema."
        },
        footer = {"", "Examples:", "  qail check src/main/resources/db/qail", "  qail check v1.qail v2.qail"})
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Option(names = "--schema", paramLabel = "NAME", description = "Schema of names without one. Default: public.")
    private String schema = "public";

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files and directories.")
    private List<Path> files;

    @Override
    public Integer call() {
        List<Diagnostic> findings = new ArrayList<>();
        for (Path file : files) {
            try {
                check(file);
            } catch (ScriptException e) {
                findings.addAll(e.diagnostics());
            }
        }
        findings.forEach(finding -> output.error(finding.render()));
        output.result(findings.stream().map(ErrorReport.Finding::of).toList());
        if (findings.isEmpty()) {
            output.say("No finding.");
        }
        return (findings.isEmpty() ? ExitCode.OK : ExitCode.WRONG_SCRIPT).code();
    }

    private void check(Path path) {
        if (!Files.isDirectory(path) && SchemaFiles.isVersion(path)) {
            // Alone it can only be read: what it changes stands in the versions before.
            QailParser.parse(SchemaFiles.file(path), schema);
        } else if (SchemaFiles.read(path) instanceof Scripts.Versioned versions) {
            SidePlans.folded(versions, schema);
        } else {
            SchemaReader.toSchema(
                    SchemaFiles.schema(path).modules().stream()
                            .map(module -> QailParser.parse(module, schema))
                            .toList(),
                    schema);
        }
    }
}
