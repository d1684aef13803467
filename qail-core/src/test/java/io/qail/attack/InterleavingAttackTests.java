package io.qail.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * S26, S29, S30, S9: migrations, shadows, promotions and back, aborts, copies, restored databases under old names, swapped
 * names, purges and retention in random order over three databases that share a snapshot directory. No step touches a
 * database or a file that is not its own, and every acknowledged row is there. {@code -Pattack} runs
 * {@code qail.test.attack.interleavings} of them; {@code -Dqail.test.seed=17} begins with another seed.
 */
@PostgresTest
class InterleavingAttackTests {

    private static final int INTERLEAVINGS = Integer.getInteger("qail.test.attack.interleavings", 0);
    private static final int STEPS = Integer.getInteger("qail.test.attack.steps", 14);
    private static final long FIRST = Long.getLong("qail.test.seed", 1);

    private final TestDatabase databases;

    InterleavingAttackTests(TestDatabase databases) {
        this.databases = databases;
    }

    @Test
    void noStepTouchesADatabaseOrAFileThatIsNotItsOwn() throws SQLException, IOException {
        Assumptions.assumeTrue(INTERLEAVINGS > 0, "no interleavings are asked for");
        Quiet.logs();
        try (Connection connection = databases.superuserConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE " + databases.user() + " CREATEDB");
        }
        long start = System.nanoTime();
        long random = start % 1_000_000_000;
        int done = 0;
        List<String> violations = new ArrayList<>();
        for (int i = 0; i < INTERLEAVINGS; i++) {
            boolean fixed = !Boolean.getBoolean("qail.test.attack.random")
                    || System.getProperty("qail.test.seed") != null
                    || i <= INTERLEAVINGS * 2 / 3;
            long seed = (fixed ? FIRST : random) + i;
            List<TestDatabase> three = List.of(databases.fresh(), databases.fresh(), databases.fresh());
            try (Fleet fleet = new Fleet(three)) {
                Interleaving interleaving = new Interleaving(fleet, seed, STEPS);
                List<String> found =
                        interleaving.run(three.stream().map(TestDatabase::name).toList());
                if (Boolean.getBoolean("qail.test.attack.verbose")) {
                    System.out.println(seed + " " + (System.nanoTime() - start) / 1_000_000_000 + " s");
                }
                done += interleaving.done();
                if (!found.isEmpty()) {
                    String text = "VIOLATION of seed " + seed + "\n  " + String.join("\n  ", found);
                    System.out.println(text);
                    violations.add(text);
                }
            }
        }
        System.out.printf(
                "interleavings: %d s, %d of them, seeds from %d and %d, %d steps done%n",
                (System.nanoTime() - start) / 1_000_000_000, INTERLEAVINGS, FIRST, random, done);
        Interleaving.SPENT.forEach((step, each) -> System.out.println("  " + step + " " + each.size() + " × "
                + each.stream().mapToLong(n -> n).sum() / each.size() + " ms"));
        assertThat(violations).isEmpty();
    }
}
