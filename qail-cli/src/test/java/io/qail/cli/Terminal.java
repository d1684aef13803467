package io.qail.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Runs commands through the launcher and the jar in a pseudo-terminal. */
final class Terminal {

    /** What came of a command. */
    record Seen(int code, String text) {}

    private final Path directory;
    private final Map<String, String> environment;

    Terminal(Path directory) {
        this(directory, Map.of());
    }

    Terminal(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    /** Skips the test where there is no jar yet, or nothing that makes a terminal. */
    static void assumeThere() throws InterruptedException {
        assumeTrue(Files.exists(Path.of("target", "qail.jar")), "needs the jar");
        boolean python;
        try {
            python = new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            python = false;
        }
        assumeTrue(python, "needs python3 for the pseudo-terminal");
    }

    /** @param answer to the prompt; empty for a command that asks nothing */
    Seen run(String answer, String... arguments) throws IOException, InterruptedException {
        return end(start(answer, arguments));
    }

    Process start(String answer, String... arguments) throws IOException {
        Path script = directory.resolve("terminal.py");
        try (InputStream in = Objects.requireNonNull(Terminal.class.getResourceAsStream("/terminal.py"))) {
            Files.write(script, in.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of("python3", script.toString(), answer));
        command.add(Path.of("bin", "qail").toAbsolutePath().toString());
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(seen().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.equals("NO_COLOR"));
        builder.environment().put("QAIL_ARCHIVE", "off");
        builder.environment().put("TERM", "xterm");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Path seen() {
        return directory.resolve("terminal.txt");
    }

    Seen end(Process process) throws IOException, InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(seen());
        return new Seen(process.exitValue(), text.replace("\r\n", "\n"));
    }
}
