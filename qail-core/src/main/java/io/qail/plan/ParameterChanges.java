package io.qail.plan;

import io.qail.schema.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code SET (…)} and {@code RESET (…)} between two sets of storage parameters or options. */
final class ParameterChanges {

    private ParameterChanges() {}

    /**
     * The statements.
     *
     * @param alter {@code ALTER TABLE users}
     */
    static List<String> sql(String alter, SortedMap<String, String> from, SortedMap<String, String> to) {
        List<String> statements = new ArrayList<>();
        String reset = from.keySet().stream()
                .filter(name -> !to.containsKey(name))
                .map(Parameters::name)
                .collect(Collectors.joining(", "));
        if (!reset.isEmpty()) {
            statements.add(alter + " RESET (" + reset + ")");
        }
        SortedMap<String, String> set = new TreeMap<>(to);
        set.entrySet().removeAll(from.entrySet());
        if (!set.isEmpty()) {
            statements.add(alter + " SET " + Parameters.sql(set));
        }
        return List.copyOf(statements);
    }
}
