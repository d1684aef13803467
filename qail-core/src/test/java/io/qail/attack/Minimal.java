package io.qail.attack;

import io.qail.attack.WorldRun.Outcome;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Looks for small worlds that show what a large one has shown. */
final class Minimal {

    private final Arena arena;
    private int runs;

    Minimal(Arena arena, int runs) {
        this.arena = arena;
        this.runs = runs;
    }

    List<String> of(World world, Outcome outcome) throws SQLException {
        List<String> found = new ArrayList<>();
        List<World> tables = new ArrayList<>();
        tables.add(world.with(List.of()));
        world.tables().forEach(table -> tables.add(world.with(List.of(table))));
        for (World one : tables) {
            Outcome of = run(one);
            if (of != null && !of.violations().isEmpty()) {
                found.addAll(smaller(one, of));
            }
        }
        if (found.isEmpty()) {
            found.add(text(world, outcome));
        }
        return found;
    }

    /** The table column by column; where none shows it alone, the table as it is with less and less around it. */
    private List<String> smaller(World world, Outcome outcome) throws SQLException {
        List<String> found = new ArrayList<>();
        if (!world.tables().isEmpty()) {
            AttackedTable table = world.tables().get(0);
            for (AttackedColumn column : table.columns()) {
                World one = world.with(List.of(table.with(List.of(column))));
                for (World attempt : List.of(
                        one.withoutExtras().withoutSettings().withoutWrites(),
                        one.withoutExtras().withoutSettings(),
                        one.withoutExtras().withoutWrites(),
                        one.withoutExtras())) {
                    Outcome of = run(attempt);
                    if (of != null && !of.violations().isEmpty()) {
                        found.add(text(attempt, of));
                        break;
                    }
                }
            }
        }
        if (!found.isEmpty()) {
            return found;
        }
        World best = world;
        Outcome bestOutcome = outcome;
        for (UnaryOperator<World> attempt : List.<UnaryOperator<World>>of(
                World::withoutExtras, World::withoutSettings, World::withoutWrites, Minimal::fewer)) {
            World smaller = attempt.apply(best);
            Outcome of = smaller.equals(best) ? null : run(smaller);
            if (of != null && !of.violations().isEmpty()) {
                best = smaller;
                bestOutcome = of;
            }
        }
        return List.of(text(best, bestOutcome));
    }

    private static World fewer(World world) {
        return world.tables().isEmpty()
                ? world
                : world.with(List.of(world.tables()
                        .get(0)
                        .with(world.tables().get(0).columns().subList(0, 1))));
    }

    private @Nullable Outcome run(World world) throws SQLException {
        if (runs-- <= 0) {
            return null;
        }
        try {
            return arena.run(world);
        } catch (IllegalStateException e) {
            // Smaller, and no longer a world: objects need what was left out.
            return null;
        }
    }

    private static String text(World world, Outcome outcome) {
        return "VIOLATION\n  "
                + String.join(
                        "\n  ",
                        outcome.violations()
                                .subList(0, Math.min(8, outcome.violations().size())))
                + "\nof " + world + "\n";
    }
}
