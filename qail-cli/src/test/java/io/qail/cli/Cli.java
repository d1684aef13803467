package io.qail.cli;

import io.qail.test.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs commands in this JVM, where there is no terminal. */
final class Cli {

    /** What came of a command. */
    record Result(int code, String out, String err) {}

    static {
        // As Main does: no console without a terminal.
        System.setProperty("jdk.console", "java.base");
    }

    private final Path directory;

    Cli(Path directory) {
        this.directory = directory;
    }

    static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
        return new Result(code, out.toString(), err.toString());
    }

    /** With the password, as a person may write it. */
    static String url(TestDatabase database) {
        return database.url()
                .replace(
                        "jdbc:postgresql://",
                        "postgres://" + database.user() + ":"
                                + URLEncoder.encode(database.password(), StandardCharsets.UTF_8) + "@");
    }

    /** Writes a file and returns its path. */
    String file(String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String path(String name) {
        return directory.resolve(name).toString();
    }
}
