package io.qail.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.error.QailException;
import io.qail.history.BackupMode;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

/**
 * S8: a migration that dies at any statement leaves the database as it was, or migrated with its snapshot whole, and the
 * next start succeeds. 50 rounds in the default build; {@code -Pcrash} runs 1,000.
 */
@PostgresTest
class CrashTests {

    private static final int ROUNDS = Integer.getInteger("qail.test.crash.rounds", 24);

    private final TestDatabase databases;

    CrashTests(TestDatabase databases) {
        this.databases = databases;
    }

    @ParameterizedTest
    @EnumSource(
            value = BackupMode.class,
            names = {"DATABASE", "FILE"})
    void aBackendKilledAtAnyStatementLosesNothing(BackupMode mode) throws Exception {
        int calls = calls(mode);
        int rounds = ROUNDS * 14 / 50;
        for (int round = 0; round < rounds; round++) {
            strike(mode, place(round, rounds, calls), false, this::terminate);
        }
    }

    /** S9: COMMIT reaches the server, its answer does not reach us; the only copy must not be deleted. */
    @ParameterizedTest
    @EnumSource(
            value = BackupMode.class,
            names = {"DATABASE", "FILE"})
    void anAnswerLostAtAnyStatementLosesNothing(BackupMode mode) throws Exception {
        int calls = calls(mode);
        int rounds = ROUNDS * 6 / 50;
        for (int round = 0; round < rounds; round++) {
            strike(mode, place(round, rounds, calls), true, this::terminate);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = BackupMode.class,
            names = {"DATABASE", "FILE"})
    void aJvmKilledAtAnyStatementLosesNothing(BackupMode mode) throws Exception {
        int calls = calls(mode);
        int rounds = ROUNDS * 5 / 50;
        for (int round = 0; round < rounds; round++) {
            TestDatabase database = databases.fresh();
            Path directory = Files.createTempDirectory("qail-crash");
            Scenario scenario = new Scenario(database.dataSource(), directory, mode);
            scenario.prepare();
            int place = place(round, rounds, calls);
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledJvm.class.getName(),
                            database.url(),
                            database.user(),
                            database.password(),
                            directory.toString(),
                            mode.name(),
                            String.valueOf(place))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("killed at call %s", place).isEqualTo(137);
            scenario.assertNothingIsLost();
            database.close();
        }
    }

    @Test
    void theScenarioItselfGoesThrough() throws IOException {
        for (BackupMode mode : new BackupMode[] {BackupMode.DATABASE, BackupMode.FILE}) {
            Scenario scenario =
                    new Scenario(databases.fresh().dataSource(), Files.createTempDirectory("qail-crash"), mode);
            scenario.prepare();
            scenario.assertNothingIsLost();
        }
    }

    private void strike(BackupMode mode, int place, boolean after, FaultyDataSource.Fault fault) throws IOException {
        TestDatabase database = databases.fresh();
        Scenario scenario = new Scenario(database.dataSource(), Files.createTempDirectory("qail-crash"), mode);
        scenario.prepare();
        FaultyDataSource faulty = new FaultyDataSource(database.dataSource(), place, after, fault);
        try {
            scenario.qail(faulty.dataSource()).migrate();
        } catch (QailException e) {
            assertThat(e.action()).as("struck at call %s", place).isNotBlank();
        }
        assertThat(faulty.count()).isGreaterThanOrEqualTo(place);
        scenario.assertNothingIsLost();
        database.close();
    }

    /** How many calls the migration makes when nothing strikes. */
    private int calls(BackupMode mode) throws IOException {
        TestDatabase database = databases.fresh();
        Scenario scenario = new Scenario(database.dataSource(), Files.createTempDirectory("qail-crash"), mode);
        scenario.prepare();
        FaultyDataSource counting = new FaultyDataSource(database.dataSource(), 0, false, connection -> {});
        scenario.qail(counting.dataSource()).migrate();
        return counting.count();
    }

    private static int place(int round, int rounds, int calls) {
        return 1 + (int) ((long) round * (calls - 1) / Math.max(1, rounds - 1));
    }

    /** Ends the backend of the connection from another one of the same role. */
    private void terminate(Connection connection) throws SQLException {
        int pid = connection.unwrap(PGConnection.class).getBackendPID();
        databases
                .jdbc()
                .sql("SELECT pg_terminate_backend(?, 10000)")
                .param(pid)
                .query(Boolean.class)
                .single();
    }
}
