package io.qail.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the scripts lie, for commands that can do without. */
final class ScriptDirectory {

    private static final List<String> USUAL = List.of("db/qail", "src/main/resources/db/qail");

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "The directory with the scripts. Default: db/qail or src/main/resources/db/qail, where there is one.")
    private @Nullable Path directory;

    /** Whether somebody named it. */
    boolean isNamed() {
        return directory != null;
    }

    /** The directory, if there is one. */
    Optional<Path> find() {
        return directory != null
                ? Optional.of(directory)
                : usual().filter(Files::isDirectory).findFirst();
    }

    private static Stream<Path> usual() {
        return USUAL.stream().map(Path::of);
    }

    /** Where a new script goes. */
    Path orUsual() {
        return find().orElse(Path.of(USUAL.get(0)));
    }

    /** The directory of a command that cannot do without. */
    Path required() {
        return find().orElseThrow(() ->
                new CommandEnd(ExitCode.USAGE, "there is no directory with scripts here", "Name it with --dir DIR."));
    }
}
