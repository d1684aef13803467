package io.qail.cli;

import io.qail.language.QailLayout;
import io.qail.language.SourceFile;
import io.qail.pull.Pulled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "pull",
        description = {
            "Write the schema of a database down as a .qail file, which `qail fmt` finds in order.",
            "What the language cannot say stands in comments at its top."
        },
        footer = {
            "",
            "Examples:",
            "  qail pull postgres://localhost/shop -o schema.qail",
            "  qail pull --only billing,public postgres://localhost/shop"
        })
final class PullCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private Target database;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to. Default: standard output.")
    private @Nullable Path file;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "SCHEMA",
            description = "Schemas to read. Default: all that are not PostgreSQL's own.")
    private List<String> schemas = List.of();

    @Override
    public Integer call() {
        Pulled pulled = database.qail().pull(schemas);
        String text = QailLayout.format(new SourceFile("the pulled schema", pulled.text()));
        output.result(Map.of("text", text, "unmanaged", pulled.unmanaged()));
        if (file == null) {
            output.product(text.stripTrailing());
            return ExitCode.OK.code();
        }
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pulled.unmanaged().forEach(object -> output.say("not managed by QAIL: " + object));
        output.say("Wrote " + file + ".");
        return ExitCode.OK.code();
    }
}
