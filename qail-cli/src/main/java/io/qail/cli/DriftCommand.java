package io.qail.cli;

import io.qail.drift.Difference;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    private Database database;

    @Parameters(index = "0", paramLabel = "FILE", description = "The schema: a file, or a directory of modules.")
    private Path file;

    @Parameters(
            index = "1",
            paramLabel = "URL",
            arity = "0..1",
            description = "The database. Default: what PGHOST … say.")
    private @Nullable String url;

    @Override
    public Integer call() {
        List<Difference> differences = database.qail(url, options -> options).drift(SchemaFiles.schema(file));
        output.result(differences);
        output.result(differences.isEmpty() ? "No drift." : StatusText.drift(differences, database.schemaOr("public")));
        return (differences.isEmpty() ? ExitCode.OK : ExitCode.DRIFTED).code();
    }
}
