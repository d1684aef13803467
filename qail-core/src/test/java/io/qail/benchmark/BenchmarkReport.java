package io.qail.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The figures of a run as a Markdown table, in {@code target/benchmarks.md} after each of them and printed at the end. */
public final class BenchmarkReport implements AutoCloseable {

    private static final Path FILE = Path.of("target", "benchmarks.md");

    private final SortedMap<String, String> rows = new TreeMap<>();
    private final SortedSet<String> notes = new TreeSet<>();

    BenchmarkReport() {
        notes.add(String.format(
                Locale.ROOT,
                "Java %s, %s, %d processors",
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                Runtime.getRuntime().availableProcessors()));
    }

    /** A figure with one of a peer; the target is a ratio. */
    public void compare(String figure, Medians medians, String peer, double target) {
        row(
                figure,
                text(medians.ours()),
                peer,
                text(medians.peers()),
                String.format(Locale.ROOT, "%.2f", medians.ratio()),
                String.format(Locale.ROOT, "≤ %.2f", target));
    }

    /** A figure without a peer. */
    public void state(String figure, String value, String target) {
        row(figure, value, "", "", "", target);
    }

    /** How it was measured. */
    public void note(String text) {
        notes.add(text);
    }

    private void row(String figure, String... cells) {
        rows.put(figure, "| " + figure + " | " + String.join(" | ", cells) + " |");
        write();
    }

    public static String text(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        return millis >= 10_000
                ? String.format(Locale.ROOT, "%.1f s", millis / 1000)
                : String.format(Locale.ROOT, millis >= 100 ? "%.0f ms" : "%.1f ms", millis);
    }

    private String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("| figure | QAIL | peer | peer's | ratio | target |");
        lines.add("|---|---|---|---|---|---|");
        lines.addAll(rows.values());
        lines.add("");
        notes.forEach(note -> lines.add("* " + note));
        return String.join("\n", lines) + "\n";
    }

    private void write() {
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, markdown());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        write();
        System.out.println("\n" + markdown());
    }
}
