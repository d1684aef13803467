package io.qail.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.error.QailException;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * S29 and S30: a shadow whose process dies by SIGKILL, or whose connection breaks, at any statement leaves a primary that
 * serves under its name with every row; afterwards it can be taken away without a trace, or gone on with.
 */
@PostgresTest
class ShadowCrashTests {

    /** Statements at which a backend is killed, and at which a whole JVM is. */
    private static final int ROUNDS = Integer.getInteger("qail.test.shadow-crash.rounds", 3);

    private static final int KILLED_JVMS = Integer.getInteger("qail.test.shadow-crash.jvms", 1);

    private static int calls;

    private final TestDatabase databases;

    ShadowCrashTests(TestDatabase databases) {
        this.databases = databases;
    }

    @BeforeEach
    void mayMakeDatabases() throws SQLException {
        try (Connection connection = databases.superuserConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE " + databases.user() + " CREATEDB");
        }
    }

    @Test
    void aConnectionThatBreaksAtAnyStatementLosesNothing() throws Exception {
        int calls = calls();
        for (int round = 0; round < ROUNDS; round++) {
            int place = 1 + (int) ((long) round * (calls - 1) / Math.max(1, ROUNDS - 1));
            try (ShadowScenario scenario = new ShadowScenario(databases.fresh().dataSource())) {
                scenario.prepare();
                try {
                    scenario.whole(scenario.faulty(place, connection -> {
                        connection.close();
                        throw new SQLException("the connection broke", "08006");
                    }));
                } catch (QailException e) {
                    assertThat(e.action()).as("struck at call %s", place).isNotBlank();
                }
                scenario.assertServes("struck at call " + place);
                scenario.goOnOrAbort(round % 2 == 0);
            }
        }
    }

    @Test
    void aJvmKilledAtAnyStatementLosesNothing() throws Exception {
        int calls = calls();
        for (int round = 0; round < KILLED_JVMS; round++) {
            int place = 1 + (int) ((long) (round + 1) * (calls - 1) / (KILLED_JVMS + 1));
            try (ShadowScenario scenario = new ShadowScenario(databases.fresh().dataSource())) {
                scenario.prepare();
                PGSimpleDataSource database = scenario.database();
                Process process = new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledShadowJvm.class.getName(),
                                database.getURL(),
                                String.valueOf(database.getUser()),
                                String.valueOf(database.getPassword()),
                                scenario.directory().toString(),
                                String.valueOf(place))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).as("killed at call %s", place).isEqualTo(137);
                scenario.assertServes("killed at call " + place);
                scenario.goOnOrAbort(round % 2 == 0);
            }
        }
    }

    /** How many calls a shadow takes from its creation to its promotion, when nothing strikes; counted once. */
    private int calls() throws Exception {
        if (calls > 0) {
            return calls;
        }
        try (ShadowScenario scenario = new ShadowScenario(databases.fresh().dataSource())) {
            scenario.prepare();
            AtomicInteger counted = new AtomicInteger();
            scenario.whole(scenario.counting(counted));
            scenario.assertServes("nothing struck");
            calls = counted.get();
            return calls;
        }
    }
}
