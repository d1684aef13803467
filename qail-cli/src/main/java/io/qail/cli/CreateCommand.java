package io.qail.cli;

import io.qail.script.Scripts;
import io.qail.script.Version;
import io.qail.script.VersionedScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "create",
        description = "Create the file of the next version.",
        footer = {"", "Example:", "  qail create \"split name\"    makes db/qail/V2__split_name.qail"})
final class CreateCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Mixin
    private ScriptDirectory scripts;

    @Parameters(paramLabel = "NAME", description = "What the version does, in a few words.")
    private String name;

    @Override
    public Integer call() {
        Path directory = scripts.orUsual();
        String description = name.strip().replaceAll("[^\\p{L}\\p{N}]+", "_").replaceAll("^_+|_+$", "");
        if (description.isEmpty()) {
            throw new CommandEnd(ExitCode.USAGE, "the name has no letter or digit", "Say what the version does.");
        }
        Path file = directory.resolve("V" + next(directory) + "__" + description + ".qail");
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    file, "-- migration: " + name.strip().replaceAll("\\R", " ") + "\n", StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        output.say(file.toString());
        output.result(Map.of("file", file.toString()));
        return ExitCode.OK.code();
    }

    private static BigInteger next(Path directory) {
        if (!Files.isDirectory(directory)) {
            return BigInteger.ONE;
        }
        if (SchemaFiles.location(directory) instanceof Scripts.Versioned versions) {
            List<VersionedScript> applied = versions.scripts();
            Version newest =
                    applied.isEmpty() ? null : applied.get(applied.size() - 1).version();
            return newest == null ? BigInteger.ONE : newest.parts().get(0).add(BigInteger.ONE);
        }
        throw new CommandEnd(
                ExitCode.USAGE,
                directory + " holds a declarative schema, which has no versions",
                "Edit the schema itself.");
    }
}
