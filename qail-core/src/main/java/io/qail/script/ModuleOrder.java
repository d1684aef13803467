package io.qail.script;

import io.qail.error.Diagnostic;
import io.qail.error.ScriptException;
import io.qail.error.SourcePosition;
import io.qail.language.SourceFile;
import io.qail.language.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the files {@code _order.qail} say: each lists the modules and directories beside it, one a line, first to last. What
 * is not listed follows in the order of the paths, or is an error where a line says {@code !strict} or
 * {@code -- qail: strict-manifest}.
 */
final class ModuleOrder {

    static final String FILE = "_order.qail";

    private static final String ENDING = ".qail";

    /** By directory, its name ending in a slash: the place of each entry. */
    private final Map<String, Map<String, Integer>> places = new TreeMap<>();

    private final SortedMap<String, SortedSet<String>> entries = new TreeMap<>();
    private final List<Diagnostic> findings = new ArrayList<>();

    /**
     * Reads the order files.
     *
     * @param files by their paths
     * @param modules the paths of all modules, the order files not among them
     * @throws ScriptException with every entry that is not there or comes twice, and every module that a strict file leaves
     *     out
     */
    ModuleOrder(Map<String, SourceFile> files, Collection<String> modules) {
        for (String module : modules) {
            for (int slash = module.indexOf('/'); slash >= 0; slash = module.indexOf('/', slash + 1)) {
                entries.computeIfAbsent(module.substring(0, slash + 1), directory -> new TreeSet<>())
                        .add(entry(module, slash + 1));
            }
        }
        files.forEach((path, file) -> read(path.substring(0, path.length() - FILE.length()), file));
        if (!findings.isEmpty()) {
            throw new ScriptException(findings);
        }
    }

    /** The name of the module or directory that the path goes through at this place. */
    private static String entry(String path, int from) {
        int slash = path.indexOf('/', from);
        return path.substring(from, slash < 0 ? path.length() : slash);
    }

    private void read(String directory, SourceFile file) {
        SortedSet<String> there = entries.getOrDefault(directory, new TreeSet<>());
        Map<String, Integer> order = new LinkedHashMap<>();
        boolean strict = false;
        int number = 0;
        for (String line : (Iterable<String>) file.text().lines()::iterator) {
            number++;
            String text = line.strip();
            String comment =
                    text.startsWith("--") ? text.substring(2) : text.startsWith("#") ? text.substring(1) : null;
            if (text.equals("!strict") || (comment != null && comment.strip().equals("qail: strict-manifest"))) {
                strict = true;
            } else if (!text.isEmpty() && comment == null) {
                add(text, there, order, file, new SourcePosition(file.name(), number, line.indexOf(text) + 1));
            }
        }
        if (strict) {
            there.stream()
                    .filter(entry -> !order.containsKey(entry))
                    .forEach(entry -> findings.add(file.diagnostic(
                            new SourcePosition(file.name(), 1, 1),
                            entry + " is not listed, and the list is strict",
                            "add the line `" + entry + "`")));
        }
        places.put(directory, order);
    }

    private void add(
            String text, SortedSet<String> there, Map<String, Integer> order, SourceFile file, SourcePosition place) {
        String name = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        String found = there.contains(name) ? name : there.contains(name + ENDING) ? name + ENDING : null;
        if (found == null) {
            findings.add(file.diagnostic(
                    place,
                    "there is no module and no directory " + text + " here",
                    Suggestion.didYouMean(name, there)));
        } else if (order.putIfAbsent(found, order.size()) != null) {
            findings.add(file.diagnostic(place, found + " is listed twice", "leave one of the lines out"));
        }
    }

    List<String> sorted(Collection<String> modules) {
        return modules.stream().sorted(this::compare).toList();
    }

    /** By the first entry in which the paths differ. */
    private int compare(String one, String other) {
        int from = 0;
        while (true) {
            String a = entry(one, from);
            String b = entry(other, from);
            if (!a.equals(b)) {
                Map<String, Integer> order = places.getOrDefault(one.substring(0, from), Map.of());
                int listed = Integer.compare(
                        order.getOrDefault(a, Integer.MAX_VALUE), order.getOrDefault(b, Integer.MAX_VALUE));
                return listed != 0 ? listed : one.compareTo(other);
            }
            from += a.length() + 1;
            if (from > one.length() || from > other.length()) {
                return one.compareTo(other);
            }
        }
    }
}
