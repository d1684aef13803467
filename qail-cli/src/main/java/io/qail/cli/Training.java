package io.qail.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads the classes that commands need, so that the JVM can write them into an archive for later starts. Needs no database:
 * the one that it asks for does not answer.
 */
final class Training {

    private static final String SCHEMA = """
            table users {
              id bigint generated_identity primary_key
              %s text not_null default 'none' check (length(%1$s) > 3)
            }
            index by_%1$s on users (lower(%1$s))
            """;

    private Training() {}

    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("qail-training");
        Path one = directory.resolve("one.qail");
        Path two = directory.resolve("two.qail");
        Files.writeString(one, String.format(SCHEMA, "email"));
        Files.writeString(two, String.format(SCHEMA, "name"));
        run("--version");
        run("--help");
        run("check", one.toString());
        run("fmt", "--check", one.toString());
        run("migrate", "plan", one + ":" + two);
        run("diff", "--json", one.toString(), two.toString());
        run("migrate", "status", "postgres://nobody@localhost:1/nothing");
        Files.delete(one);
        Files.delete(two);
        Files.delete(directory);
    }

    private static void run(String... args) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Main.commandLine().setOut(nowhere).setErr(nowhere).execute(args);
    }
}
