package io.qail.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.error.QailException;
import io.qail.history.BackupMode;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/** S8: the whole server dies by SIGKILL in the middle of a migration and comes back on what is on its disk. */
@DisabledOnOs(OS.WINDOWS)
class ServerKillTests {

    private static final int ROUNDS = 3;

    @ParameterizedTest
    @EnumSource(
            value = BackupMode.class,
            names = {"DATABASE", "FILE"})
    void aServerKilledInTheMiddleOfAMigrationLosesNothing(BackupMode mode) throws IOException {
        try (KillableServer server = KillableServer.start()) {
            assertThat(server.jdbc()
                            .sql("SELECT current_setting('fsync') || current_setting('synchronous_commit')")
                            .query(String.class)
                            .single())
                    .isEqualTo("onon");
            int calls = calls(server, mode);
            for (int round = 1; round <= ROUNDS; round++) {
                PGSimpleDataSource database = server.database("round" + round);
                Scenario scenario = new Scenario(database, Files.createTempDirectory("qail-crash"), mode);
                scenario.prepare();
                int place = calls * round / (ROUNDS + 1);
                FaultyDataSource faulty = new FaultyDataSource(database, place, false, connection -> server.kill());
                try {
                    scenario.qail(faulty.dataSource()).migrate();
                } catch (QailException e) {
                    assertThat(e.action()).as("killed at call %s", place).isNotBlank();
                }
                assertThat(faulty.count()).isGreaterThanOrEqualTo(place);
                server.comeBack();
                scenario.assertNothingIsLost();
            }
        }
    }

    private static int calls(KillableServer server, BackupMode mode) throws IOException {
        PGSimpleDataSource database = server.database("counted");
        Scenario scenario = new Scenario(database, Files.createTempDirectory("qail-crash"), mode);
        scenario.prepare();
        FaultyDataSource counting = new FaultyDataSource(database, 0, false, connection -> {});
        scenario.qail(counting.dataSource()).migrate();
        return counting.count();
    }
}
