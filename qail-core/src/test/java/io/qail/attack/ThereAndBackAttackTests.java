package io.qail.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.SQLException;
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

    private final TestDatabase databases;

    ThereAndBackAttackTests(TestDatabase databases) {
        this.databases = databases;
    }

    @Test
    void everyValueAndEveryLineOfTheCatalogsIsBack() throws SQLException {
        Assumptions.assumeTrue(CASES > 0, "no cases are asked for");
        Quiet.logs();
        long start = System.nanoTime();
        long random = start % 1_000_000_000;
        long most = Integer.getInteger("qail.test.attack.worlds", CASES);
        try (Arena arena = new Arena(databases)) {
            Verification verification = new Verification(arena);
            long seed = FIRST;
            for (int worlds = 0; worlds < most && verification.verified < CASES; worlds++) {
                // The last third is of seeds that differ from run to run, unless one was given.
                boolean fixed = !Boolean.getBoolean("qail.test.attack.random")
                        || System.getProperty("qail.test.seed") != null
                        || verification.verified < CASES * 2 / 3;
                seed = fixed || seed > 1_000_000 ? seed : random;
                verification.of(WorldGenerator.of(seed++, arena.roles != null));
            }
            System.out.printf(
                    "there and back: %d s, %d runs, seeds from %d and %d; %d cases verified, %d of them different;"
                            + " refused: %s; violations: %s%n",
                    (System.nanoTime() - start) / 1_000_000_000,
                    verification.runs,
                    FIRST,
                    random,
                    verification.verified,
                    verification.distinct.size(),
                    verification.refusals,
                    verification.kinds);
            assertThat(verification.violations.values()).isEmpty();
            assertThat(verification.refusals.values().stream().mapToInt(n -> n).sum())
                    .as("refused by %s", verification.refusals)
                    .isLessThanOrEqualTo(10 + verification.verified / 10);
        }
    }
}
