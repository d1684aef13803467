package io.qail.corpus;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came of one way between two schemas.
 *
 * @param detail why it is not {@link Verdict#SAME}; may have many lines
 */
record Outcome(String name, Verdict verdict, String detail) {

    /** From good to bad. */
    enum Verdict {
        /** The catalogs are alike. */
        SAME,
        /** Alike but for the order of columns, which PostgreSQL cannot change. */
        SAME_BUT_ORDER,
        /** What differs belongs to objects that QAIL says it does not manage. */
        UNMANAGED,
        /** The input is not one for this server. */
        NOT_LOADED,
        /** QAIL changed nothing and said why. */
        REFUSED,
        /** PostgreSQL refused a statement: the transaction changed nothing. */
        FAILED,
        /** Everything ran, and the catalogs differ. */
        WRONG;

        boolean passes() {
            return this == SAME || this == SAME_BUT_ORDER || this == UNMANAGED;
        }
    }

    /** The figures in one line. */
    static String summary(List<Outcome> outcomes) {
        Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
        outcomes.forEach(outcome -> counts.merge(outcome.verdict(), 1L, Long::sum));
        return counts.entrySet().stream()
                        .map(entry -> entry.getKey().name().toLowerCase(Locale.ROOT) + " " + entry.getValue())
                        .collect(Collectors.joining(", "))
                + String.format(Locale.ROOT, "; passed: %.1f %%", passed(outcomes));
    }

    /** Percent of those that could be loaded. */
    static double passed(List<Outcome> outcomes) {
        long loaded = outcomes.stream()
                .filter(outcome -> outcome.verdict() != Verdict.NOT_LOADED)
                .count();
        return 100.0
                * outcomes.stream()
                        .filter(outcome -> outcome.verdict().passes())
                        .count()
                / Math.max(1, loaded);
    }

    @Override
    public String toString() {
        return verdict + " " + name + (detail.isEmpty() ? "" : "\n    " + detail.replace("\n", "\n    "));
    }
}
