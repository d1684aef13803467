package io.qail.cli;

import io.qail.language.QailLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "fmt",
        description = {
            "Put files in order: indentation, blanks, empty lines, line ends. Words and comments stay.",
            "Do not format versions that were applied: their checksum would be another one."
        },
        footer = {"", "Examples:", "  qail fmt schema.qail", "  qail fmt --check src/main/resources/db/qail"})
final class FormatCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Option(
            names = "--check",
            description = "Change nothing; name the files that are not in order, and end with code 6.")
    private boolean check;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files and directories.")
    private List<Path> files;

    @Override
    public Integer call() {
        List<String> changed = files.stream()
                .flatMap(path -> Files.isDirectory(path) ? SchemaFiles.filesIn(path).stream() : Stream.of(path))
                .filter(this::format)
                .map(Path::toString)
                .toList();
        ExitCode code = check && !changed.isEmpty() ? ExitCode.WRONG_SCRIPT : ExitCode.OK;
        output.result(changed);
        changed.forEach(file -> output.result(file + (check ? " is not in order" : " is in order now"), code));
        return code.code();
    }

    /** Whether the file was not in order. */
    private boolean format(Path path) {
        String tidy = QailLayout.format(SchemaFiles.file(path));
        try {
            if (Files.readString(path).equals(tidy)) {
                return false;
            }
            if (!check) {
                Files.writeString(path, tidy, StandardCharsets.UTF_8);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
