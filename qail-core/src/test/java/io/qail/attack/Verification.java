package io.qail.attack;

import io.qail.attack.WorldRun.Outcome;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs worlds and counts what was verified. A world that is refused, or shows a violation, runs again table by table and
 * column by column: one column hides no other, and each violation is printed with the smallest world that shows it.
 */
final class Verification {

    /** Of one kind of violation, the smallest worlds of the first are of use. */
    private static final int SMALLEST = 40;

    private final Arena arena;
    private int budget = Integer.getInteger("qail.test.attack.minimal", 400);
    int runs;
    int verified;
    final Set<String> distinct = new HashSet<>();
    final Map<String, Integer> refusals = new TreeMap<>();
    /** By kind: how often, and the first one. */
    final Map<String, Integer> kinds = new TreeMap<>();

    final Map<String, String> violations = new TreeMap<>();

    Verification(Arena arena) {
        this.arena = arena;
    }

    void of(World world) throws SQLException {
        if (!world.cases().isEmpty()) {
            verify(world);
        }
    }

    /** Whether a violation was reported. */
    private boolean verify(World world) throws SQLException {
        Outcome outcome = run(world);
        if (outcome.refused() == null && outcome.violations().isEmpty()) {
            verified += world.cases().size();
            distinct.addAll(world.cases());
            return false;
        }
        if (Boolean.getBoolean("qail.test.attack.verbose")) {
            System.out.println("  refused: " + outcome.refused() + ", wrong: " + outcome.violations());
        }
        List<World> parts = world.parts();
        boolean reported = false;
        boolean refused = outcome.refused() != null && world.tables().size() <= 1;
        if (!refused && parts.size() > 1 && budget > 0) {
            for (World part : parts) {
                budget--;
                reported |= verify(part);
            }
        }
        if (outcome.refused() != null) {
            if (refused) {
                refusals.merge(outcome.refused(), 1, Integer::sum);
            }
            return reported;
        }
        if (!reported) {
            report(world, outcome);
        }
        return true;
    }

    private void report(World world, Outcome outcome) throws SQLException {
        String kind = outcome.violations().get(0).replaceAll("[0-9]+", "#");
        kind = kind.substring(0, Math.min(kind.length(), 90));
        if (kinds.merge(kind, 1, Integer::sum) > 1 || kinds.size() > SMALLEST) {
            return;
        }
        World smallest = world;
        Outcome shown = outcome;
        for (World attempt : world.lessAround()) {
            Outcome of = budget-- > 0 ? run(attempt) : null;
            if (of != null && !of.violations().isEmpty()) {
                smallest = attempt;
                shown = of;
                break;
            }
        }
        List<String> lines = shown.violations();
        String text = "VIOLATION\n  " + String.join("\n  ", lines.subList(0, Math.min(8, lines.size()))) + "\nof "
                + smallest + "\n";
        System.out.println(text);
        violations.put(kind, text);
    }

    private Outcome run(World world) throws SQLException {
        runs++;
        if (Boolean.getBoolean("qail.test.attack.verbose")) {
            System.out.println(System.currentTimeMillis() % 10_000_000 + " run " + runs + " seed " + world.seed()
                    + " verified " + verified + " tables " + world.tables().size());
        }
        try {
            return arena.run(world);
        } catch (IllegalStateException e) {
            return new Outcome(null, List.of("GENERATOR " + e.getMessage() + " " + cause(e)));
        }
    }

    private static @Nullable String cause(Exception e) {
        return e.getCause() == null ? null : e.getCause().getMessage();
    }
}
