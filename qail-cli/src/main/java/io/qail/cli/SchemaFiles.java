package io.qail.cli;

import io.qail.language.SourceFile;
import io.qail.script.ScriptFinder;
import io.qail.script.ScriptOptions;
import io.qail.script.Scripts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads what a path means: a file is one whole schema; a directory of {@code V…__….qail} files holds versions, and any other
 * directory the modules of one schema.
 */
final class SchemaFiles {

    private SchemaFiles() {}

    /**
     * Reads a file or a directory.
     *
     * @throws CommandEnd when it is not there
     */
    static Scripts read(Path path) {
        if (Files.isDirectory(path)) {
            return isLocation(path) ? location(path) : modules(path);
        }
        return Scripts.Declarative.of(String.valueOf(path.getFileName()), List.of(file(path)));
    }

    /** The same for what must be one whole schema. */
    static Scripts.Declarative schema(Path path) {
        if (read(path) instanceof Scripts.Declarative declarative) {
            return declarative;
        }
        throw new CommandEnd(
                ExitCode.USAGE,
                path + " holds versions, not a schema",
                "Versions are applied with `qail migrate apply " + path + "`.");
    }

    /** A directory as the starter takes it. */
    static Scripts location(Path directory) {
        return new ScriptFinder(
                        new ScriptOptions(List.of(locationOf(directory)), true), SchemaFiles.class.getClassLoader())
                .find();
    }

    static String locationOf(Path directory) {
        return "file:" + directory.toAbsolutePath().normalize();
    }

    static SourceFile file(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new CommandEnd(
                    ExitCode.USAGE, "there is no file " + path, "Name a .qail file or a directory of them.");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString();
            return new SourceFile(path.toString(), text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw new CommandEnd(ExitCode.WRONG_SCRIPT, path + " is not UTF-8 text", "Save it as UTF-8.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every {@code .qail} file below the directory, in the order of the paths. */
    static List<Path> filesIn(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".qail") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLocation(Path directory) {
        return Files.exists(directory.resolve("schema.qail"))
                || Files.isDirectory(directory.resolve("schema"))
                || filesIn(directory).stream().anyMatch(file -> isVersion(file));
    }

    static boolean isVersion(Path file) {
        return String.valueOf(file.getFileName()).matches("V\\d.*__.+\\.qail");
    }

    private static Scripts modules(Path directory) {
        List<SourceFile> modules =
                filesIn(directory).stream().map(SchemaFiles::file).toList();
        if (modules.isEmpty()) {
            throw new CommandEnd(ExitCode.USAGE, "there is no .qail file in " + directory, "Name another directory.");
        }
        return Scripts.Declarative.of(String.valueOf(directory.getFileName()), modules);
    }
}
