package io.qail.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * S1, S3, S4, S6, S12, S13: types, keys, operations, settings, owners and writes between there and back in random
 * combination. Afterwards every value and every line of the catalogs is what it was, or what the README says. A case is one
 * column of one table, under one kind of key and one operation, in one store, compared value by value. {@code -Pattack}
 * verifies {@code qail.test.attack.cases} of them; {@code -Dqail.test.seed=17} begins with another seed.
 */
@PostgresTest
class ThereAndBackAttackTests {

    private static final int CASES = Integer.getInteger("qail.test.attack.cases", 0);
    /** A fixed one, for a build that can be repeated, and one that nobody has tried yet. */
    private static final long FIRST = Long.getLong("qail.test.seed", 1);

    private static final int MINIMAL_RUNS = Integer.getInteger("qail.test.attack.minimal", 60);

    private final TestDatabase databases;

    ThereAndBackAttackTests(TestDatabase databases) {
        this.databases = databases;
    }

    @Test
    void everyValueAndEveryLineOfTheCatalogsIsBack() throws SQLException {
        Assumptions.assumeTrue(CASES > 0, "-Pattack runs it");
        Quiet.logs();
        int verified = 0;
        int worlds = 0;
        int most = Integer.getInteger("qail.test.attack.worlds", CASES);
        Set<String> distinct = new HashSet<>();
        List<String> refused = new ArrayList<>();
        List<String> violations = new ArrayList<>();
        long start = System.nanoTime();
        long random = System.nanoTime() % 1_000_000_000;
        long seed = FIRST;
        try (Arena arena = new Arena(databases)) {
            while (verified < CASES && worlds < most) {
                // The last third is of seeds that differ from run to run, unless one was given.
                boolean fixed = System.getProperty("qail.test.seed") != null || verified < CASES * 2 / 3;
                seed = fixed || seed > 1_000_000 ? seed : random;
                World world = WorldGenerator.of(seed++, arena.roles != null);
                worlds++;
                WorldRun.Outcome outcome = arena.run(world);
                if (outcome.refused() != null) {
                    refused.add("seed " + world.seed() + ": " + outcome.refused());
                } else if (outcome.violations().isEmpty()) {
                    verified += world.cases().size();
                    distinct.addAll(world.cases());
                } else {
                    System.out.println("seed " + world.seed() + " of there and back:\n  "
                            + String.join("\n  ", outcome.violations()));
                    List<String> found = new Minimal(arena, MINIMAL_RUNS).of(world, outcome);
                    found.forEach(System.out::println);
                    violations.addAll(found);
                }
            }
        }
        System.out.printf(
                "there and back: %d s, %d worlds, seeds from %d and %d; %d cases verified, %d of them different; %d worlds refused%n",
                (System.nanoTime() - start) / 1_000_000_000,
                worlds,
                FIRST,
                random,
                verified,
                distinct.size(),
                refused.size());
        refused.forEach(System.out::println);
        assertThat(violations).isEmpty();
        assertThat(refused.size()).isLessThanOrEqualTo(worlds / 10);
    }
}
