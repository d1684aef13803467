package io.qail.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a main class of the tests in a JVM of its own, which prints figures as lines {@code name=value}. */
public final class ChildJvm {

    private ChildJvm() {}

    /** Blocks until the JVM ends. */
    public static Map<String, Long> run(List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("qail-benchmark", ".log");
        try {
            int exit = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            String text = Files.readString(output, StandardCharsets.UTF_8);
            if (exit != 0) {
                throw new IllegalStateException(main.getName() + " ended with " + exit + "\n" + text);
            }
            return figures(text);
        } finally {
            Files.delete(output);
        }
    }

    private static Map<String, Long> figures(String text) {
        Map<String, Long> figures = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            String[] parts = line.split("=", 2);
            if (parts.length == 2 && parts[1].matches("\\d+")) {
                figures.put(parts[0], Long.valueOf(parts[1]));
            }
        }
        return figures;
    }
}
