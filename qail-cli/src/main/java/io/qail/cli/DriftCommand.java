package io.qail.cli;

import io.qail.drift.Difference;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "drift",
        description = "Compare a database with the schema that it should have; code 5 when it differs.",
        footer = {"", "Example:", "  qail drift schema.qail postgres://localhost/shop"})
final class DriftCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Target database;

    @Parameters(index = "0", paramLabel = "FILE", description = "The schema: a file, or a directory of modules.")
    private Path file;

    @Override
    public Integer call() {
        List<Difference> differences = database.qail().drift(SchemaFiles.schema(file));
        ExitCode code = differences.isEmpty() ? ExitCode.OK : ExitCode.DRIFTED;
        output.result(differences);
        output.result(
                differences.isEmpty() ? "No drift." : StatusText.drift(differences, database.schemaOr("public")), code);
        return code.code();
    }
}
